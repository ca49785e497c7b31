import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, dirname, join, resolve } from 'node:path';
import { expect } from 'vitest';
import type { ReadyLine } from '../../../../common/contract/index.ts';
import { FLOORS } from '../../../../scripts/check/floors.ts';
import type { FencedBlock } from '../../../../scripts/check/markdown.ts';
import { ControlClient } from '../../../doubles/app/control-client.ts';
import { AppLauncher } from '../../../doubles/app/launched-app.ts';
import type { NoPython, PythonEnvironment } from '../../python/python-environment.ts';
import type { RefusingProxy } from './refusing-proxy.ts';
import { ShellSession } from './shell-session.ts';
import { checkShownJson } from './shown-json.ts';

/** What a reader of the document has: the running app, and the port for their own handler. */
export interface SampleApp {
  readonly ready: ReadyLine;
  readonly control: ControlClient;
  readonly port: number;
}

export interface ReaderOptions {
  readonly proxy: RefusingProxy;
  readonly python: PythonEnvironment | NoPython;
  /** Variables that the document expects its reader to have set, besides those it sets itself. */
  readonly env?: (testApp: SampleApp) => Promise<Readonly<Record<string, string>>>;
}

/** The file name in the first line of a code block that is to be saved. */
const FILE_NAME = /^(?:\/\/|#) ([\w-]+\.(?:mjs|js|ts|py))$/;
const EXTENSIONS: Readonly<Record<string, string>> = { js: 'mjs', mjs: 'mjs', ts: 'ts' };

/** Follows one document, block by block, like a person at a terminal. */
export class DocumentReader {
  readonly testApp: SampleApp;
  readonly #apps: AppLauncher;
  readonly #folder: string;
  readonly #shell: ShellSession;
  readonly #python: PythonEnvironment | NoPython;
  readonly #json: Record<string, unknown>[] = [];

  private constructor(
    testApp: SampleApp,
    apps: AppLauncher,
    folder: string,
    shell: ShellSession,
    python: PythonEnvironment | NoPython,
  ) {
    this.testApp = testApp;
    this.#apps = apps;
    this.#folder = folder;
    this.#shell = shell;
    this.#python = python;
  }

  static async open({ proxy, python, env }: ReaderOptions): Promise<DocumentReader> {
    const apps = new AppLauncher();
    const ready = await apps.launch([], apps.folder(), proxy.env).ready();
    const testApp = { ready, control: new ControlClient(ready), port: await freePort() };
    const folder = projectFolder();
    const shell = new ShellSession(folder, testApp.port, {
      PATH: [join(folder, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter),
      HOME: folder,
      AGENTPHONE_DATA_DIR: ready.dataDir,
      AGENTPHONE_API_KEY: ready.apiKey,
      AGENTPHONE_NO_OPEN: '1',
      PORT: String(testApp.port),
      ...proxy.env,
      ...(await env?.(testApp)),
    });
    return new DocumentReader(testApp, apps, folder, shell, python);
  }

  /**
   * Carries out a block as written, except that the default addresses and key are replaced by those
   * of this app.
   *
   * @returns what it printed
   */
  async follow({ language, text }: FencedBlock): Promise<string> {
    const here = this.#here(text);
    switch (language) {
      case 'sh':
        return noError(await this.#shell.run(here));
      case 'js':
      case 'mjs':
      case 'ts':
      case 'python':
        return this.#code(language, here);
      case 'json':
        this.#json.push(...(await checkShownJson(here, this.#json)));
        return '';
      case 'prompt':
        return this.#prompt(here);
      case '':
        expect(here).toBe(floors());
        return '';
      case 'mermaid':
        // `npm run check` compares the drawing with the rules of the house
        // (scripts/check/drawing.ts).
        return '';
      default:
        throw new Error(`Nobody knows how to run a block of "${language}".`);
    }
  }

  #here(text: string): string {
    const { ready, port } = this.testApp;
    return (
      text
        .replaceAll('http://127.0.0.1:4747', ready.api)
        .replaceAll('http://127.0.0.1:4748', ready.control)
        .replaceAll('http://localhost:3000', `http://localhost:${port}`)
        .replaceAll('sk_live_…', ready.apiKey)
        // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code fills it in
        .replaceAll('${input:agentphone-key}', ready.apiKey)
        .replaceAll('/path/to/agentphone-desktop', resolve())
    );
  }

  /** Saves a block that names its file, for use by a later command; runs any other at once. */
  async #code(language: string, text: string): Promise<string> {
    const name = FILE_NAME.exec(text.split('\n')[0] ?? '')?.[1];
    const file = name ?? `unnamed.${EXTENSIONS[language] ?? 'py'}`;
    writeFileSync(join(this.#folder, file), text);
    if (name !== undefined) return '';
    if (language !== 'python') return this.#shell.run(`node ${file}\n`);
    // Skipped with a message from the test, if packages cannot be installed.
    if (this.#python.kind === 'missing') return '';
    const { ready } = this.testApp;
    const env = { AGENTPHONE_API_KEY: ready.apiKey, AGENTPHONE_BASE_URL: ready.api };
    return this.#python.python([join(this.#folder, file)], { env });
  }

  /** Each question in the prompt gets the answer next to it. */
  async #prompt(systemPrompt: string): Promise<string> {
    const agentId = await this.#anAgent();
    const lines = [...systemPrompt.matchAll(/^- (.+?) (?:→|->) (.+)$/gm)];
    expect(lines).toHaveLength(systemPrompt.match(/^- /gm)?.length ?? 0);
    expect(lines).not.toEqual([]);
    for (const [, questions = '', answer] of lines) {
      for (const text of questions.split(' | ')) {
        const said = await this.testApp.control.run('playground.say', {
          agentId,
          text,
          systemPrompt,
        });
        expect(said.text).toContain(answer);
      }
    }
    return '';
  }

  async #anAgent(): Promise<string> {
    const { api, apiKey } = this.testApp.ready;
    const headers = { authorization: `Bearer ${apiKey}` };
    const { data } = await (await fetch(`${api}/v1/agents`, { headers })).json();
    return data[0].id;
  }

  async close(): Promise<void> {
    await this.#shell.stop();
    await this.#apps.clear();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** If curl shows a refusal, that is not a failure of curl. */
function noError(printed: string): string {
  expect(printed).not.toMatch(/^\{"error":/m);
  return printed;
}

/** A folder with everything that is in the project's, in which samples may write files. */
function projectFolder(): string {
  // Inside the project, so that samples can import its packages by name.
  mkdirSync('test-results', { recursive: true });
  const folder = resolve(mkdtempSync(join('test-results', 'samples-')));
  for (const name of readdirSync('.')) {
    if (name !== 'test-results' && name !== '.git') symlinkSync(resolve(name), join(folder, name));
  }
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'claude'),
    `#!/bin/sh\nexec node "${resolve('test/doubles/processes/claude-code.mjs')}" "$@"\n`,
  );
  chmodSync(join(bin, 'claude'), 0o755);
  return folder;
}

/** The floors of the house, top floor first. */
function floors(): string {
  const short = (path: string) => path.replace(/^main\//, '').replace(/\.ts$/, '');
  const lines = FLOORS.toReversed().map((names) => names.map(short));
  const separator = (names: readonly string[]) => (names.includes('electron') ? ' | ' : ', ');
  return `${[...new Set(lines.map((names) => names.join(separator(names))))].join('\n')}\n`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

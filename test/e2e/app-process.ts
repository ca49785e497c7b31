import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type {
  OperationName,
  OperationOutput,
  OperationRequest,
  ReadyLine,
} from '../../common/contract/index.ts';

const LAUNCHER = resolve(import.meta.dirname, '../../scripts/launch.mjs');

/** The real app, started as anybody starts it, on free ports and in a folder of its own. */
export class AppProcess {
  readonly ready: ReadyLine;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(ready: ReadyLine, child: ChildProcess, folder: string) {
    this.ready = ready;
    this.#child = child;
    this.#folder = folder;
  }

  static async start(): Promise<AppProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'agentphone-e2e-'));
    const child = spawn(
      process.execPath,
      [
        LAUNCHER,
        '--browser',
        ...['--port', '0', '--control-port', '0', '--data-dir', folder],
        ...['--json', '--no-open'],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let log = '';
    child.stderr?.on('data', (text: Buffer) => {
      log += text;
    });
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.startsWith('{')) continue;
      const message = JSON.parse(line) as ReadyLine | { ready: false };
      if (message.ready) return new AppProcess(message, child, folder);
      break;
    }
    throw new Error(`The app did not start.\n${log}`);
  }

  /** Runs a control operation as a script would. */
  async run<N extends OperationName>(
    name: N,
    input: OperationRequest<N>,
  ): Promise<OperationOutput<N>> {
    const answer = await this.#post(
      `${this.ready.control}/control/operations/${name}`,
      this.ready.controlToken,
      input,
    );
    return answer as OperationOutput<N>;
  }

  /** Calls the emulated API with the workspace's key. */
  api(path: string, body: unknown): Promise<unknown> {
    return this.#post(`${this.ready.api}/v1${path}`, this.ready.apiKey, body);
  }

  /** Ends it as a terminal does, and leaves nothing behind. */
  async stop(): Promise<void> {
    await this.end();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((done) => this.#child.once('exit', done));
    this.#child.kill('SIGTERM');
    await ended;
  }

  async #post(url: string, key: string, body: unknown): Promise<unknown> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${url}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }
}

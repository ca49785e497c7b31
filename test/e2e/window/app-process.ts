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
} from '../../../common/contract/index.ts';

const LAUNCHER = resolve(import.meta.dirname, '../../../scripts/launch.mjs');

/** As they are given on the command line. */
interface AppPorts {
  readonly api: string;
  readonly control: string;
}

const FREE_PORTS: AppPorts = { api: '0', control: '0' };

/** The real app, started in the ordinary way, on free ports and in a separate folder. */
export class AppProcess {
  readonly ready: ReadyLine;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(ready: ReadyLine, child: ChildProcess, folder: string) {
    this.ready = ready;
    this.#child = child;
    this.#folder = folder;
  }

  /**
   * @param folder its data folder, removed at the end. Default: a new one.
   * @param ports where it listens. Default: what is free.
   */
  static async start(folder?: string, ports?: AppPorts): Promise<AppProcess> {
    return AppProcess.#startIn(folder ?? (await mkdtemp(join(tmpdir(), 'agentphone-e2e-'))), ports);
  }

  /** Starts where this one was, once that has ended: on its ports, in its folder or another one. */
  async startAgain(folder = this.#folder): Promise<AppProcess> {
    await this.end();
    const port = (address: string) => new URL(address).port;
    return AppProcess.#startIn(folder, {
      api: port(this.ready.api),
      control: port(this.ready.control),
    });
  }

  static async #startIn(folder: string, ports: AppPorts = FREE_PORTS): Promise<AppProcess> {
    const child = spawn(
      process.execPath,
      [
        LAUNCHER,
        '--browser',
        '--port',
        ports.api,
        '--control-port',
        ports.control,
        '--ingress-port',
        '0',
        '--data-dir',
        folder,
        '--json',
        '--no-open',
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

  /** Runs a control operation like a script. */
  async run<N extends OperationName>(
    name: N,
    input: OperationRequest<N>,
  ): Promise<OperationOutput<N>> {
    const answer = await this.#send(
      `${this.ready.control}/control/operations/${name}`,
      this.ready.controlToken,
      input,
    );
    return answer as OperationOutput<N>;
  }

  /** Calls the emulated API with the workspace's key. */
  api(path: string, body?: unknown, method?: 'GET' | 'POST' | 'PATCH'): Promise<unknown> {
    return this.#send(`${this.ready.api}/v1${path}`, this.ready.apiKey, body, method);
  }

  /** The starter workspace's number, and its agent. */
  async starterNumber(): Promise<{ id: string; phoneNumber: string; agentId: string }> {
    const { data } = (await this.api('/numbers', undefined, 'GET')) as {
      data: { id: string; phoneNumber: string; agentId: string }[];
    };
    const [number] = data;
    if (number === undefined) throw new Error('The starter workspace has no number.');
    return number;
  }

  /** Ends it like a terminal does, and removes everything it left. */
  async stop(): Promise<void> {
    await this.end();
    await rm(this.#folder, { recursive: true, force: true });
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async end(): Promise<void> {
    if (!this.isRunning) return;
    const ended = new Promise((done) => this.#child.once('exit', done));
    this.#child.kill('SIGTERM');
    await ended;
  }

  async #send(url: string, key: string, body: unknown, method = 'POST'): Promise<unknown> {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${url}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { STRACE, whyNoTrace } from '../app/traced-app.ts';
import { reachesIn } from '../processes/system-calls.ts';

/** The environment variables of a handler in `examples/`. */
export interface HandlerEnvironment {
  readonly WEBHOOK_SECRET: string;
  readonly AGENTPHONE_API_KEY: string;
  readonly AGENTPHONE_BASE_URL: string;
  readonly PORT: string;
}

/** A handler of `examples/` in a separate process, under strace if that is available. */
export class ExampleHandler {
  /** What it printed, line by line. */
  readonly printed: string[] = [];
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #notes: string;
  readonly #isWatched: boolean;
  #stderr = '';

  private constructor(
    folder: string,
    [program, ...args]: readonly [string, ...string[]],
    environment: HandlerEnvironment,
  ) {
    this.#folder = realpathSync(folder);
    this.#notes = realpathSync(mkdtempSync(join(tmpdir(), 'agentphone-example-')));
    this.#isWatched = whyNoTrace() === null;
    // -D makes the handler our child, and strace its own child, so that signals reach the handler.
    const watched = ['-D', ...STRACE, '-o', this.#trace, program, ...args];
    const { PATH } = process.env;
    const env = { PATH, HOME: this.#notes, PYTHONDONTWRITEBYTECODE: '1', ...environment };
    this.#child = this.#isWatched
      ? spawn('strace', watched, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
      : spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stderr?.on('data', (chunk) => {
      this.#stderr += chunk;
    });
  }

  /** Settles when the handler says that it is listening. */
  static async start(
    folder: string,
    command: readonly [string, ...string[]],
    environment: HandlerEnvironment,
  ): Promise<ExampleHandler> {
    const handler = new ExampleHandler(folder, command, environment);
    const { stdout } = handler.#child;
    if (stdout === null) throw new Error('It has no stdout.');
    await new Promise<void>((listening, failed) => {
      createInterface({ input: stdout }).on('line', (line) => {
        handler.printed.push(line);
        if (line.startsWith('Listening on http://localhost:')) listening();
      });
      handler.#child.once('close', (code) =>
        failed(new Error(`It ended with ${code}: ${handler.#stderr}`)),
      );
    });
    return handler;
  }

  get #trace(): string {
    return join(this.#notes, 'trace.txt');
  }

  /** Ends it like a terminal does. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    // Waits for its streams too, which strace keeps open until it has written everything.
    const gone = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.kill('SIGTERM');
    await gone;
  }

  /**
   * What it asked the kernel for beyond this computer and its own folder; null if that cannot be
   * observed. To be called after its end.
   */
  reaches(): string[] | null {
    if (!this.#isWatched) return null;
    return reachesIn(readFileSync(this.#trace, 'utf8'), {
      folders: [this.#folder],
      cwd: this.#folder,
    });
  }

  /** How many of the printed lines are exactly this one. */
  timesPrinted(line: string): number {
    return this.printed.filter((each) => each === line).length;
  }

  clear(): void {
    rmSync(this.#notes, { recursive: true, force: true });
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { expect } from 'vitest';

/** Marks the end of a block's output; no program prints this by chance. */
const MARK = '\u0001done';

/** A command that stays in the background and writes to the terminal. */
const STARTS_HANDLER = /^[^>\n]+ &$/m;

/**
 * A terminal like the reader's: one shell that runs block after block, so that variables, functions
 * and background processes persist.
 */
export class ShellSession {
  readonly #shell: ChildProcess;
  readonly #folder: string;
  readonly #port: number;
  readonly #ended: Promise<void>;
  #hasEnded = false;
  #printed = '';
  #watch: () => void = () => undefined;
  #blocks = 0;

  /** @param port where the handlers started by the blocks listen */
  constructor(folder: string, port: number, env: Readonly<Record<string, string | undefined>>) {
    this.#folder = folder;
    this.#port = port;
    // In its own process group, so that background processes end with it.
    const shell = spawn('sh', [], { cwd: folder, env, detached: true });
    const hear = (bytes: Buffer) => {
      this.#printed += bytes;
      this.#watch();
    };
    shell.stdout.on('data', hear);
    shell.stderr.on('data', hear);
    this.#ended = new Promise((resolve) => {
      shell.once('exit', () => {
        this.#hasEnded = true;
        this.#watch();
        resolve();
      });
    });
    this.#shell = shell;
  }

  /**
   * Runs a block to its end; then, what it started in the background is listening.
   *
   * @returns all output in the meantime
   * @throws Error with the output, if one of its commands fails
   */
  async run(block: string): Promise<string> {
    const file = join(this.#folder, `.block-${++this.#blocks}.sh`);
    writeFileSync(file, `set -e\n${block}`);
    this.#printed = '';
    // Read from a file, so that no command of the block reads the next command as its input.
    this.#shell.stdin?.write(`. ${file} </dev/null; printf '${MARK}'\n`);
    await new Promise<void>((resolve) => {
      this.#watch = () => {
        if (this.#hasEnded || this.#printed.includes(MARK)) resolve();
      };
      this.#watch();
    });
    const printed = this.#printed.replace(MARK, '');
    if (this.#hasEnded) throw new Error(`A command failed.\n${block}\n${printed}`);
    if (STARTS_HANDLER.test(block)) await this.#handlerListens();
    return printed;
  }

  async #handlerListens(): Promise<void> {
    await expect
      .poll(() => accepts(this.#port), { message: `Nothing listens. ${this.#printed}` })
      .toBe(true);
  }

  async stop(): Promise<void> {
    if (this.#hasEnded) return;
    // The whole group, because nothing else would end a handler in the background.
    process.kill(-(this.#shell.pid ?? 0), 'SIGTERM');
    this.#shell.stdin?.end();
    await this.#ended;
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

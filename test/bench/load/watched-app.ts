/**
 * The launched app, watched from outside: how long at a time its main thread keeps the processor,
 * and how long a trivial operation waits. On a busy machine, waits include those caused by others.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ReadyLine } from '../../../common/contract/index.ts';
import { AppLauncher } from '../../doubles/app/launched-app.ts';

export class WatchedApp {
  readonly ready: ReadyLine;
  readonly #apps: AppLauncher;
  readonly #folder: string;

  private constructor(apps: AppLauncher, folder: string, ready: ReadyLine) {
    this.#apps = apps;
    this.#folder = folder;
    this.ready = ready;
  }

  static async launch(): Promise<WatchedApp> {
    const apps = new AppLauncher();
    const folder = mkdtempSync(join(tmpdir(), 'agentphone-held-'));
    process.env.HELD_THREAD_FILE = join(folder, 'held');
    process.env.NODE_OPTIONS = `--import ${new URL('held-thread.ts', import.meta.url)}`;
    return new WatchedApp(apps, folder, await apps.launch().ready());
  }

  async run<T>(name: string, input: object | Uint8Array): Promise<T> {
    const { control, controlToken } = this.ready;
    const response = await fetch(`${control}/control/operations/${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${controlToken}`, 'content-type': 'application/json' },
      body: input instanceof Uint8Array ? Buffer.from(input) : JSON.stringify(input),
    });
    if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** The longest stretch on the processor since the last call, in milliseconds. */
  async heldMs(): Promise<number> {
    const { pid } = this.ready;
    process.kill(pid, 'SIGUSR2');
    // The response comes after the signal was handled, because both wait for the same thread.
    await this.run('clock.get', {});
    await pause(20);
    return Number(readFileSync(join(this.#folder, `held.${pid}`), 'utf8'));
  }

  /** The longest wait for `clock.get`, which is repeated until then, in milliseconds. */
  async longestWaitMs(until: number | Promise<unknown>): Promise<number> {
    let over = false;
    const end = typeof until === 'number' ? pause(until) : until;
    const ended = end.finally(() => {
      over = true;
    });
    let longest = 0;
    while (!over) {
      const askedMs = performance.now();
      await this.run('clock.get', {});
      longest = Math.max(longest, performance.now() - askedMs);
      await pause(1);
    }
    await ended;
    return longest;
  }

  async clear(): Promise<void> {
    await this.#apps.clear();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

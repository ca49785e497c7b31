import type { ClockTimer, RealTime } from '../../platform/time/clock.ts';
import type { Database } from '../database/database.ts';
import type { ReaderClient } from './reader-client.ts';

export interface WalKeeperDeps {
  readonly db: Database;
  readonly reader: ReaderClient;
  readonly real: RealTime;
  readonly onDefect: (error: unknown) => void;
}

const LOOK_EVERY_MS = 1_000;

/**
 * Has the write-ahead log moved into the database file whenever there is something in it. The
 * reader thread does the work, because the disk is slow and the main thread paces audio.
 */
export class WalKeeper {
  readonly #deps: WalKeeperDeps;
  readonly #changes;
  #known = 0;
  #timer: ClockTimer | null = null;
  #stopped = true;

  constructor(deps: WalKeeperDeps) {
    this.#deps = deps;
    this.#changes = deps.db.prepare<[], number>('select total_changes()').pluck();
  }

  start(): void {
    this.#stopped = false;
    this.#known = this.#changes.get() ?? 0;
    this.#lookLater();
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  #lookLater(): void {
    this.#timer = this.#deps.real.after(LOOK_EVERY_MS, () => {
      void this.#look().then(() => {
        if (!this.#stopped) this.#lookLater();
      });
    });
  }

  async #look(): Promise<void> {
    const changes = this.#changes.get() ?? 0;
    if (changes === this.#known) return;
    this.#known = changes;
    try {
      await this.#deps.reader.ask('database.checkpoint', null);
    } catch (error) {
      if (!this.#stopped) this.#deps.onDefect(error);
    }
  }
}

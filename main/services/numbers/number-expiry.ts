import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import type { KeptWrites } from '../../store/database/kept-writes.ts';
import type { NumberStore } from '../../store/numbers/numbers.ts';
import type { ChangeFeed } from '../changes.ts';
import type { Numbers } from './numbers.ts';

export interface NumberExpiryDeps {
  readonly store: NumberStore;
  readonly numbers: Numbers;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
  readonly writes: KeptWrites;
}

/**
 * Releases numbers whose end date has passed. Due numbers are read from the database, so a restart
 * does not affect this.
 */
export class NumberExpiry {
  readonly #deps: NumberExpiryDeps;
  #timer: ClockTimer | null = null;
  #armedForMs: number | null = null;
  /**
   * All numbers due up to this time were handled. So a row that cannot be read is not tried again
   * and again.
   */
  #lookedToMs = 0;
  #unsubscribe: (() => void) | null = null;

  constructor(deps: NumberExpiryDeps) {
    this.#deps = deps;
  }

  /** Starts with numbers that became due while the app was not running. */
  start(): void {
    this.#unsubscribe = this.#deps.changes.subscribe((changes) => {
      // A reset or an import brings other numbers, some of which may be due already.
      if (changes.some(({ kind }) => kind === 'reset')) this.#releaseDue();
      else if (changes.some(({ kind }) => kind === 'number')) this.#arm();
    });
    this.#releaseDue();
  }

  stop(): void {
    this.#unsubscribe?.();
    this.#timer?.cancel();
  }

  #arm(): void {
    const { store, clock } = this.#deps;
    const nextMs = store.nextEndMs(this.#lookedToMs);
    if (nextMs === this.#armedForMs) return;
    this.#timer?.cancel();
    this.#armedForMs = nextMs;
    this.#timer = nextMs === null ? null : clock.at(nextMs, () => this.#releaseDue());
  }

  #releaseDue(): void {
    const { store, numbers, clock, writes } = this.#deps;
    writes.write('releases of numbers', () => {
      const nowMs = clock.now();
      for (const { accountId, id } of store.endedBy(nowMs)) numbers.release(accountId, id);
      this.#lookedToMs = nowMs;
      this.#armedForMs = null;
      this.#arm();
    });
  }
}

import type { ClockTimer, RealTime } from '../../platform/time/clock.ts';
import type { Database } from '../../store/database/database.ts';
import type { ReaderClient } from '../../store/reader/reader-client.ts';

export interface SearchFollowerDeps {
  readonly db: Database;
  readonly reader: Pick<ReaderClient, 'ask'>;
  readonly real: RealTime;
  /** Told once while it goes on failing: the disk refuses, or the reader thread died. */
  readonly onFailed: (error: unknown) => void;
}

/** How often it looks whether anything was written. */
const LOOK_EVERY_MS = 500;
/** The reader thread's time at a stretch: a question in between waits no longer. */
const STEP_MS = 10;
/**
 * The pause between two steps while there is more to read. It keeps the work to a tenth of one core,
 * so that a flood of texts is stored as quickly as without a search.
 */
const PAUSE_MS = 90;
/** While others write this much, they have the machine: the search reads a hundredth of the time. */
const FLOOD_ROWS_PER_SECOND = 2_000;
const FLOOD_PAUSE_MS = 990;
const AFTER_FAILURE_MS = 30_000;

/**
 * Keeps the index of the search near the database: new rows are read by the reader thread, in short
 * steps, after the requests that wrote them were answered.
 */
export class SearchFollower {
  readonly #deps: SearchFollowerDeps;
  readonly #changes;
  /** Null until everything that was there at the start has been read. */
  #known: number | null = null;
  /** What had been written when it last looked, and when that was. */
  #seen = { changes: 0, atMs: 0 };
  #restarts = 0;
  #timer: ClockTimer | null = null;
  #stopped = true;
  #failed = false;

  constructor(deps: SearchFollowerDeps) {
    this.#deps = deps;
    this.#changes = deps.db.prepare<[], number>('select total_changes()').pluck();
  }

  start(): void {
    this.#stopped = false;
    this.#seen = { changes: this.#changes.get() ?? 0, atMs: this.#deps.real.monotonicMs() };
    this.#later(LOOK_EVERY_MS);
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  /** Rows were replaced or deleted: everything is read again. Questions from now on wait for it. */
  restart(): void {
    this.#known = null;
    this.#restarts += 1;
    this.#deps.reader.ask('search.restart', null).catch(() => {
      // The file notices by itself that its rows are gone.
    });
  }

  #later(delayMs: number): void {
    this.#timer = this.#deps.real.after(delayMs, () => void this.#look());
  }

  async #look(): Promise<void> {
    const changes = this.#changes.get() ?? 0;
    const isFlood = this.#isFlood(changes);
    if (changes === this.#known) {
      this.#later(LOOK_EVERY_MS);
      return;
    }
    const restarts = this.#restarts;
    const { reader, onFailed } = this.#deps;
    try {
      const isDone = await reader.ask('search.follow', { budgetMs: STEP_MS });
      this.#failed = false;
      if (isDone && restarts === this.#restarts) this.#known = changes;
      const pauseMs = isFlood ? FLOOD_PAUSE_MS : isDone ? LOOK_EVERY_MS : PAUSE_MS;
      if (!this.#stopped) this.#later(pauseMs);
    } catch (error) {
      if (this.#stopped) return;
      if (!this.#failed) onFailed(error);
      this.#failed = true;
      this.#later(AFTER_FAILURE_MS);
    }
  }

  #isFlood(changes: number): boolean {
    const atMs = this.#deps.real.monotonicMs();
    const { changes: before, atMs: beforeMs } = this.#seen;
    this.#seen = { changes, atMs };
    return (changes - before) * 1_000 > FLOOD_ROWS_PER_SECOND * (atMs - beforeMs);
  }
}

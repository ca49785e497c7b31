import type { StorageHealth } from '../../platform/storage-health.ts';
import { type StorageProblem, storageProblemOf } from '../../platform/storage-problem.ts';
import type { ClockTimer, RealTime } from '../../platform/time/clock.ts';

export interface KeptWritesDeps {
  readonly real: RealTime;
  readonly health: StorageHealth;
  /** Writes something meaningless, to find out whether there is room again. */
  readonly probe: () => void;
  /** Called with an error that is not a problem of the disk. */
  readonly onDefect: (error: unknown) => void;
}

interface Waiting {
  readonly what: string;
  readonly run: () => void;
  readonly sizeBytes: number;
}

const TRY_EVERY_MS = 1_000;
/** Limits memory, because a disk may stay full for days. */
const MOST_WAITING_BYTES = 64 * 1024 * 1024;
/** The overhead of one write, besides its own bytes. */
const WRITE_BYTES = 512;
/** How long the retried writes may block other work. */
const TURN_MS = 5;

/**
 * Writes to the database that no one waits for: events and ends of calls, outcomes of deliveries,
 * writes of timers. What the disk refuses is kept in memory, in order and within a limit, and
 * written when there is room; beyond the limit it is reported as lost. So a call continues whatever
 * the disk does.
 */
export class KeptWrites {
  readonly #deps: KeptWritesDeps;
  #queue: Waiting[] = [];
  #bytes = 0;
  readonly #lost = new Map<string, number>();
  #timer: ClockTimer | null = null;
  #stopped = false;

  constructor(deps: KeptWritesDeps) {
    this.#deps = deps;
  }

  /**
   * Runs the write now, or later if the disk refuses it or others are waiting. Other errors are
   * thrown if it runs now, and passed to `onDefect` later.
   *
   * @param what in plain words, in the plural: what a reader would miss if it were lost
   * @param sizeBytes roughly how much memory it takes while it waits
   */
  write(what: string, run: () => void, sizeBytes = 0): 'written' | 'kept' | 'lost' {
    if (this.#queue.length === 0) {
      const problem = attempt(run);
      if (problem === null) return 'written';
      this.notice(problem);
    }
    const cost = sizeBytes + WRITE_BYTES;
    if (this.#stopped || this.#bytes + cost > MOST_WAITING_BYTES) {
      this.#lose(what);
      return 'lost';
    }
    this.#queue.push({ what, run, sizeBytes: cost });
    this.#bytes += cost;
    this.#deps.health.waits(this.#queue.length);
    return 'kept';
  }

  /** A write elsewhere was refused: retries from now on until the disk accepts one. */
  notice(problem: StorageProblem): void {
    this.#deps.health.failed('database', problem);
    if (!this.#stopped) this.#timer ??= this.#deps.real.after(TRY_EVERY_MS, () => this.#tryAgain());
  }

  /**
   * Tries one last time; what is still refused is lost with the process. Returns what that is, in
   * words.
   */
  stop(): string[] {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#drain(Number.POSITIVE_INFINITY);
    for (const { what } of this.#queue.splice(0)) this.#lose(what);
    return this.lost();
  }

  /** What is waiting or was lost in this run, in words. */
  lost(): string[] {
    const all = new Map(this.#lost);
    for (const { what } of this.#queue) all.set(what, (all.get(what) ?? 0) + 1);
    return [...all].map(([what, count]) => `${count} × ${what}`);
  }

  #tryAgain(): void {
    this.#timer = null;
    const { real, health, probe } = this.#deps;
    const problem = this.#drain(real.monotonicMs() + TURN_MS) ?? this.#probed(probe);
    if (problem) {
      this.notice(problem);
      return;
    }
    if (this.#queue.length > 0) {
      this.#timer = real.after(0, () => this.#tryAgain());
      return;
    }
    health.works('database');
    this.#tellLost();
  }

  #probed(probe: () => void): StorageProblem | null {
    return this.#queue.length === 0 ? attempt(probe) : null;
  }

  #drain(untilMs: number): StorageProblem | null {
    const { real, health, onDefect } = this.#deps;
    let done = 0;
    let refused: StorageProblem | null = null;
    for (const { what, run, sizeBytes } of this.#queue) {
      if (real.monotonicMs() >= untilMs) break;
      try {
        refused = attempt(run);
      } catch (error) {
        // The row it belongs to is gone, or was lost itself.
        onDefect(error);
        this.#lose(what);
      }
      if (refused) break;
      done += 1;
      this.#bytes -= sizeBytes;
    }
    this.#queue.splice(0, done);
    health.waits(this.#queue.length);
    return refused;
  }

  #lose(what: string): void {
    this.#lost.set(what, (this.#lost.get(what) ?? 0) + 1);
  }

  #tellLost(): void {
    if (this.#lost.size === 0) return;
    this.#deps.health.notice(
      `Lost while the disk could not be written: ${this.lost().join(', ')}.`,
    );
    this.#lost.clear();
  }
}

/** Null on success; throws errors that are not a problem of the disk. */
function attempt(run: () => void): StorageProblem | null {
  try {
    run();
    return null;
  } catch (error) {
    const problem = storageProblemOf(error);
    if (problem === null) throw error;
    return problem;
  }
}

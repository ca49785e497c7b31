import type { Clock, RealTime } from './clock.ts';

/** So much of a turn of the event loop is spent on such work; then everything else has its turn. */
const SLICE_MS = 4;
/**
 * So many pieces instead, while the clock is frozen: which work comes before which must not depend on
 * how fast the machine is, or the same call would not be the same twice. Few answers have more.
 */
const SLICE_PIECES = 1_000;

export interface WorkSlicesDeps {
  readonly clock: Pick<Clock, 'flow' | 'real'> & { readonly isFrozen: boolean };
  /** Told of what a piece of work threw after others had had their turn. */
  readonly onDefect: (error: unknown) => void;
}

/**
 * Shares the main thread between work that strangers bring (the lines of an answer, its words) and
 * all else: calls are paced, windows and requests are answered. One for the whole app, so that many
 * together take no more than one. While work waits, a frozen clock stands and waits, too.
 */
export class WorkSlices {
  readonly #deps: WorkSlicesDeps;
  readonly #waiting = new Set<SlicedWork>();
  /** Those that are not done, also while they wait for something else. */
  readonly #busy = new Set<SlicedWork>();
  /** Time used of this event-loop turn's slice; null until one begins. */
  #spentMs: number | null = null;
  /** Pieces that were begun in this turn. */
  #pieces = 0;
  /** Since when such work is at it; null while it is not. One may lead to another. */
  #sinceMs: number | null = null;
  #endFlow: (() => void) | null = null;

  constructor(deps: WorkSlicesDeps) {
    this.#deps = deps;
  }

  /** A line of work that is done in order. */
  line(): SlicedWork {
    return new SlicedWork(this);
  }

  get real(): RealTime {
    return this.#deps.clock.real;
  }

  hasTime(): boolean {
    if (this.#spentMs === null) {
      this.#spentMs = 0;
      this.#pieces = 0;
      void this.real.settle().then(() => this.#nextTurn());
    }
    if (this.#deps.clock.isFrozen) return this.#pieces < SLICE_PIECES;
    // Only its own time counts: what else the machine does is no reason to wait.
    const atItMs = this.#sinceMs === null ? 0 : this.real.monotonicMs() - this.#sinceMs;
    return this.#spentMs + atItMs < SLICE_MS;
  }

  /** A piece of work begins. */
  countPiece(): void {
    this.#pieces += 1;
  }

  /** Does some work on the slice's account. @returns the milliseconds it took */
  timed(work: () => void): number {
    const startedMs = this.real.monotonicMs();
    const isOutermost = this.#sinceMs === null;
    this.#sinceMs ??= startedMs;
    try {
      work();
    } finally {
      if (isOutermost) {
        this.#spentMs = (this.#spentMs ?? 0) + this.real.monotonicMs() - startedMs;
        this.#sinceMs = null;
      }
    }
    return this.real.monotonicMs() - startedMs;
  }

  wait(work: SlicedWork): void {
    this.#waiting.add(work);
    this.hold(work);
  }

  /** What it waited for is there. */
  resume(work: SlicedWork): void {
    if (this.hasTime()) this.#goOn(work);
    else this.wait(work);
  }

  hold(work: SlicedWork): void {
    this.#busy.add(work);
    this.#endFlow ??= this.#deps.clock.flow('delivery');
  }

  leave(work: SlicedWork): void {
    this.#waiting.delete(work);
    this.#busy.delete(work);
    if (this.#busy.size > 0) return;
    this.#endFlow?.();
    this.#endFlow = null;
  }

  /** Whoever waits longest is first; what does not get its turn now has waited longest then. */
  #nextTurn(): void {
    this.#spentMs = null;
    for (const work of [...this.#waiting]) {
      if (!this.hasTime()) return;
      // Behind all others, if it is not done with its work.
      this.#waiting.delete(work);
      this.#waiting.add(work);
      this.#goOn(work);
    }
  }

  #goOn(work: SlicedWork): void {
    try {
      work.goOn();
    } catch (error) {
      work.drop();
      this.#deps.onDefect(error);
    }
  }
}

/** A piece of work; the next one waits for what it returns. */
export type PieceOfWork = () => Promise<void> | undefined | void;

/** Work that is done in order, at once where there is time for it. */
export class SlicedWork {
  readonly #slices: WorkSlices;
  #queue: PieceOfWork[] = [];
  #next = 0;
  #running = false;
  /** What the last piece waits for. */
  #awaited: Promise<void> | null = null;
  #idle: (() => void)[] = [];
  /** Milliseconds of the main thread that it took so far. */
  spentMs = 0;

  constructor(slices: WorkSlices) {
    this.#slices = slices;
  }

  get idle(): boolean {
    return this.#queue.length === 0 && !this.#running;
  }

  push(work: PieceOfWork): void {
    this.#queue.push(work);
    // What waits its turn is not overtaken.
    if (this.#running || this.#queue.length > 1) return;
    if (this.#slices.hasTime()) this.goOn();
    else this.#slices.wait(this);
  }

  /** Forgets what was not done yet. */
  drop(): void {
    this.#queue = [];
    this.#next = 0;
    this.#awaited = null;
    this.#settle();
  }

  /** Settles once nothing waits. */
  whenIdle(): Promise<void> {
    if (this.idle) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Does at least one piece: however slow the machine is, it comes to its end. */
  goOn(): void {
    this.#running = true;
    try {
      this.spentMs += this.#slices.timed(() => {
        do {
          this.#slices.countPiece();
          this.#await(this.#queue[this.#next++]?.());
        } while (!this.#awaited && this.#next < this.#queue.length && this.#slices.hasTime());
      });
    } finally {
      this.#running = false;
      if (this.#awaited) this.#slices.hold(this);
      else if (this.#next >= this.#queue.length) this.drop();
      else this.#slices.wait(this);
    }
  }

  #await(awaited: Promise<void> | undefined | void): void {
    if (!awaited) return;
    this.#awaited = awaited;
    void awaited.then(() => {
      // Forgotten meanwhile.
      if (this.#awaited !== awaited) return;
      this.#awaited = null;
      if (this.#next >= this.#queue.length) this.drop();
      else this.#slices.resume(this);
    });
  }

  #settle(): void {
    this.#slices.leave(this);
    if (this.#running) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}

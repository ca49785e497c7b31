import type { Clock, RealTime } from './clock.ts';

/** How much of one turn of the event loop this work may use; then everything else runs. */
const SLICE_MS = 4;
/**
 * The limit for a frozen clock, in pieces: the order of work must not depend on the speed of the
 * machine, or the same call would not be the same twice. Few answers have more pieces.
 */
const SLICE_PIECES = 1_000;

export interface WorkSlicesDeps {
  readonly clock: Pick<Clock, 'flow' | 'real'> & { readonly isFrozen: boolean };
  /** Called with an error that a piece of work threw after other work had run in between. */
  readonly onDefect: (error: unknown) => void;
}

/**
 * Divides the main thread between work caused by strangers (the lines of an answer, its words) and
 * everything else: pacing calls, serving windows and requests. One instance for the whole app, so
 * that many such works together get no more than one. While work is waiting, a frozen clock stands
 * still.
 */
export class WorkSlices {
  readonly #deps: WorkSlicesDeps;
  readonly #waiting = new Set<SlicedWork>();
  /** Work that is not done, including work that waits for something else. */
  readonly #busy = new Set<SlicedWork>();
  /** The time used of this turn's slice; null until one begins. */
  #spentMs: number | null = null;
  /** The number of pieces begun in this turn. */
  #pieces = 0;
  /** Since when such work has been running; null while it is not. One piece may trigger another. */
  #sinceMs: number | null = null;
  #endFlow: (() => void) | null = null;

  constructor(deps: WorkSlicesDeps) {
    this.#deps = deps;
  }

  /** A new queue of work that is done in order. */
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
    // Only its own time counts; other activity of the machine is no reason to wait.
    const atItMs = this.#sinceMs === null ? 0 : this.real.monotonicMs() - this.#sinceMs;
    return this.#spentMs + atItMs < SLICE_MS;
  }

  /** A piece of work begins. */
  countPiece(): void {
    this.#pieces += 1;
  }

  /** Runs work that counts towards the slice. @returns the milliseconds it took */
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

  /** What the work was waiting for has arrived. */
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

  /**
   * The work that has waited longest comes first; what does not get its turn now will be first next
   * time.
   */
  #nextTurn(): void {
    this.#spentMs = null;
    for (const work of [...this.#waiting]) {
      if (!this.hasTime()) return;
      // If it has more to do, it goes to the end of the queue.
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

/** A piece of work; the next piece waits for the promise it returns. */
export type PieceOfWork = () => Promise<void> | undefined | void;

/** Work that is done in order, and at once if there is time for it. */
export class SlicedWork {
  readonly #slices: WorkSlices;
  #queue: PieceOfWork[] = [];
  #next = 0;
  #running = false;
  /** The promise that the last piece returned. */
  #awaited: Promise<void> | null = null;
  #idle: (() => void)[] = [];
  /** How many milliseconds of the main thread it has taken so far. */
  spentMs = 0;

  constructor(slices: WorkSlices) {
    this.#slices = slices;
  }

  get idle(): boolean {
    return this.#queue.length === 0 && !this.#running;
  }

  push(work: PieceOfWork): void {
    this.#queue.push(work);
    // New work must not overtake work that is waiting.
    if (this.#running || this.#queue.length > 1) return;
    if (this.#slices.hasTime()) this.goOn();
    else this.#slices.wait(this);
  }

  /** Drops what is not done yet. */
  drop(): void {
    this.#queue = [];
    this.#next = 0;
    this.#awaited = null;
    this.#settle();
  }

  /** Settles once nothing is waiting. */
  whenIdle(): Promise<void> {
    if (this.idle) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Does at least one piece, so that it finishes however slow the machine is. */
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
      // Dropped in the meantime.
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

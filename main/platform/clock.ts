import type { ClockMoved, ClockState } from '../../common/contract/index.ts';
import { type TimerEntry, TimerHeap } from './timer-heap.ts';

/**
 * The one clock of the product (design, section 3): real time plus an offset, or frozen.
 *
 * Frozen, time moves only inside `advance`, `run` and `waitFor`, from due item to due item; while
 * something external is in flight (a webhook, a model, a synthesis: see `flow`), product time
 * flows with real time, so that what they cost is never hidden.
 */
export interface Clock {
  /** Product time in whole milliseconds since the epoch. */
  now(): number;
  /** Product time in whole microseconds on a monotonic scale; only differences mean something. */
  nowUs(): number;
  /** Runs `run` once product time reaches `atMs`. Items due together run in the order they were set. */
  at(atMs: number, run: () => void): ClockTimer;
  /** Runs `run` after `delayMs` of product time; fractions count. */
  after(delayMs: number, run: () => void): ClockTimer;
  /** Marks something external as in flight until the returned function is called. */
  flow(): () => void;
  /** Time that no one may move: rate windows, long polls, heartbeats, signatures (section 3). */
  readonly real: RealTime;
}

export interface ClockTimer {
  cancel(): void;
}

/** The outside world's time. Tests hand in one that they move by hand. */
export interface RealTime {
  /** Whole milliseconds since the epoch. */
  now(): number;
  /** Monotonic, in milliseconds with fractions. */
  monotonicMs(): number;
  after(delayMs: number, run: () => void): ClockTimer;
  /** Lets pending I/O and promises have their turn. */
  settle(): Promise<void>;
}

export const systemTime: RealTime = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, Math.max(0, delayMs));
    return { cancel: () => clearTimeout(timer) };
  },
  settle: () => new Promise((resolve) => setImmediate(resolve)),
};

export interface ProductClockOptions {
  readonly real?: RealTime;
  readonly offsetMs?: number;
  readonly frozen?: boolean;
  /** Called after each change of mode or offset, so that it can be stored and shown. */
  readonly onChange?: (state: ClockState) => void;
}

export class ProductClock implements Clock {
  readonly real: RealTime;
  readonly #timers = new TimerHeap();
  readonly #onChange: ((state: ClockState) => void) | undefined;
  /** Product milliseconds = this + real monotonic milliseconds, while time flows. */
  #baseMs: number;
  /** Product time while it stands still; null while it flows. */
  #standingMs: number | null = null;
  #frozen = false;
  #flows = 0;
  #wake: ClockTimer | null = null;
  #driving = false;
  #flowEnded: (() => void) | null = null;

  constructor(options: ProductClockOptions = {}) {
    this.real = options.real ?? systemTime;
    this.#onChange = options.onChange;
    this.#baseMs = this.real.now() + (options.offsetMs ?? 0) - this.real.monotonicMs();
    if (options.frozen) {
      this.#frozen = true;
      this.#standingMs = this.#flowingMs();
    }
  }

  now(): number {
    return Math.floor(this.#productMs());
  }

  nowUs(): number {
    return Math.round(this.#productMs() * 1000);
  }

  state(): ClockState {
    const nowMs = this.#productMs();
    return {
      now: new Date(Math.floor(nowMs)).toISOString(),
      mode: this.#frozen ? 'frozen' : 'real',
      offsetMs: Math.round(nowMs - this.real.now()),
    };
  }

  at(atMs: number, run: () => void): ClockTimer {
    const entry = this.#timers.push(atMs, run);
    if (this.#timers.peek() === entry) this.#arm();
    return { cancel: () => this.#timers.remove(entry) };
  }

  after(delayMs: number, run: () => void): ClockTimer {
    return this.at(this.#productMs() + Math.max(0, delayMs), run);
  }

  flow(): () => void {
    this.#flows += 1;
    this.#updateStanding();
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#flows -= 1;
      this.#updateStanding();
      if (this.#flows === 0) this.#flowEnded?.();
    };
  }

  freeze(): ClockState {
    this.#frozen = true;
    this.#updateStanding();
    return this.#changed();
  }

  resume(): ClockState {
    this.#frozen = false;
    this.#updateStanding();
    return this.#changed();
  }

  /** Moves product time forward by `byMs`; everything due on the way runs in order first. */
  async advance(byMs: number): Promise<ClockMoved> {
    const targetMs = this.#productMs() + byMs;
    const ran = await this.#drive((nextMs) => nextMs <= targetMs);
    if (this.#productMs() < targetMs) this.#jumpTo(targetMs);
    return { ...this.#changed(), ran };
  }

  /** Runs from due item to due item until nothing is due or `done` says so. */
  async run(done: () => boolean = () => false): Promise<ClockMoved> {
    const ran = await this.#drive(() => !done());
    return { ...this.#changed(), ran };
  }

  /** Frozen, drives time until `done`; otherwise does nothing, for time moves by itself. */
  async driveUntil(done: () => boolean): Promise<void> {
    if (this.#frozen && !this.#driving) await this.run(done);
  }

  /** Stops all timers; used at shutdown. */
  stop(): void {
    this.#timers.clear();
    this.#wake?.cancel();
  }

  #productMs(): number {
    return this.#standingMs ?? this.#flowingMs();
  }

  #flowingMs(): number {
    return this.#baseMs + this.real.monotonicMs();
  }

  #jumpTo(productMs: number): void {
    if (this.#standingMs !== null) this.#standingMs = productMs;
    else this.#baseMs = productMs - this.real.monotonicMs();
  }

  #updateStanding(): void {
    const stands = this.#frozen && this.#flows === 0;
    if (stands === (this.#standingMs !== null)) return;
    if (stands) {
      this.#standingMs = this.#flowingMs();
    } else {
      this.#baseMs = (this.#standingMs ?? 0) - this.real.monotonicMs();
      this.#standingMs = null;
    }
    this.#arm();
  }

  #changed(): ClockState {
    const state = this.state();
    this.#arm();
    this.#onChange?.(state);
    return state;
  }

  /** Jumps from due item to due item, in order, as long as `wanted` accepts the next one. */
  async #drive(wanted: (nextMs: number) => boolean): Promise<number> {
    if (this.#driving) return 0;
    this.#driving = true;
    let ran = 0;
    try {
      for (;;) {
        await this.#settled();
        const next = this.#timers.peek();
        if (!next || !wanted(next.atMs)) return ran;
        if (next.atMs > this.#productMs()) this.#jumpTo(next.atMs);
        this.#timers.pop();
        next.run();
        ran += 1;
      }
    } finally {
      this.#driving = false;
      this.#arm();
    }
  }

  /** Waits until what the last item started has had its turn and nothing external is in flight. */
  async #settled(): Promise<void> {
    await this.real.settle();
    while (this.#flows > 0) {
      await new Promise<void>((resolve) => {
        this.#flowEnded = resolve;
        this.#arm();
      });
      this.#flowEnded = null;
      await this.real.settle();
    }
  }

  /** Sets the one real timer that wakes us for the next due item, while time flows. */
  #arm(): void {
    this.#wake?.cancel();
    this.#wake = null;
    const next = this.#timers.peek();
    if (!next || this.#standingMs !== null) return;
    if (this.#driving && this.#flows === 0) return;
    const delayMs = Math.min(next.atMs - this.#flowingMs(), 0x7fff_ffff);
    this.#wake = this.real.after(delayMs, () => this.#runDue());
  }

  #runDue(): void {
    this.#wake = null;
    let next: TimerEntry | undefined = this.#timers.peek();
    while (next && next.atMs <= this.#productMs()) {
      this.#timers.pop();
      next.run();
      next = this.#timers.peek();
    }
    this.#arm();
  }
}

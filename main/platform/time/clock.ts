import type { ClockMoved, ClockState } from '../../../common/contract/index.ts';
import { MoveQueue } from './move-queue.ts';
import { once } from './once.ts';
import { checkAhead, LATEST_MS } from './stored-clock.ts';
import { TimerHeap } from './timer-heap.ts';

/**
 * The one clock of the product (docs/decisions/0005-clock.md): real time plus an offset, or frozen.
 *
 * A frozen clock moves only within `advance`, `run` and `waitFor`, from one scheduled item to the
 * next. While something external is in flight (a webhook, a model, a synthesis: see `flow`),
 * product time runs with real time, so that its cost is never hidden.
 */
export interface Clock {
  /** Product time in whole milliseconds since the epoch. */
  now(): number;
  /** Product time in whole microseconds on a monotonic scale; only differences are meaningful. */
  nowUs(): number;
  /** Calls `run` once product time reaches `atMs`. Items due together run in the order they were set. */
  at(atMs: number, run: () => void): ClockTimer;
  /** Calls `run` after `delayMs` of product time; fractions count. */
  after(delayMs: number, run: () => void): ClockTimer;
  /**
   * Marks something external as in flight until the returned function is called. `delivery`: work
   * around requests, which takes no time of its own if requests take a fixed time.
   */
  flow(of?: 'delivery'): () => void;
  /** A request is being sent; call `end` once it is over. */
  request(): RequestTime;
  /** Time that cannot be moved: rate windows, long polls, heartbeats, signatures. */
  readonly real: RealTime;
}

/** The product time that a request takes. */
export interface RequestTime {
  /** The fixed time, regardless of real time; null: the real time. */
  readonly fixedMs: number | null;
  /** The request is over in real time: calls `run` once its product time has passed too. */
  answered(run: () => void): ClockTimer;
  /** The request is over, without further consequences. */
  end(): void;
}

export interface ClockTimer {
  cancel(): void;
}

/** The time of the outside world. Tests pass one that they move by hand. */
export interface RealTime {
  /** Whole milliseconds since the epoch. */
  now(): number;
  /** Monotonic, in milliseconds with fractions. */
  monotonicMs(): number;
  after(delayMs: number, run: () => void): ClockTimer;
  /** Lets pending I/O and promises proceed. */
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
  /** Called after each change of mode or offset, to store and show it. */
  readonly onChange?: (state: ClockState) => void;
}

/** If the time of day gets this far ahead of the monotonic clock, the machine was asleep. */
const SLEPT_MS = 1_000;
/** The longest real timer, so that items that became due during a sleep run soon after it. */
const LONGEST_WAIT_MS = 60_000;

export class ProductClock implements Clock {
  readonly real: RealTime;
  readonly #timers = new TimerHeap();
  readonly #moves = new MoveQueue();
  readonly #onChange: ((state: ClockState) => void) | undefined;
  /** While time flows, product milliseconds = this + real monotonic milliseconds. */
  #baseMs: number;
  /** Time of day minus monotonic time: a sleep advances only the former. */
  #wallMs: number;
  /** Product time while the clock is frozen; null while time flows. */
  #standingMs: number | null = null;
  #frozen = false;
  /** With a frozen clock, the time each request takes; null: its real time. */
  #requestMs: number | null = null;
  #flows = 0;
  /** With fixed request times: requests in flight, requests answered, and the work around them. */
  #inFlight = 0;
  #answered = 0;
  #around = 0;
  #wake: ClockTimer | null = null;
  #driving = false;
  #stopped = false;
  /** The number of items that have ever run. */
  #ran = 0;
  #flowEnded: (() => void) | null = null;

  constructor(options: ProductClockOptions = {}) {
    this.real = options.real ?? systemTime;
    this.#onChange = options.onChange;
    this.#wallMs = this.real.now() - this.real.monotonicMs();
    this.#baseMs = this.#wallMs + (options.offsetMs ?? 0);
    if (options.frozen) {
      this.#frozen = true;
      this.#standingMs = this.#flowingMs();
    }
  }

  now(): number {
    this.#catchUpAfterSleep();
    return Math.floor(this.#productMs());
  }

  nowUs(): number {
    return Math.round(this.#productMs() * 1000);
  }

  /** Whether time moves only on demand. */
  get isFrozen(): boolean {
    return this.#frozen;
  }

  state(): ClockState {
    this.#catchUpAfterSleep();
    const nowMs = this.#productMs();
    return {
      now: new Date(Math.floor(nowMs)).toISOString(),
      mode: this.#frozen ? 'frozen' : 'real',
      handlerTimeMs: this.#frozen ? this.#requestMs : null,
      offsetMs: Math.round(nowMs - this.real.now()),
    };
  }

  at(atMs: number, run: () => void): ClockTimer {
    return this.#set(atMs, run, false);
  }

  #set(atMs: number, run: () => void, isDelay: boolean): ClockTimer {
    const entry = this.#timers.push(atMs, run, isDelay);
    if (this.#timers.peek() === entry) this.#arm();
    return { cancel: () => this.#timers.remove(entry) };
  }

  after(delayMs: number, run: () => void): ClockTimer {
    return this.#set(this.#productMs() + Math.max(0, delayMs), run, true);
  }

  flow(of?: 'delivery'): () => void {
    if (of === 'delivery' && this.#fixedMs !== null) {
      this.#around += 1;
      return once(() => {
        this.#around -= 1;
        this.#look();
      });
    }
    this.#flows += 1;
    this.#updateStanding();
    return once(() => {
      this.#flows -= 1;
      this.#updateStanding();
      this.#look();
    });
  }

  request(): RequestTime {
    const fixedMs = this.#fixedMs;
    if (fixedMs === null) {
      const end = this.flow();
      return { fixedMs, end, answered: (run) => this.after(0, run) };
    }
    const dueMs = this.#productMs() + fixedMs;
    this.#inFlight += 1;
    const end = once(() => {
      this.#inFlight -= 1;
      this.#look();
    });
    return {
      fixedMs,
      end,
      answered: (run) => {
        this.#answered += 1;
        const over = once(() => {
          this.#answered -= 1;
          this.#look();
        });
        const timer = this.at(dueMs, () => {
          over();
          run();
        });
        end();
        return {
          cancel: () => {
            timer.cancel();
            over();
          },
        };
      },
    };
  }

  /** @param handlerTimeMs the product time each request takes; null: its real time */
  freeze(handlerTimeMs: number | null = null): ClockState {
    this.#frozen = true;
    this.#requestMs = handlerTimeMs;
    this.#updateStanding();
    return this.#changed();
  }

  resume(): ClockState {
    this.#frozen = false;
    this.#requestMs = null;
    this.#updateStanding();
    return this.#changed();
  }

  /**
   * Moves product time forward by `byMs`; everything due on the way runs in order first. Concurrent
   * moves run one after the other.
   *
   * @throws ApiError `VALIDATION_ERROR` for more than ten years ahead of real time
   */
  advance(byMs: number): Promise<ClockMoved> {
    return this.#moves.next(async () => {
      const targetMs = this.#productMs() + byMs;
      checkAhead(targetMs, this.real.now());
      const ran = await this.#drive((nextMs) => nextMs <= targetMs);
      if (this.#productMs() < targetMs) this.#jumpTo(targetMs);
      return { ...this.#changed(), ran };
    });
  }

  /** Runs from one scheduled item to the next, until none is left or `done` returns true. */
  run(done: () => boolean = () => false): Promise<ClockMoved> {
    return this.#moves.next(async () => {
      // Items due after the last representable date never run.
      const ran = await this.#drive((nextMs) => nextMs <= LATEST_MS && !done());
      return { ...this.#changed(), ran };
    });
  }

  /**
   * Makes product time real time again, and lets it run. Forward, everything due on the way runs in
   * order first. Backward, delays keep their length, and dates keep their date.
   *
   * @param checkBack throws if product time cannot go back to the given moment
   */
  toRealTime(checkBack: (realNowMs: number) => void): Promise<ClockMoved> {
    return this.#moves.next(async () => {
      const ran = await this.#drive((nextMs) => nextMs <= this.real.now());
      const realNowMs = this.real.now();
      const byMs = realNowMs - this.#productMs();
      if (byMs <= -1) {
        checkBack(realNowMs);
        this.#timers.shiftDelays(byMs);
      }
      this.#jumpTo(realNowMs);
      return { ...this.resume(), ran };
    });
  }

  /** If frozen, advances time until `done`; otherwise does nothing, because time moves by itself. */
  async driveUntil(done: () => boolean): Promise<void> {
    if (this.#frozen) await this.run(() => done() || !this.#frozen);
  }

  /** Stops all timers, and any move that is under way; used at shutdown. */
  stop(): void {
    this.#stopped = true;
    this.#timers.clear();
    this.#wake?.cancel();
  }

  #productMs(): number {
    return this.#standingMs ?? this.#flowingMs();
  }

  get #fixedMs(): number | null {
    return this.#frozen ? this.#requestMs : null;
  }

  /** Something external is in flight, and time must not be moved past it. */
  get #waits(): boolean {
    // Work around a request whose fixed time is running waits for that time itself.
    return this.#flows > 0 || this.#inFlight > 0 || (this.#around > 0 && this.#answered === 0);
  }

  #look(): void {
    if (!this.#waits) this.#flowEnded?.();
  }

  #flowingMs(): number {
    return this.#baseMs + this.real.monotonicMs();
  }

  /** Makes product time catch up with the time of day; never backwards, if that was set back. */
  #catchUpAfterSleep(): void {
    if (this.#standingMs !== null) return;
    const wallMs = this.real.now() - this.real.monotonicMs();
    const sleptMs = wallMs - this.#wallMs;
    if (Math.abs(sleptMs) < SLEPT_MS) return;
    this.#wallMs = wallMs;
    if (sleptMs < 0) return;
    this.#baseMs += sleptMs;
    this.#arm();
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
      this.#wallMs = this.real.now() - this.real.monotonicMs();
      this.#baseMs = (this.#standingMs ?? 0) - this.real.monotonicMs();
      this.#standingMs = null;
    }
    this.#arm();
  }

  #changed(): ClockState {
    const state = this.state();
    this.#arm();
    if (!this.#stopped) this.#onChange?.(state);
    return state;
  }

  /** Jumps from one scheduled item to the next, in order, as long as `wanted` accepts it. */
  async #drive(wanted: (nextMs: number) => boolean): Promise<number> {
    const ranBefore = this.#ran;
    this.#driving = true;
    try {
      for (;;) {
        await this.#settled();
        const next = this.#timers.peek();
        if (!next || this.#stopped || !wanted(next.atMs)) return this.#ran - ranBefore;
        if (next.atMs > this.#productMs()) this.#jumpTo(next.atMs);
        this.#runFirst();
      }
    } finally {
      this.#driving = false;
      this.#arm();
    }
  }

  /** Waits until everything started by the last item has run, and nothing external is in flight. */
  async #settled(): Promise<void> {
    await this.real.settle();
    while (this.#waits) {
      await new Promise<void>((resolve) => {
        this.#flowEnded = resolve;
        this.#arm();
      });
      this.#flowEnded = null;
      await this.real.settle();
    }
  }

  /** While time flows, sets the one real timer that fires for the next scheduled item. */
  #arm(): void {
    this.#wake?.cancel();
    this.#wake = null;
    const next = this.#timers.peek();
    if (!next || this.#standingMs !== null) return;
    if (this.#driving && this.#flows === 0) return;
    const delayMs = Math.min(next.atMs - this.#flowingMs(), LONGEST_WAIT_MS);
    this.#wake = this.real.after(delayMs, () => this.#runDue());
  }

  #runDue(): void {
    this.#wake = null;
    this.#catchUpAfterSleep();
    try {
      while ((this.#timers.peek()?.atMs ?? Number.POSITIVE_INFINITY) <= this.#productMs()) {
        this.#runFirst();
      }
    } finally {
      this.#arm();
    }
  }

  #runFirst(): void {
    this.#ran += 1;
    this.#timers.pop()?.run();
  }
}

import { ApiError, type ClockMoved, type ClockState } from '../../../common/contract/index.ts';
import { LATEST_MS } from './stored-clock.ts';
import { TimerHeap } from './timer-heap.ts';

/**
 * The one clock of the product (docs/decisions/0005-clock.md): real time plus an offset, or frozen.
 *
 * Frozen, time moves only inside `advance`, `run` and `waitFor`, from due item to due item; while
 * something external is in flight (a webhook, a model, a synthesis: see `flow`), product time flows
 * with real time, so that what they cost is never hidden.
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
  /**
   * Marks something external as in flight until the returned function is called. `delivery`: what
   * goes on around requests, which takes no time of its own where requests take a fixed one.
   */
  flow(of?: 'delivery'): () => void;
  /** A request goes out now; `end` it once it is over. */
  request(): RequestTime;
  /** Time that no one may move: rate windows, long polls, heartbeats, signatures. */
  readonly real: RealTime;
}

/** What a request takes of product time. */
export interface RequestTime {
  /** So much, whatever it takes in real time; null: what it takes. */
  readonly fixedMs: number | null;
  /** It is over in real time: `run` follows when it has taken its product time, too. */
  answered(run: () => void): ClockTimer;
  /** It is over, and nothing more is to come of it. */
  end(): void;
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

/** A year mistyped would be there for good: what has happened cannot lie ahead, so the clock never goes back. */
const FARTHEST_AHEAD_MS = 10 * 365 * 86_400_000;
const TOO_FAR_AHEAD =
  'The clock goes ten years ahead of real time at most, for it cannot be set back. Look at the year.';

export interface ProductClockOptions {
  readonly real?: RealTime;
  readonly offsetMs?: number;
  readonly frozen?: boolean;
  /** Called after each change of mode or offset, so that it can be stored and shown. */
  readonly onChange?: (state: ClockState) => void;
}

/** When the time of day runs this far ahead of the monotonic clock, the machine has slept. */
const SLEPT_MS = 1_000;
/** No wait is longer, so that what fell due during a sleep runs soon after it. */
const LONGEST_WAIT_MS = 60_000;

export class ProductClock implements Clock {
  readonly real: RealTime;
  readonly #timers = new TimerHeap();
  readonly #onChange: ((state: ClockState) => void) | undefined;
  /** Product milliseconds = this + real monotonic milliseconds, while time flows. */
  #baseMs: number;
  /** Time of day minus monotonic time: a sleep moves the one but not the other. */
  #wallMs: number;
  /** Product time while it stands still; null while it flows. */
  #standingMs: number | null = null;
  #frozen = false;
  /** Frozen, what each request takes; null: as long as it takes. */
  #requestMs: number | null = null;
  #flows = 0;
  /** Where requests take a fixed time: those in flight, those answered, and what surrounds them. */
  #inFlight = 0;
  #answered = 0;
  #around = 0;
  #wake: ClockTimer | null = null;
  #driving = false;
  #stopped = false;
  /** Settles when nobody drives any more. */
  #drives: Promise<unknown> = Promise.resolve();
  /** Items that ever ran. */
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

  /** Whether time moves only when it is told to. */
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
    const entry = this.#timers.push(atMs, run);
    if (this.#timers.peek() === entry) this.#arm();
    return { cancel: () => this.#timers.remove(entry) };
  }

  after(delayMs: number, run: () => void): ClockTimer {
    return this.at(this.#productMs() + Math.max(0, delayMs), run);
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

  /** @param handlerTimeMs what each request takes of product time; null: as long as it takes */
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
   * Moves product time forward by `byMs`; everything due on the way runs in order first. Several
   * moves at once follow each other.
   *
   * @throws ApiError `VALIDATION_ERROR` more than ten years ahead of real time
   */
  advance(byMs: number): Promise<ClockMoved> {
    return this.#inTurn(async () => {
      const targetMs = this.#productMs() + byMs;
      if (!(targetMs <= this.real.now() + FARTHEST_AHEAD_MS)) {
        throw new ApiError('VALIDATION_ERROR', TOO_FAR_AHEAD);
      }
      const ran = await this.#drive((nextMs) => nextMs <= targetMs);
      if (this.#productMs() < targetMs) this.#jumpTo(targetMs);
      return { ...this.#changed(), ran };
    });
  }

  /** Runs from due item to due item until nothing is due or `done` says so. */
  run(done: () => boolean = () => false): Promise<ClockMoved> {
    return this.#inTurn(async () => {
      // What falls due later than any date can be written never does.
      const ran = await this.#drive((nextMs) => nextMs <= LATEST_MS && !done());
      return { ...this.#changed(), ran };
    });
  }

  /** Frozen, drives time until `done`; otherwise does nothing, for time moves by itself. */
  async driveUntil(done: () => boolean): Promise<void> {
    if (this.#frozen) await this.run(() => done() || !this.#frozen);
  }

  /** Stops all timers, and moves that are under way; used at shutdown. */
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

  /** Something external is at work, and time must not be moved past it. */
  get #waits(): boolean {
    // What surrounds a request that only has its time to take waits for that itself.
    return this.#flows > 0 || this.#inFlight > 0 || (this.#around > 0 && this.#answered === 0);
  }

  #look(): void {
    if (!this.#waits) this.#flowEnded?.();
  }

  #flowingMs(): number {
    return this.#baseMs + this.real.monotonicMs();
  }

  /** Product time goes on with the time of day; a clock that was set back does not turn it back. */
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

  /** Moves of the clock do not overlap: each begins when the one before is over. */
  #inTurn<T>(move: () => Promise<T>): Promise<T> {
    const moved = this.#drives.then(move);
    this.#drives = moved.catch(() => {});
    return moved;
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

  /** Jumps from due item to due item, in order, as long as `wanted` accepts the next one. */
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

  /** Waits until what the last item started has had its turn and nothing external is in flight. */
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

  /** Sets the one real timer that wakes us for the next due item, while time flows. */
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

/** Runs at the first call only. */
function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    run();
  };
}

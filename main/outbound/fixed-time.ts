import type { ClockTimer, RealTime, RequestTime } from '../platform/time/clock.ts';
import type { OutboundObserver, OutboundResult } from './request.ts';

/** Supplies the deadlines of an exchange; a clock is one implementation. */
export interface Deadlines {
  nowUs(): number;
  after(delayMs: number, run: () => void): ClockTimer;
}

/** If a request takes a fixed product time, its deadlines run in real time. */
export function realDeadlines(real: RealTime): Deadlines {
  return {
    nowUs: () => Math.round(real.monotonicMs() * 1000),
    after: (delayMs, run) => real.after(delayMs, run),
  };
}

/**
 * Holds back an answer until its request has taken the fixed time, then passes on all of it at
 * once. So what a fast and a slow machine get, and when, is the same.
 */
export class FixedTimeAnswer {
  readonly observer: OutboundObserver;
  readonly #time: RequestTime;
  readonly #told: (() => void)[] = [];
  readonly #signal: AbortSignal | null;
  readonly #onSettled: (result: OutboundResult) => void;

  constructor(deps: {
    time: RequestTime;
    observer: OutboundObserver;
    signal: AbortSignal | null;
    onSettled: (result: OutboundResult) => void;
  }) {
    this.#time = deps.time;
    this.#signal = deps.signal;
    this.#onSettled = deps.onSettled;
    const { observer } = deps;
    this.observer = {
      requestSent: () => observer.requestSent?.(),
      responseStarted: (head) => void this.#told.push(() => observer.responseStarted?.(head)),
      responseBytes: (chunk) => {
        const bytes = Uint8Array.from(chunk);
        this.#told.push(() => observer.responseBytes?.(bytes));
      },
    };
  }

  /** The exchange is over in real time. */
  settled(result: OutboundResult): void {
    const signal = this.#signal;
    if (signal?.aborted) {
      this.#time.end();
      this.#onSettled(result);
      return;
    }
    const abort = () => {
      timer.cancel();
      this.#onSettled({ ...result, failure: BROKEN_OFF });
    };
    const timer = this.#time.answered(() => {
      signal?.removeEventListener('abort', abort);
      for (const tell of this.#told) {
        if (!signal?.aborted) tell();
      }
      this.#onSettled(result);
    });
    signal?.addEventListener('abort', abort, { once: true });
  }
}

const BROKEN_OFF = {
  why: 'aborted',
  kind: 'aborted',
  message: 'The request was broken off because its answer is no longer needed.',
} as const;

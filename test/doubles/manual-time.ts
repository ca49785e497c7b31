import type { ClockTimer, RealTime } from '../../main/platform/time/clock.ts';

/** Real time that moves only when a test says so; I/O works as usual. */
export class ManualTime implements RealTime {
  #epochMs: number;
  #monotonicMs = 1_000;
  #timers: { atMs: number; run: () => void }[] = [];

  constructor(start = '2026-11-02T09:00:00.000Z') {
    this.#epochMs = Date.parse(start);
  }

  now(): number {
    return Math.floor(this.#epochMs);
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  after(delayMs: number, run: () => void): ClockTimer {
    const timer = { atMs: this.#monotonicMs + Math.max(0, delayMs), run };
    this.#timers.push(timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      },
    };
  }

  settle(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  /** Moves time forward and runs what becomes due on the way, in order. */
  pass(ms: number): void {
    const targetMs = this.#monotonicMs + ms;
    for (;;) {
      const next = this.#timers
        .filter((timer) => timer.atMs <= targetMs)
        .sort((a, b) => a.atMs - b.atMs)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#move(Math.max(0, next.atMs - this.#monotonicMs));
      next.run();
    }
    this.#move(targetMs - this.#monotonicMs);
  }

  /** The time until the next item is due; null if there is none. */
  nextInMs(): number | null {
    if (this.#timers.length === 0) return null;
    const first = Math.min(...this.#timers.map((timer) => timer.atMs));
    return Math.max(0, first - this.#monotonicMs);
  }

  /** The process is blocked for a while: everything that becomes due runs at the end. */
  stall(ms: number): void {
    this.#move(ms);
    this.pass(0);
  }

  /** The machine sleeps: afterwards it is later, but timers did not advance. */
  sleep(ms: number): void {
    this.#epochMs += ms;
  }

  /** The time of day is set back. */
  setBack(ms: number): void {
    this.#epochMs -= ms;
  }

  #move(ms: number): void {
    this.#monotonicMs += ms;
    this.#epochMs += ms;
  }
}

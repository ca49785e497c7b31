import type { ClockTimer, RealTime } from '../../platform/clock.ts';

/** Twilio sends sound without a gap, silence too. A line that brings none for so long is dead. */
const SILENT_LINE_MS = 10_000;

/** Notices a connection that dies without a word. One timer, whatever the number of messages. */
export class LineWatch {
  readonly #real: Pick<RealTime, 'after' | 'monotonicMs'>;
  readonly #onDead: () => void;
  #heardMs: number;
  #timer: ClockTimer;

  constructor(real: Pick<RealTime, 'after' | 'monotonicMs'>, onDead: () => void) {
    this.#real = real;
    this.#onDead = onDead;
    this.#heardMs = real.monotonicMs();
    this.#timer = real.after(SILENT_LINE_MS, () => this.#look());
  }

  /** A message came. */
  heard(): void {
    this.#heardMs = this.#real.monotonicMs();
  }

  stop(): void {
    this.#timer.cancel();
  }

  #look(): void {
    const leftMs = this.#heardMs + SILENT_LINE_MS - this.#real.monotonicMs();
    if (leftMs <= 0) this.#onDead();
    else this.#timer = this.#real.after(leftMs, () => this.#look());
  }
}

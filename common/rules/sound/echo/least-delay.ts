/** A delay that was not seen again for one to two of these is none of the line's any more. */
const SPAN_US = 2_000_000;

/**
 * How long sound takes on its way at least: the delay of the frame that was held up least lately.
 * Jitter never moves it; clocks that drift apart, or another way through the network, do. What
 * frames take beyond it is their lateness.
 */
export class LeastDelay {
  #spanBeganUs = 0;
  #span = Number.POSITIVE_INFINITY;
  #spanBefore = Number.POSITIVE_INFINITY;

  /** Null before the first frame. */
  get us(): number | null {
    const us = Math.min(this.#span, this.#spanBefore);
    return us === Number.POSITIVE_INFINITY ? null : us;
  }

  /** A frame took this long, from its last sample on the stream's clock to its arrival on ours. */
  note(delayUs: number, nowUs: number): number {
    if (nowUs - this.#spanBeganUs >= SPAN_US) {
      this.#spanBeganUs = nowUs;
      this.#spanBefore = this.#span;
      this.#span = Number.POSITIVE_INFINITY;
    }
    this.#span = Math.min(this.#span, delayUs);
    return Math.min(this.#span, this.#spanBefore);
  }

  /** The stream goes on with this delay, whatever it was before. */
  restart(delayUs: number, nowUs: number): void {
    this.#spanBeganUs = nowUs;
    this.#span = delayUs;
    this.#spanBefore = Number.POSITIVE_INFINITY;
  }
}

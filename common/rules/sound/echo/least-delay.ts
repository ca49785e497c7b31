/** A delay that was not seen again for one to two of these spans is dropped. */
const SPAN_US = 2_000_000;

/**
 * The shortest time that sound currently takes to arrive: the delay of the frame that was held up
 * least of late. Jitter does not affect it; drifting clocks or a new route through the network do.
 * Any delay beyond it is a frame's lateness.
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

  /**
   * Notes a frame's delay, from its last sample on the stream's clock to its arrival on ours.
   * Returns its lateness.
   */
  note(delayUs: number, nowUs: number): number {
    if (nowUs - this.#spanBeganUs >= SPAN_US) {
      this.#spanBeganUs = nowUs;
      this.#spanBefore = this.#span;
      this.#span = Number.POSITIVE_INFINITY;
    }
    this.#span = Math.min(this.#span, delayUs);
    return Math.min(this.#span, this.#spanBefore);
  }

  /** The stream continues with this delay, regardless of earlier ones. */
  restart(delayUs: number, nowUs: number): void {
    this.#spanBeganUs = nowUs;
    this.#span = delayUs;
    this.#spanBefore = Number.POSITIVE_INFINITY;
  }
}

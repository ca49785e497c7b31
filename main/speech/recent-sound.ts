/**
 * The newest samples of a stream, in a ring buffer. A hundred callers produce ten thousand pieces
 * of sound per second; kept individually, they would live just long enough to burden the garbage
 * collector.
 */
export class RecentSound {
  readonly #ring: Int16Array;
  /** Where the next sample is written. */
  #at = 0;
  #kept = 0;

  /** @param capacity how many samples to keep */
  constructor(capacity: number) {
    this.#ring = new Int16Array(capacity);
  }

  /** Copies the samples, overwriting the oldest. */
  push(samples: Int16Array): void {
    const { length } = this.#ring;
    const newest = samples.length > length ? samples.subarray(samples.length - length) : samples;
    const untilEnd = Math.min(newest.length, length - this.#at);
    this.#ring.set(untilEnd === newest.length ? newest : newest.subarray(0, untilEnd), this.#at);
    if (untilEnd < newest.length) this.#ring.set(newest.subarray(untilEnd), 0);
    this.#at = (this.#at + newest.length) % length;
    this.#kept = Math.min(length, this.#kept + newest.length);
  }

  /** All samples that are kept, oldest first. */
  copy(): Int16Array {
    const { length } = this.#ring;
    const from = (this.#at - this.#kept + length) % length;
    const all = new Int16Array(this.#kept);
    const untilEnd = Math.min(this.#kept, length - from);
    all.set(this.#ring.subarray(from, from + untilEnd));
    all.set(this.#ring.subarray(0, this.#kept - untilEnd), untilEnd);
    return all;
  }

  clear(): void {
    this.#kept = 0;
  }
}

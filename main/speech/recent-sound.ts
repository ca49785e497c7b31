/**
 * The newest samples of a stream, in a ring. A hundred callers make ten thousand pieces of sound a
 * second: kept one by one, each for a moment, they would grow old enough to burden the collector.
 */
export class RecentSound {
  readonly #ring: Int16Array;
  /** Where the next sample goes. */
  #at = 0;
  #kept = 0;

  /** Keeps this many samples. */
  constructor(capacity: number) {
    this.#ring = new Int16Array(capacity);
  }

  /** Copies the samples; the oldest make room. */
  push(samples: Int16Array): void {
    const { length } = this.#ring;
    const newest = samples.length > length ? samples.subarray(samples.length - length) : samples;
    const untilEnd = Math.min(newest.length, length - this.#at);
    this.#ring.set(untilEnd === newest.length ? newest : newest.subarray(0, untilEnd), this.#at);
    if (untilEnd < newest.length) this.#ring.set(newest.subarray(untilEnd), 0);
    this.#at = (this.#at + newest.length) % length;
    this.#kept = Math.min(length, this.#kept + newest.length);
  }

  /** What is kept, oldest first. */
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

/** Positions within 2 ms, the jitter of a clock, count as the same. */
const SAME_PLACE_SAMPLES = 32;
/** Below this (-66 dBFS) neither the sound nor its echo is audible. */
const AUDIBLE = 16;

/** The newest samples of a sound with gaps, by position. A gap reads as silence. */
export class SoundHistory {
  readonly #ring: Int16Array;
  /** The position after the newest sample. */
  #end = 0;
  #audibleUntil = Number.NEGATIVE_INFINITY;

  /** @param capacity how many samples to keep; a power of two */
  constructor(capacity: number) {
    this.#ring = new Int16Array(capacity);
  }

  /** The position after the newest audible sample. */
  get audibleUntil(): number {
    return this.#audibleUntil;
  }

  /** Replaces samples written earlier for the same positions. */
  write(samples: Int16Array, at: number): void {
    const from = Math.abs(at - this.#end) <= SAME_PLACE_SAMPLES ? this.#end : at;
    const mask = this.#ring.length - 1;
    const end = Math.max(this.#end, from + samples.length);
    for (let gap = Math.max(this.#end, end - this.#ring.length); gap < from; gap += 1) {
      this.#ring[gap & mask] = 0;
    }
    for (let n = Math.max(0, end - this.#ring.length - from); n < samples.length; n += 1) {
      const sample = samples[n] as number;
      this.#ring[(from + n) & mask] = sample;
      if (Math.abs(sample) >= AUDIBLE) {
        this.#audibleUntil = Math.max(this.#audibleUntil, from + n + 1);
      }
    }
    this.#end = end;
  }

  /** Silences everything written from this position on. */
  erase(from: number): void {
    const mask = this.#ring.length - 1;
    for (let n = Math.max(from, this.#end - this.#ring.length); n < this.#end; n += 1) {
      this.#ring[n & mask] = 0;
    }
    this.#audibleUntil = Math.min(this.#audibleUntil, from);
  }

  /** Fills `samples` with the sound that starts at `at`. */
  read(at: number, samples: Float32Array): void {
    const mask = this.#ring.length - 1;
    const oldest = this.#end - this.#ring.length;
    for (let n = 0; n < samples.length; n += 1) {
      const place = at + n;
      samples[n] = place >= oldest && place < this.#end ? (this.#ring[place & mask] as number) : 0;
    }
  }
}

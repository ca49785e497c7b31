/** What is repeated: the length of a frame on most lines. */
const REPEATED_MS = 20;
/** By then a repetition no longer passes for speech: it has faded to silence. */
const FADE_MS = 80;

/** Stands in for sound that was lost: what was heard last, fading to silence. */
export class Concealment {
  readonly #repeatedSamples: number;
  readonly #fadeSamples: number;
  #last: Int16Array = new Int16Array(0);

  constructor(rateHz: number) {
    this.#repeatedSamples = (rateHz * REPEATED_MS) / 1000;
    this.#fadeSamples = (rateHz * FADE_MS) / 1000;
  }

  /** The newest sound; it is not copied. */
  heard(samples: Int16Array): void {
    this.#last = samples.subarray(Math.max(0, samples.length - this.#repeatedSamples));
  }

  /** So many samples that follow it. Back and forth, so that no seam clicks. */
  fill(length: number): Int16Array {
    const output = new Int16Array(length);
    const last = this.#last;
    if (last.length === 0) return output;
    const audible = Math.min(length, this.#fadeSamples);
    for (let n = 0; n < audible; n += 1) {
      const place = n % (2 * last.length);
      const from = place < last.length ? last.length - 1 - place : place - last.length;
      output[n] = Math.round((last[from] ?? 0) * (1 - n / this.#fadeSamples));
    }
    return output;
  }
}

/** How much sound is repeated: the length of a frame on most lines. */
const REPEATED_MS = 20;
/** After this time a repetition no longer passes for speech, so it has faded to silence by then. */
const FADE_MS = 80;

/** Replaces lost sound by the sound before it, fading to silence. */
export class Concealment {
  readonly #repeatedSamples: number;
  readonly #fadeSamples: number;
  #last: Int16Array = new Int16Array(0);

  constructor(rateHz: number) {
    this.#repeatedSamples = (rateHz * REPEATED_MS) / 1000;
    this.#fadeSamples = (rateHz * FADE_MS) / 1000;
  }

  /** Notes the newest sound, without copying it. */
  heard(samples: Int16Array): void {
    this.#last = samples.subarray(Math.max(0, samples.length - this.#repeatedSamples));
  }

  /**
   * The next samples of the replacement. They run back and forth over the repeated sound, so that
   * no seam clicks.
   */
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

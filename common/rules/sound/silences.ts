/** A stretch of a piece's sound in which nothing can be heard. Milliseconds from its first sample. */
export interface Silence {
  readonly fromMs: number;
  readonly toMs: number;
}

const SAMPLES_PER_MS = 16;
const WINDOW_MS = 10;
const WINDOW_SAMPLES = WINDOW_MS * SAMPLES_PER_MS;
/** -46 dBFS: below it a voice on a telephone is no longer heard. */
const AUDIBLE_RMS = 164;
/** Shorter ones inside a sentence are closed lips, not silence. */
const LEAST_INSIDE_MS = 150;

/** Finds the silences of a piece of speech as its sound comes in: 16 kHz, mono, in 10 ms windows. */
export class SilenceFinder {
  readonly #found: Silence[] = [];
  #samples = 0;
  /** Of the window that is not full yet: sum of squares. */
  #energy = 0;
  /** Since when it is quiet; null while there is sound. */
  #quietFromMs: number | null = null;

  push(samples: Int16Array): void {
    for (let n = 0; n < samples.length; n += 1) {
      const sample = samples[n] as number;
      this.#energy += sample * sample;
      this.#samples += 1;
      if (this.#samples % WINDOW_SAMPLES === 0) this.#judge(WINDOW_SAMPLES);
    }
  }

  /** No more sound comes: all silences, in order. At both ends any length counts. */
  end(): readonly Silence[] {
    const rest = this.#samples % WINDOW_SAMPLES;
    if (rest > 0) this.#judge(rest);
    const fromMs = this.#quietFromMs;
    const toMs = this.#samples / SAMPLES_PER_MS;
    return fromMs === null ? this.#found : [...this.#found, { fromMs, toMs }];
  }

  /** The window of `count` samples that ends here. */
  #judge(count: number): void {
    const startMs = (this.#samples - count) / SAMPLES_PER_MS;
    const quiet = this.#energy < AUDIBLE_RMS * AUDIBLE_RMS * count;
    this.#energy = 0;
    if (quiet) {
      this.#quietFromMs ??= startMs;
      return;
    }
    const fromMs = this.#quietFromMs;
    this.#quietFromMs = null;
    if (fromMs === null || fromMs === startMs) return;
    const atTheBegin = fromMs === 0;
    if (atTheBegin || startMs - fromMs >= LEAST_INSIDE_MS) {
      this.#found.push({ fromMs, toMs: startMs });
    }
  }
}

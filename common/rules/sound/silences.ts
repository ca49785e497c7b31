/** A stretch of a piece's sound in which nothing can be heard. Milliseconds from its first sample. */
export interface Silence {
  readonly fromMs: number;
  readonly toMs: number;
}

const SAMPLES_PER_MS = 16;
const WINDOW_MS = 10;
const WINDOW_SAMPLES = WINDOW_MS * SAMPLES_PER_MS;
/** -48 dBFS: a voice that stays below it is no longer heard on a telephone. */
const AUDIBLE_PEAK = 128;

function isAudible(sample: number): boolean {
  return sample >= AUDIBLE_PEAK || sample <= -AUDIBLE_PEAK;
}

/** The samples before the first one that can be heard: all of them where there is none. */
export function quietBefore(samples: Int16Array): number {
  const first = samples.findIndex(isAudible);
  return first < 0 ? samples.length : first;
}

/** The samples after the last one that can be heard: all of them where there is none. */
export function quietAfter(samples: Int16Array): number {
  return samples.length - 1 - samples.findLastIndex(isAudible);
}
/** Shorter ones inside a sentence are closed lips, not silence. */
const LEAST_INSIDE_MS = 150;

/** Finds the silences of a piece of speech as its sound comes in: 16 kHz, mono, in 10 ms windows. */
export class SilenceFinder {
  readonly #found: Silence[] = [];
  #samples = 0;
  /** Something of the window that is not full yet can be heard. */
  #audible = false;
  /** Since when it is quiet; null while there is sound. */
  #quietFromMs: number | null = null;

  push(samples: Int16Array): void {
    for (let n = 0; n < samples.length; n += 1) {
      const sample = samples[n] as number;
      if (isAudible(sample)) this.#audible = true;
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
    const quiet = !this.#audible;
    this.#audible = false;
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

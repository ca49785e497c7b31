/** An inaudible stretch within a piece. In milliseconds from the piece's first sample. */
export interface Silence {
  readonly fromMs: number;
  readonly toMs: number;
}

const SAMPLES_PER_MS = 16;
const WINDOW_MS = 10;
const WINDOW_SAMPLES = WINDOW_MS * SAMPLES_PER_MS;
/** -48 dBFS: a voice below this peak is inaudible on a telephone. */
const AUDIBLE_PEAK = 128;

function isAudible(sample: number): boolean {
  return sample >= AUDIBLE_PEAK || sample <= -AUDIBLE_PEAK;
}

/** The number of samples before the first audible one; all of them if there is none. */
export function quietBefore(samples: Int16Array): number {
  const first = samples.findIndex(isAudible);
  return first < 0 ? samples.length : first;
}

/** The number of samples after the last audible one; all of them if there is none. */
export function quietAfter(samples: Int16Array): number {
  return samples.length - 1 - samples.findLastIndex(isAudible);
}
/** Shorter gaps within a sentence are merely closed lips. */
const LEAST_INSIDE_MS = 150;

/** Finds the silences of a piece while its sound arrives: 16 kHz, mono, in 10 ms windows. */
export class SilenceFinder {
  readonly #found: Silence[] = [];
  #samples = 0;
  /** Whether the unfinished window has an audible sample. */
  #audible = false;
  /** When the current silence began; null during sound. */
  #quietFromMs: number | null = null;

  push(samples: Int16Array): void {
    for (let n = 0; n < samples.length; n += 1) {
      const sample = samples[n] as number;
      if (isAudible(sample)) this.#audible = true;
      this.#samples += 1;
      if (this.#samples % WINDOW_SAMPLES === 0) this.#judge(WINDOW_SAMPLES);
    }
  }

  /**
   * The sound is complete: returns all silences in order. Those at both ends count at any length.
   */
  end(): readonly Silence[] {
    const rest = this.#samples % WINDOW_SAMPLES;
    if (rest > 0) this.#judge(rest);
    const fromMs = this.#quietFromMs;
    const toMs = this.#samples / SAMPLES_PER_MS;
    return fromMs === null ? this.#found : [...this.#found, { fromMs, toMs }];
  }

  /** Judges the window of `count` samples that ends here. */
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

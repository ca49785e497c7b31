import type { RealFft } from '../fft.ts';
import { BINS, emptySpectrum, FRAME_SAMPLES, WINDOW_SAMPLES } from '../spectrum.ts';
import { BANDS, bandPowers } from './sound-bands.ts';

/**
 * The window fades in and out over this many samples. The fade-out is short because the newest
 * sound matters.
 */
const RISE = 48;
const FALL = 24;

const SHAPE = Float32Array.from({ length: WINDOW_SAMPLES }, (_, n) =>
  Math.min(1, (n + 0.5) / RISE, (WINDOW_SAMPLES - n - 0.5) / FALL),
);

/** The newest 20 ms of a sound, and their power by bands. */
export class HeardWindow {
  readonly bands = new Float64Array(BANDS);
  /** Oldest first. */
  readonly samples = new Float32Array(WINDOW_SAMPLES);
  readonly #fft: RealFft;
  readonly #frame = new Float32Array(FRAME_SAMPLES);
  readonly #spectrum = emptySpectrum(BINS);

  constructor(fft: RealFft) {
    this.#fft = fft;
  }

  /** @param samples at most a window's length */
  push(samples: Float32Array): void {
    this.samples.copyWithin(0, samples.length);
    this.samples.set(samples, WINDOW_SAMPLES - samples.length);
  }

  /** Computes `bands`, and returns their sum. */
  measure(): number {
    for (let n = 0; n < WINDOW_SAMPLES; n += 1) {
      this.#frame[n] = (this.samples[n] as number) * (SHAPE[n] as number);
    }
    this.#fft.forward(this.#frame, this.#spectrum.re, this.#spectrum.im);
    return bandPowers(this.#spectrum, this.bands);
  }

  clear(): void {
    this.samples.fill(0);
  }
}

import type { RealFft } from '../fft.ts';
import { BINS, emptySpectrum, FRAME_SAMPLES, type Spectrum, WINDOW_SAMPLES } from '../spectrum.ts';
import { emphasisedPower } from './emphasis.ts';
import { BANDS, bandPowers } from './sound-bands.ts';

/** A frame is longer than the window it is compared with. */
const PER_WINDOW = WINDOW_SAMPLES / FRAME_SAMPLES;

/**
 * The spectra of the newest frames of the reference, one per block. They are shared by the search
 * for the echo and by its removal.
 */
export class ReferenceSpectra {
  readonly #fft: RealFft;
  readonly #spectra: readonly Spectrum[];
  readonly #bands: readonly Float64Array[];
  readonly #powers: Float64Array;
  readonly #emphasised: Float64Array;
  #newest = 0;

  /** Keeps this many frames. */
  constructor(fft: RealFft, frames: number) {
    this.#fft = fft;
    this.#spectra = Array.from({ length: frames }, () => emptySpectrum(BINS));
    this.#bands = Array.from({ length: frames }, () => new Float64Array(BANDS));
    this.#powers = new Float64Array(frames);
    this.#emphasised = new Float64Array(frames);
  }

  get frames(): number {
    return this.#spectra.length;
  }

  /** Adds the next frame, `FRAME_SAMPLES` long. It ends one block after the previous frame. */
  push(frame: Float32Array): void {
    this.#newest = (this.#newest + 1) % this.frames;
    const spectrum = this.at(0);
    this.#fft.forward(frame, spectrum.re, spectrum.im);
    this.#emphasised[this.#newest] = emphasisedPower(spectrum);
    const bands = this.bandsAt(0);
    this.#powers[this.#newest] = bandPowers(spectrum, bands) * PER_WINDOW;
    for (let band = 0; band < BANDS; band += 1) bands[band] = (bands[band] as number) * PER_WINDOW;
  }

  /** The frame of `age` blocks ago. */
  at(age: number): Spectrum {
    return this.#spectra[this.#place(age)] as Spectrum;
  }

  /** That frame's power by bands, per window. */
  bandsAt(age: number): Float64Array {
    return this.#bands[this.#place(age)] as Float64Array;
  }

  /** That frame's power over all bands. */
  powerAt(age: number): number {
    return this.#powers[this.#place(age)] as number;
  }

  /** That frame's power within the compared range, per frame. */
  emphasisedPowerAt(age: number): number {
    return this.#emphasised[this.#place(age)] as number;
  }

  #place(age: number): number {
    return (this.#newest - age + this.frames) % this.frames;
  }
}

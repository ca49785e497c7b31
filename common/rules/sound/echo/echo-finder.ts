import { RealFft } from '../fft.ts';
import { BLOCK_SAMPLES, emptySpectrum, FRAME_SAMPLES, type Spectrum } from '../spectrum.ts';
import { EMPHASIS, emphasisedPower, HIGH_BIN, LOW_BIN } from './emphasis.ts';
import type { ReferenceSpectra } from './reference-spectra.ts';

/** Only the bins below 4 kHz are used, so delays are resolved at 8 kHz. */
const DELAYS_PER_BLOCK = BLOCK_SAMPLES / 2;
/** After this time, a third of the weight of a comparison is left. */
const MEMORY_MS = 120;
const KEEP = Math.exp(-16 / MEMORY_MS);
/**
 * Renormalises before sums and their scale leave the range of their numbers, which would take about
 * 3 s.
 */
const LEAST_SCALE = 1e-12;
/** A block below half a 16-bit step resembles nothing, and contributes nothing. */
const SILENT = (0.5 ** 2 * BLOCK_SAMPLES * FRAME_SAMPLES) / 2;

/** How similar what is heard is to the reference of `delaySamples` ago (at 16 kHz), 0 to 1. */
export interface Likeness {
  readonly delaySamples: number;
  readonly likeness: number;
}

/**
 * Looks for the reference in what is heard, at every delay: their normalised cross-correlation with
 * exponential forgetting. It needs no training, so it recognises an echo from its first word.
 */
export class EchoFinder {
  readonly #reference: ReferenceSpectra;
  readonly #fft = new RealFft(BLOCK_SAMPLES);
  /**
   * By delay in blocks: sums of the comparisons, in which all but the newest have lost weight.
   * Stored unscaled; multiply by `#scale`.
   */
  readonly #cross: readonly Spectrum[];
  readonly #referencePower: Float64Array;
  readonly #correlation = new Float32Array(BLOCK_SAMPLES);
  readonly #weighted = emptySpectrum(HIGH_BIN);
  #scale = 1;
  #heardPower = 0;

  /** @param delays how many delays to look at, in blocks */
  constructor(reference: ReferenceSpectra, delays: number) {
    this.#reference = reference;
    this.#cross = Array.from({ length: delays }, () => emptySpectrum(DELAYS_PER_BLOCK + 1));
    this.#referencePower = new Float64Array(delays);
  }

  /**
   * Takes in the spectrum of a block that was heard, with a block of silence before it. The newest
   * frame of the reference must end with that block.
   */
  push(heard: Spectrum): void {
    const power = emphasisedPower(heard);
    // A frame of the reference has two blocks, but only one of them is compared at each delay.
    this.#heardPower = KEEP * this.#heardPower + 2 * power;
    this.#forgetALittle();
    const { re: c, im: d } = this.#weighted;
    for (let bin = LOW_BIN; bin < HIGH_BIN; bin += 1) {
      const weight = (EMPHASIS[bin] as number) / this.#scale;
      c[bin] = (heard.re[bin] as number) * weight;
      d[bin] = (heard.im[bin] as number) * weight;
    }
    for (let delay = 0; delay < this.#cross.length; delay += 1) {
      const reference = this.#reference.emphasisedPowerAt(delay);
      this.#referencePower[delay] = KEEP * (this.#referencePower[delay] as number) + reference;
      if (power >= SILENT && reference >= SILENT) this.#compare(delay);
    }
  }

  /** Adds the comparison of the newest block with the reference of `delay` blocks ago. */
  #compare(delay: number): void {
    const { re: a, im: b } = this.#reference.at(delay);
    const { re, im } = this.#cross[delay] as Spectrum;
    const { re: c, im: d } = this.#weighted;
    for (let bin = LOW_BIN; bin < HIGH_BIN; bin += 1) {
      const refRe = a[bin] as number;
      const refIm = b[bin] as number;
      const re1 = c[bin] as number;
      const im1 = d[bin] as number;
      re[bin] = (re[bin] as number) + re1 * refRe + im1 * refIm;
      im[bin] = (im[bin] as number) + im1 * refRe - re1 * refIm;
    }
  }

  #forgetALittle(): void {
    this.#scale *= KEEP;
    if (this.#scale > LEAST_SCALE) return;
    for (const { re, im } of this.#cross) {
      for (let bin = LOW_BIN; bin < HIGH_BIN; bin += 1) {
        re[bin] = (re[bin] as number) * this.#scale;
        im[bin] = (im[bin] as number) * this.#scale;
      }
    }
    this.#scale = 1;
  }

  /** The delay with the greatest similarity. */
  find(): Likeness {
    let likeness = 0;
    let delaySamples = 0;
    for (const [delay, { re, im }] of this.#cross.entries()) {
      const reference = this.#referencePower[delay] as number;
      if (reference < SILENT || this.#heardPower < SILENT) continue;
      this.#fft.inverse(re, im, this.#correlation);
      const scale = (BLOCK_SAMPLES * this.#scale) / Math.sqrt(reference * this.#heardPower);
      for (let n = 0; n < DELAYS_PER_BLOCK; n += 1) {
        const alike = Math.abs(this.#correlation[n] as number) * scale;
        if (alike <= likeness) continue;
        likeness = alike;
        delaySamples = delay * BLOCK_SAMPLES + 2 * n;
      }
    }
    return { delaySamples, likeness };
  }

  forget(): void {
    this.#scale = 1;
    this.#heardPower = 0;
    this.#referencePower.fill(0);
    for (const { re, im } of this.#cross) {
      re.fill(0);
      im.fill(0);
    }
  }
}

import { RealFft } from '../fft.ts';
import { BINS, BLOCK_SAMPLES, emptySpectrum, FRAME_SAMPLES, type Spectrum } from '../spectrum.ts';
import type { ReferenceSpectra } from './reference-spectra.ts';
import { BANDS, bandSums, binsOf } from './sound-bands.ts';

/** It works below 4 kHz, where speech is analysed. */
const USED_BINS = BLOCK_SAMPLES / 2 + 1;
/** The share of itself by which the path is assumed to change from block to block. */
const DRIFT = 2e-4;
/** Smoothing of the residual power while it falls; a rise counts at once. */
const LEFT_KEEP = 0.7;

/**
 * Learns the path from the reference to what is heard, and estimates the echo: a partitioned filter
 * in the frequency domain whose steps are a Kalman filter's (Enzner and Vary, 2006), so speech over
 * the echo hardly disturbs it.
 */
export class EchoFilter {
  /** The residual echo power that it expects in a block, by bands. */
  readonly expectedLeft = new Float64Array(BANDS);
  readonly #reference: ReferenceSpectra;
  readonly #fft: RealFft;
  /** It runs at half the sample rate, where a block's filter has half a block. */
  readonly #usedFft = new RealFft(BLOCK_SAMPLES);
  readonly #weights: readonly Spectrum[];
  /** The expected squared error of the weights. */
  readonly #doubts: readonly Float32Array[];
  readonly #leftPower = new Float32Array(USED_BINS);
  readonly #sum = emptySpectrum(BINS);
  readonly #bins = new Float32Array(USED_BINS);
  readonly #frame = new Float32Array(FRAME_SAMPLES);
  #firstDelay = 1;
  #turn = 0;

  /** @param blocks the length of the filter */
  constructor(fft: RealFft, reference: ReferenceSpectra, blocks: number) {
    this.#fft = fft;
    this.#reference = reference;
    this.#weights = Array.from({ length: blocks }, () => emptySpectrum(USED_BINS));
    this.#doubts = Array.from({ length: blocks }, () => new Float32Array(USED_BINS));
  }

  /**
   * Starts anew at this delay in blocks. The delay is at least one, so that the reference of a
   * block is known when the block begins. `gain` is the approximate power of the echo relative to
   * the reference.
   */
  restart(firstDelay: number, gain: number): void {
    this.#firstDelay = Math.max(1, firstDelay);
    this.#leftPower.fill(0);
    this.expectedLeft.fill(0);
    for (const { re, im } of this.#weights) {
      re.fill(0);
      im.fill(0);
    }
    for (const doubt of this.#doubts) doubt.fill(gain);
  }

  /** Fills `echo` with the estimated echo in the block that begins now. */
  predict(echo: Float32Array): void {
    const { re, im } = this.#sum;
    re.fill(0);
    im.fill(0);
    for (const [n, weights] of this.#weights.entries()) {
      // The frame that ends with the coming block has not been pushed yet.
      const reference = this.#reference.at(this.#firstDelay + n - 1);
      for (let bin = 0; bin < USED_BINS; bin += 1) {
        const a = reference.re[bin] as number;
        const b = reference.im[bin] as number;
        const c = weights.re[bin] as number;
        const d = weights.im[bin] as number;
        re[bin] = (re[bin] as number) + a * c - b * d;
        im[bin] = (im[bin] as number) + a * d + b * c;
      }
    }
    this.#fft.inverse(re, im, this.#frame);
    echo.set(this.#frame.subarray(BLOCK_SAMPLES));
  }

  /**
   * Learns from the residual of that block, given as its spectrum with a block of silence before
   * it. The newest frame of the reference must end with that block.
   */
  learn(left: Spectrum): void {
    this.#weigh(left);
    for (const [n, weights] of this.#weights.entries()) {
      const doubt = this.#doubts[n] as Float32Array;
      this.#step(left, weights, doubt, this.#reference.at(this.#firstDelay + n));
    }
    this.#cutBack();
  }

  /** Fills `gains` with the power of the echo relative to the reference, by bands. */
  gains(gains: Float64Array): void {
    const bins = this.#bins;
    bins.fill(0);
    for (const { re, im } of this.#weights) {
      for (let bin = 0; bin < USED_BINS; bin += 1) {
        bins[bin] = (bins[bin] as number) + (re[bin] as number) ** 2 + (im[bin] as number) ** 2;
      }
    }
    bandSums(bins, gains);
    for (let band = 0; band < BANDS; band += 1)
      gains[band] = (gains[band] as number) / binsOf(band);
  }

  /**
   * The error expected from the uncertainty of the weights, plus whatever the filter cannot
   * explain.
   */
  #weigh(left: Spectrum): void {
    const expected = this.#bins;
    expected.fill(0);
    for (const [n, doubt] of this.#doubts.entries()) {
      const { re, im } = this.#reference.at(this.#firstDelay + n);
      for (let bin = 0; bin < USED_BINS; bin += 1) {
        const power = (re[bin] as number) ** 2 + (im[bin] as number) ** 2;
        expected[bin] = (expected[bin] as number) + 0.5 * power * (doubt[bin] as number);
      }
    }
    bandSums(expected, this.expectedLeft);
    const all = this.#sum.re;
    for (let bin = 0; bin < USED_BINS; bin += 1) {
      const power = (left.re[bin] as number) ** 2 + (left.im[bin] as number) ** 2;
      const smoothed = LEFT_KEEP * (this.#leftPower[bin] as number) + (1 - LEFT_KEEP) * power;
      this.#leftPower[bin] = Math.max(power, smoothed);
      all[bin] = (expected[bin] as number) + (this.#leftPower[bin] as number) + 1;
    }
  }

  #step(left: Spectrum, weights: Spectrum, doubt: Float32Array, reference: Spectrum): void {
    const all = this.#sum.re;
    for (let bin = 0; bin < USED_BINS; bin += 1) {
      const a = reference.re[bin] as number;
      const b = reference.im[bin] as number;
      const c = left.re[bin] as number;
      const d = left.im[bin] as number;
      const before = doubt[bin] as number;
      const step = before / (all[bin] as number);
      const re = (weights.re[bin] as number) + step * (a * c + b * d);
      const im = (weights.im[bin] as number) + step * (a * d - b * c);
      weights.re[bin] = re;
      weights.im[bin] = im;
      doubt[bin] = before * (1 - 0.5 * step * (a * a + b * b)) + DRIFT * (re * re + im * im);
    }
  }

  /**
   * Cuts a block's filter back to the length of a block; anything beyond is an artefact of the
   * transform. One block per call, in turn.
   */
  #cutBack(): void {
    this.#turn = (this.#turn + 1) % this.#weights.length;
    const { re, im } = this.#weights[this.#turn] as Spectrum;
    const filter = this.#frame.subarray(0, BLOCK_SAMPLES);
    this.#usedFft.inverse(re, im, filter);
    filter.fill(0, BLOCK_SAMPLES / 2);
    this.#usedFft.forward(filter, re, im);
  }
}

import { BLOCK_SAMPLES, WINDOW_SAMPLES } from '../spectrum.ts';
import type { EchoFilter } from './echo-filter.ts';
import type { NoiseFloor } from './noise-floor.ts';
import type { ReferenceSpectra } from './reference-spectra.ts';
import { BANDS } from './sound-bands.ts';

/** A room sustains the echo: this share from window to window (a reverberation time of 0.5 s). */
const REVERBERATION = 0.6;
/** A margin for what the filter has not learnt. */
const ROOM = 2;
/** The initially assumed gain loses weight with every window learnt. */
const ASSUMED_KEEP = 0.98;
/** The filter underestimates its own uncertainty by about this factor. */
const DOUBT = 2;
/**
 * The least residual to expect: a share of the echo in the same band, and, because loudspeakers
 * distort, a share of all bands together.
 */
const LEAST_LEFT = 0.03;
const DISTORTION = 0.05;
const LEAST_OF_GAIN = 0.003;
/**
 * The residual is tracked in steps, faster up than down, so the estimate settles near the loudest.
 */
const STEP_UP = 1.08;
const STEP_DOWN = 0.965;
/**
 * If the reference has become this much quieter, nothing is learnt from it, and it casts no doubt
 * on what was learnt.
 */
const LEARNT_SHARE = 0.02;
const LOUD_SHARE = 0.05;
/** Nothing is learnt in a band with less than this share of the reference. */
const LEAST_OF_REFERENCE = 1 / 300;
const WEIGHED_EVERY = 5;
/** The filter reports powers per block. */
const PER_BLOCK = WINDOW_SAMPLES / BLOCK_SAMPLES;

/** How loud the echo of a known path is in each band, before and after the filter. */
export class EchoLevels {
  /** The maximum residual echo in a window, by bands. */
  readonly left = new Float64Array(BANDS);
  readonly #reference: ReferenceSpectra;
  readonly #filter: EchoFilter;
  readonly #referencePower = new Float64Array(BANDS);
  readonly #gains = new Float64Array(BANDS);
  /** The share of the reference that remains after the filter. */
  readonly #leftShare = new Float64Array(BANDS);
  readonly #doubted = new Float64Array(BANDS);
  #assumedGain = 0;
  #learnt = 0;
  #referenceAll = 0;
  #loudest = 0;
  #echo = 0;

  constructor(reference: ReferenceSpectra, filter: EchoFilter) {
    this.#reference = reference;
    this.#filter = filter;
  }

  /** The maximum echo in the window, all bands together. */
  get echo(): number {
    return this.#echo;
  }

  /** Whether the reference is nearly as loud as it was. */
  get referenceIsLoud(): boolean {
    return this.#referenceAll > LOUD_SHARE * this.#loudest;
  }

  /** The power of the reference at this delay in blocks, per window. */
  referenceAt(delay: number): number {
    return Math.max(this.#reference.powerAt(delay), this.#reference.powerAt(delay + 1));
  }

  /** A path was found. `gain` is the approximate power of the echo relative to the reference. */
  restart(delay: number, gain: number): void {
    this.#referencePower.fill(0);
    this.#follow(delay);
    this.#assumedGain = ROOM * gain;
    this.#learnt = 0;
    this.#gains.fill(0);
    this.#leftShare.fill(gain);
    this.#doubted.fill(0);
  }

  /** Estimates the residual in the newest window. */
  expect(delay: number): void {
    this.#follow(delay);
    this.#loudest = Math.max(0.999 * this.#loudest, this.#referenceAll);
    this.#echo = 0;
    for (let band = 0; band < BANDS; band += 1) {
      this.#echo += this.#gain(band) * (this.#referencePower[band] as number);
    }
    const distortion = (DISTORTION * this.#echo) / BANDS;
    for (let band = 0; band < BANDS; band += 1) {
      const reference = this.#referencePower[band] as number;
      const expected = (this.#filter.expectedLeft[band] as number) * PER_BLOCK;
      const doubted = Math.max(expected, 0.5 * (this.#doubted[band] as number));
      this.#doubted[band] = doubted;
      const own = Math.max(
        (this.#leftShare[band] as number) * reference,
        LEAST_LEFT * this.#gain(band) * reference,
        DOUBT * doubted,
      );
      this.left[band] = own + distortion;
    }
  }

  /** Learns from a window that held only echo, of which `left` remained. */
  learn(left: Float64Array, noise: NoiseFloor): void {
    if (this.#referenceAll < LEARNT_SHARE * this.#loudest) return;
    this.#learnt += 1;
    if (this.#learnt % WEIGHED_EVERY === 0) this.#filter.gains(this.#gains);
    for (let band = 0; band < BANDS; band += 1) {
      const reference = this.#referencePower[band] as number;
      if (reference < (LEAST_OF_REFERENCE * this.#referenceAll) / BANDS) continue;
      const power = Math.max(0, (left[band] as number) - (noise.bands[band] as number));
      const share = this.#leftShare[band] as number;
      const next = share * (power > share * reference ? STEP_UP : STEP_DOWN);
      const gain = this.#gain(band);
      this.#leftShare[band] = Math.min(gain, Math.max(LEAST_OF_GAIN * gain, next));
    }
  }

  /** The greatest power of the echo relative to the reference. */
  #gain(band: number): number {
    const assumed = this.#assumedGain * ASSUMED_KEEP ** this.#learnt;
    return Math.max(ROOM * (this.#gains[band] as number), assumed, 1e-9);
  }

  /** The loudest of the frames around the delay, and what the room sustains of earlier ones. */
  #follow(delay: number): void {
    this.#referenceAll = 0;
    for (let band = 0; band < BANDS; band += 1) {
      let power = REVERBERATION * (this.#referencePower[band] as number);
      for (let age = Math.max(0, delay - 1); age <= delay + 1; age += 1) {
        power = Math.max(power, this.#reference.bandsAt(age)[band] as number);
      }
      this.#referencePower[band] = power;
      this.#referenceAll += power;
    }
  }
}

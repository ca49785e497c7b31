import { BLOCK_SAMPLES, WINDOW_SAMPLES } from '../spectrum.ts';
import type { EchoFilter } from './echo-filter.ts';
import type { NoiseFloor } from './noise-floor.ts';
import type { ReferenceSpectra } from './reference-spectra.ts';
import { BANDS } from './sound-bands.ts';

/** A room keeps the echo: this share from window to window (a reverberation time of 0.5 s). */
const REVERBERATION = 0.6;
/** What a filter learnt, with room for what it did not. */
const ROOM = 2;
/** The gain that was assumed in the beginning counts less with every window learnt. */
const ASSUMED_KEEP = 0.98;
/** The filter's own doubts are too small by about this. */
const DOUBT = 2;
/** At least these shares of an echo are left: of its own band, and, for loudspeakers distort, of all. */
const LEAST_LEFT = 0.03;
const DISTORTION = 0.05;
const LEAST_OF_GAIN = 0.003;
/** What is left is followed in steps, up faster than down, so it settles near the loudest. */
const STEP_UP = 1.08;
const STEP_DOWN = 0.965;
/** Nothing is learnt of a reference that is this much quieter than it was, nor doubted of this. */
const LEARNT_SHARE = 0.02;
const LOUD_SHARE = 0.05;
/** Nor of a band that has this little of it. */
const LEAST_OF_REFERENCE = 1 / 300;
const WEIGHED_EVERY = 5;
/** The filter tells powers of a block. */
const PER_BLOCK = WINDOW_SAMPLES / BLOCK_SAMPLES;

/** How loud the echo of a known path is in each band, before and behind the filter. */
export class EchoLevels {
  /** The most that may be left of the echo in a window, by bands. */
  readonly left = new Float64Array(BANDS);
  readonly #reference: ReferenceSpectra;
  readonly #filter: EchoFilter;
  readonly #referencePower = new Float64Array(BANDS);
  readonly #gains = new Float64Array(BANDS);
  /** The share of the reference that is left behind the filter. */
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

  /** The loudest echo that there may be in the window, all bands together. */
  get echo(): number {
    return this.#echo;
  }

  /** The reference is not much quieter than it was. */
  get referenceIsLoud(): boolean {
    return this.#referenceAll > LOUD_SHARE * this.#loudest;
  }

  /** The reference at this delay in blocks, in a window's length. */
  referenceAt(delay: number): number {
    return Math.max(this.#reference.powerAt(delay), this.#reference.powerAt(delay + 1));
  }

  /** A path was found; `gain`: about the power of the echo by that of the reference. */
  restart(delay: number, gain: number): void {
    this.#referencePower.fill(0);
    this.#follow(delay);
    this.#assumedGain = ROOM * gain;
    this.#learnt = 0;
    this.#gains.fill(0);
    this.#leftShare.fill(gain);
    this.#doubted.fill(0);
  }

  /** Works out what may be left in the window that was just heard. */
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

  /** The window held nothing but echo, and this was left of it. */
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

  /** The greatest power of the echo by that of the reference. */
  #gain(band: number): number {
    const assumed = this.#assumedGain * ASSUMED_KEEP ** this.#learnt;
    return Math.max(ROOM * (this.#gains[band] as number), assumed, 1e-9);
  }

  /** The loudest of the frames around the delay, and what the room keeps of earlier ones. */
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

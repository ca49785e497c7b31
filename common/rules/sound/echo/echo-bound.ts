import type { ReferenceSpectra } from './reference-spectra.ts';

/** The greatest gain an echo can have, as a power. */
const LOUDEST_GAIN = 2;
/**
 * How quiet an echo is can only be judged under a loud reference: at least this share of the
 * loudest one.
 */
const LOUD_SHARE = 0.1;
/** Below this share of the noise, nothing can be judged. */
const LEAST_OF_NOISE = 0.25;
/** The first windows of a call are ignored: sound takes time to rise. */
const FIRST_WINDOWS = 3;
/**
 * When the observed gain is far below the bound, the bound falls by only this share of the way: a
 * quiet moment may just be a lost packet.
 */
const FALLS = 0.2;
const FAR = 4;
/**
 * When the observed gain is near the bound, small steps settle it where a quarter of all moments
 * lie below, because an echo's loudness varies.
 */
const STEP_DOWN = 0.976;
const STEP_UP = 1.008;
/**
 * An echo fades out, so sound still counts for a while after it: this share from window to window.
 */
const FADES = 0.7;

/**
 * The maximum power an echo can have, per delay, judged by the quieter moments under a loud
 * reference. Anything clearly louder is the caller.
 */
export class EchoBound {
  readonly #reference: ReferenceSpectra;
  /** The greatest power of the echo relative to the reference, for each delay in blocks. */
  readonly #gains: Float64Array;
  readonly #seen: Uint16Array;
  #loudest = 0;
  #heard = 0;

  constructor(reference: ReferenceSpectra, delays: number) {
    this.#reference = reference;
    this.#gains = new Float64Array(delays).fill(LOUDEST_GAIN);
    this.#seen = new Uint16Array(delays);
  }

  /** Takes in a window of this power, and returns the maximum power of an echo in it. */
  push(power: number, noise: number): number {
    const reference = this.#reference;
    const beyondNoise = Math.max(power - noise, LEAST_OF_NOISE * noise);
    this.#heard = Math.max(beyondNoise, FADES * this.#heard);
    this.#loudest = Math.max(0.999 * this.#loudest, reference.powerAt(0));
    let loudest = 0;
    for (let delay = 0; delay < this.#gains.length; delay += 1) {
      const now = reference.powerAt(delay);
      const earlier = reference.powerAt(delay + 1);
      const later = reference.powerAt(Math.max(0, delay - 1));
      const gain = this.#gains[delay] as number;
      loudest = Math.max(loudest, gain * Math.max(now, later));
      const steady = Math.min(now, earlier, later);
      if (steady <= LOUD_SHARE * this.#loudest) continue;
      const seen = (this.#seen[delay] as number) + 1;
      this.#seen[delay] = Math.min(seen, FIRST_WINDOWS + 1);
      if (seen <= FIRST_WINDOWS) continue;
      const heard = this.#heard / steady;
      this.#gains[delay] = Math.min(LOUDEST_GAIN, nearer(gain, heard));
    }
    return loudest;
  }
}

function nearer(gain: number, heard: number): number {
  if (FAR * heard < gain) return gain + FALLS * (heard - gain);
  return gain * (heard < gain ? STEP_DOWN : STEP_UP);
}

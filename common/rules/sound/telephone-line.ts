import { decodeMulaw, encodeMulaw } from './mulaw.ts';
import { Resampler } from './resampler.ts';
import { steadyResampler } from './steady-resampler.ts';

const WIDE_HZ = 16_000;
const TELEPHONE_HZ = 8_000;

/**
 * One direction of sound as a telephone carries it: reduced to 8 kHz µ-law and back. It has state,
 * so each direction of each call needs its own. Delays the sound by a few milliseconds.
 */
export class TelephoneLine {
  readonly #down = new Resampler(WIDE_HZ, TELEPHONE_HZ);
  readonly #up = new Resampler(TELEPHONE_HZ, WIDE_HZ);
  readonly #steady = steadyResampler((samples) =>
    this.#up.push(decodeMulaw(encodeMulaw(this.#down.push(samples)))),
  );

  /** Takes 16 kHz samples, and returns as many. */
  through(samples: Int16Array): Int16Array {
    return this.#steady(samples);
  }
}

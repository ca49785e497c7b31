import { decodeMulaw, encodeMulaw } from './mulaw.ts';
import { Resampler } from './resampler.ts';
import { steadyResampler } from './steady-resampler.ts';

const WIDE_HZ = 16_000;
const TELEPHONE_HZ = 8_000;

/**
 * What a telephone makes of one direction of sound: 8 kHz, µ-law, and back. Keeps its state, so
 * each direction of each call has its own. Delays the sound by a few milliseconds.
 */
export class TelephoneLine {
  readonly #down = new Resampler(WIDE_HZ, TELEPHONE_HZ);
  readonly #up = new Resampler(TELEPHONE_HZ, WIDE_HZ);
  readonly #steady = steadyResampler((samples) =>
    this.#up.push(decodeMulaw(encodeMulaw(this.#down.push(samples)))),
  );

  /** 16 kHz in, as many 16 kHz samples out. */
  through(samples: Int16Array): Int16Array {
    return this.#steady(samples);
  }
}

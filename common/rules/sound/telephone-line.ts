import { decodeMulaw, encodeMulaw } from './mulaw.ts';
import { Resampler } from './resampler.ts';

const WIDE_HZ = 16_000;
const TELEPHONE_HZ = 8_000;

/**
 * What a telephone makes of one direction of sound: 8 kHz, µ-law, and back. Keeps its state, so
 * each direction of each call has its own. Delays the sound by a few milliseconds.
 */
export class TelephoneLine {
  readonly #down = new Resampler(WIDE_HZ, TELEPHONE_HZ);
  readonly #up = new Resampler(TELEPHONE_HZ, WIDE_HZ);
  #ready = new Int16Array(0);

  /** 16 kHz in, as many 16 kHz samples out. */
  through(samples: Int16Array): Int16Array {
    const narrow = decodeMulaw(encodeMulaw(this.#down.push(samples)));
    const wide = this.#up.push(narrow);
    const all = new Int16Array(this.#ready.length + wide.length);
    all.set(this.#ready);
    all.set(wide, this.#ready.length);
    const output = new Int16Array(samples.length);
    // At the very beginning the filters still hold something back: that is the line's delay.
    const missing = Math.max(0, samples.length - all.length);
    output.set(all.subarray(0, samples.length), missing);
    this.#ready = all.slice(samples.length - missing);
    return output;
  }
}

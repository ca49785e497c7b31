import { encodeMulaw } from '../../../../common/rules/sound/mulaw.ts';
import { Resampler } from '../../../../common/rules/sound/resampler.ts';
import { SAMPLE_RATE_HZ } from '../../carrier.ts';

/** Samples, and so µ-law bytes, per second on the telephone line. */
export const LINE_RATE_HZ = 8_000;

/** The agent's sound on its way to the line: 16 kHz samples to µ-law, one direction of one call. */
export class G711Encoder {
  readonly #down = new Resampler(SAMPLE_RATE_HZ, LINE_RATE_HZ);
  #ready = new Int16Array(0);

  /** As many bytes as the samples last: a frame of 20 ms stays a frame of 20 ms. */
  encode(samples: Int16Array): Uint8Array {
    const narrow = this.#down.push(samples);
    const all = new Int16Array(this.#ready.length + narrow.length);
    all.set(this.#ready);
    all.set(narrow, this.#ready.length);
    const output = new Int16Array((samples.length * LINE_RATE_HZ) / SAMPLE_RATE_HZ);
    // At the very beginning the filter still holds something back: 2 ms of silence in its place.
    const missing = Math.max(0, output.length - all.length);
    output.set(all.subarray(0, output.length), missing);
    this.#ready = all.slice(output.length - missing);
    return encodeMulaw(output);
  }
}

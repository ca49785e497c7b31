import { encodeMulaw } from '../../../../common/rules/sound/mulaw.ts';
import { Resampler } from '../../../../common/rules/sound/resampler.ts';
import { steadyResampler } from '../../../../common/rules/sound/steady-resampler.ts';
import { SAMPLE_RATE_HZ } from '../../carrier.ts';

/** Samples per second on the telephone line, and so bytes of µ-law per second. */
export const LINE_RATE_HZ = 8_000;

/**
 * Encodes the agent's sound for the line: from 16 kHz samples to µ-law, for one direction of one
 * call.
 */
export class G711Encoder {
  readonly #down = new Resampler(SAMPLE_RATE_HZ, LINE_RATE_HZ);
  readonly #steady = steadyResampler(
    (samples) => this.#down.push(samples),
    LINE_RATE_HZ / SAMPLE_RATE_HZ,
  );

  /** Returns exactly as much sound as it gets: a frame of 20 ms stays a frame of 20 ms. */
  encode(samples: Int16Array): Uint8Array {
    return encodeMulaw(this.#steady(samples));
  }
}

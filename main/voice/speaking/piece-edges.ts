import { quietAfter, quietBefore } from '../../../common/rules/sound/silences.ts';
import { FRAME_MS, SAMPLES_PER_FRAME } from '../../carriers/carrier.ts';

const SAMPLES_PER_MS = SAMPLES_PER_FRAME / FRAME_MS;

/**
 * The silence at both ends of a piece's sound, measured as it arrives, given that it is played in
 * whole frames.
 */
export class PieceEdges {
  /** The voice is silent on purpose, so all of it counts as sound. */
  readonly #isInaudible: boolean;
  #samples = 0;
  #quietSamples = 0;

  constructor(isInaudible = false) {
    this.#isInaudible = isInaudible;
  }

  push(samples: Int16Array): void {
    const quiet = this.#isInaudible ? 0 : quietAfter(samples);
    this.#quietSamples = quiet === samples.length ? this.#quietSamples + quiet : quiet;
    this.#samples += samples.length;
  }

  /** Includes the silence that pads its last frame. */
  get quietMsAfter(): number {
    const rest = this.#samples % SAMPLES_PER_FRAME;
    const filledUp = rest === 0 ? 0 : SAMPLES_PER_FRAME - rest;
    return (this.#quietSamples + filledUp) / SAMPLES_PER_MS;
  }

  quietMsBefore(samples: Int16Array): number {
    return this.#isInaudible ? 0 : quietBefore(samples) / SAMPLES_PER_MS;
  }

  /** The sound without up to `ms` of its initial silence. */
  withoutQuiet(samples: Int16Array, ms: number): Int16Array {
    if (this.#isInaudible || ms === 0) return samples;
    return samples.subarray(Math.min(quietBefore(samples), Math.round(ms * SAMPLES_PER_MS)));
  }
}

import { SAMPLE_RATE_HZ } from '../../carriers/carrier.ts';
import { isQuieterThan, QUIET_PEAK } from './loudness.ts';

const US_PER_SAMPLE = 1_000_000 / SAMPLE_RATE_HZ;
/** So little is nobody's matter: sound just follows the sound before. */
const SAME_TIME_US = 5_000;
/** Sound that is this late against what was told does not wait for a pause to be put right. */
const TORN_AFTER_US = 250_000;
/** Nor does sound that is told as if it were to come only after this. */
const TAKEN_BACK_AFTER_US = 1_000_000;
/** So little is heard by nobody, be it human or a machine: -60 dBFS. */
const SILENT_PEAK = 32;
/** More silence at once tells nothing more. */
const MOST_SILENCE_US = 2_000_000;

/** Silence where nothing came. */
export interface SilentStretch {
  readonly samples: Int16Array;
  readonly atUs: number;
}

/**
 * What was told of the caller's sound, whatever streams it came by, and where the next of it goes.
 * Each piece has a time of its own; where that differs from the end of the piece before, what was
 * told is put right where nobody notices: in a pause. So neither a recording nor an ear gets torn
 * words.
 */
export class ToldSound {
  /** Product time up to which everything has been told; null before the first sound. */
  #untilUs: number | null = null;
  /** How much of what was told last is quiet. */
  #quietUs = 0;
  /** How much of it is silence. */
  #silentUs = 0;
  /** How much later than its own time sound is told now. */
  #shiftUs = 0;

  /** For how long there has been nothing to be heard. */
  get silentUs(): number {
    return this.#silentUs;
  }

  /**
   * The next sound is told: when, and after which silence.
   *
   * @param ownUs when its first sample was heard, in product time
   */
  next(samples: Int16Array, ownUs: number): { before: SilentStretch | null; atUs: number } {
    const before = this.#isGapBefore(ownUs) ? this.silenceUntil(ownUs) : null;
    const atUs = this.#placeFor(ownUs);
    const quietBeforeUs = Math.max(0, this.#quietUs - ((this.#untilUs ?? atUs) - atUs));
    const durationUs = samples.length * US_PER_SAMPLE;
    this.#shiftUs = atUs - ownUs;
    this.#untilUs = atUs + durationUs;
    this.#quietUs = isQuieterThan(QUIET_PEAK, samples) ? quietBeforeUs + durationUs : 0;
    this.#silentUs = isQuieterThan(SILENT_PEAK, samples) ? this.#silentUs + durationUs : 0;
    return { before, atUs };
  }

  /** When sound was heard for which nobody waited: it is only recorded. */
  placeOfLate(ownUs: number): number {
    return ownUs + this.#shiftUs;
  }

  /** There was no sound until then: the silence that is told; null where none is missing. */
  silenceUntil(untilUs: number): SilentStretch | null {
    if (this.#untilUs === null || untilUs <= this.#untilUs) return null;
    // Beyond that, time just passes.
    const fromUs = Math.max(this.#untilUs, untilUs - MOST_SILENCE_US);
    const samples = new Int16Array(Math.round((untilUs - fromUs) / US_PER_SAMPLE));
    const durationUs = samples.length * US_PER_SAMPLE;
    this.#untilUs = fromUs + durationUs;
    this.#quietUs += durationUs;
    this.#silentUs += durationUs;
    return samples.length > 0 ? { samples, atUs: fromUs } : null;
  }

  /** Sound that just follows, or is heard within a word, gets no silence before it. */
  #isGapBefore(ownUs: number): boolean {
    const offUs = ownUs - (this.#untilUs ?? ownUs);
    return offUs > SAME_TIME_US && (this.#quietUs > 0 || offUs >= TORN_AFTER_US);
  }

  /** Where the next sound is told, once the silence before it was. */
  #placeFor(ownUs: number): number {
    const untilUs = this.#untilUs;
    if (untilUs === null) return ownUs;
    const offUs = ownUs - untilUs;
    if (offUs >= -SAME_TIME_US) return untilUs;
    if (offUs <= -TAKEN_BACK_AFTER_US) return ownUs;
    return Math.max(ownUs, untilUs - this.#quietUs);
  }
}

import { SAMPLE_RATE_HZ } from '../../carriers/carrier.ts';
import { isQuieterThan, QUIET_PEAK } from './loudness.ts';

const US_PER_SAMPLE = 1_000_000 / SAMPLE_RATE_HZ;
/** Below this difference, a frame counts as the direct continuation of the one before it. */
const SAME_TIME_US = 5_000;
/**
 * If sound would be passed on this much too early, that is corrected at once instead of at a pause.
 */
const TORN_AFTER_US = 250_000;
/** The same for sound that is passed on this much too late. */
const TAKEN_BACK_AFTER_US = 1_000_000;
/** Below this peak (-60 dBFS), neither people nor machines hear anything. */
const SILENT_PEAK = 32;
/** More silence at once adds no information. */
const MOST_SILENCE_US = 2_000_000;

/** Silence in place of sound that never came. */
export interface SilentStretch {
  readonly samples: Int16Array;
  readonly atUs: number;
}

/**
 * Knows what was passed on of the caller's sound, from whatever streams, and where the next sound
 * goes. Each piece has its own time. If that differs from the end of the previous piece, the
 * difference is corrected where no one notices: in a pause. So neither the recording nor a listener
 * gets torn words.
 */
export class ToldSound {
  /** Product time up to which everything has been passed on; null before the first sound. */
  #untilUs: number | null = null;
  /** How long the sound has been quiet so far. */
  #quietUs = 0;
  /** How long it has been silent so far. */
  #silentUs = 0;
  /** How much later than its own time sound is currently passed on. */
  #shiftUs = 0;

  /** How long there has been nothing audible. */
  get silentUs(): number {
    return this.#silentUs;
  }

  /**
   * Places the next sound: its time, and the silence before it.
   *
   * @param ownUs product time when its first sample was spoken
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

  /** The time of sound that came too late and is only recorded. */
  placeOfLate(ownUs: number): number {
    return ownUs + this.#shiftUs;
  }

  /**
   * There was no sound until this time. Returns the silence to pass on; null if none is missing.
   */
  silenceUntil(untilUs: number): SilentStretch | null {
    if (this.#untilUs === null || untilUs <= this.#untilUs) return null;
    // Any longer gap just passes without sound.
    const fromUs = Math.max(this.#untilUs, untilUs - MOST_SILENCE_US);
    const samples = new Int16Array(Math.round((untilUs - fromUs) / US_PER_SAMPLE));
    const durationUs = samples.length * US_PER_SAMPLE;
    this.#untilUs = fromUs + durationUs;
    this.#quietUs += durationUs;
    this.#silentUs += durationUs;
    return samples.length > 0 ? { samples, atUs: fromUs } : null;
  }

  /** False for sound that directly follows, or continues a word: no silence goes before it. */
  #isGapBefore(ownUs: number): boolean {
    const offUs = ownUs - (this.#untilUs ?? ownUs);
    return offUs > SAME_TIME_US && (this.#quietUs > 0 || offUs >= TORN_AFTER_US);
  }

  /** The time of the next sound, after the silence before it was passed on. */
  #placeFor(ownUs: number): number {
    const untilUs = this.#untilUs;
    if (untilUs === null) return ownUs;
    const offUs = ownUs - untilUs;
    if (offUs >= -SAME_TIME_US) return untilUs;
    if (offUs <= -TAKEN_BACK_AFTER_US) return ownUs;
    return Math.max(ownUs, untilUs - this.#quietUs);
  }
}

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

export interface ToldSoundObserver {
  /** The next sound of the caller, silence included: 16 kHz, no sample of it missing or twice. */
  sound(samples: Int16Array, atUs: number): void;
  /** What belongs into the recording there. */
  record(samples: Int16Array, atUs: number): void;
}

/**
 * The caller's sound as a whole, whatever streams it came by. Each piece has a time of its own;
 * where that differs from the end of the piece before, what was told is put right where nobody
 * notices: in a pause. So neither a recording nor an ear gets torn words.
 */
export class ToldSound {
  readonly #observer: ToldSoundObserver;
  /** Product time up to which everything has been told; null before the first sound. */
  #untilUs: number | null = null;
  /** How much of what was told last is quiet. */
  #quietUs = 0;
  /** How much of it is silence. */
  #silentUs = 0;
  /** How much later than its own time sound is told now. */
  #shiftUs = 0;

  constructor(observer: ToldSoundObserver) {
    this.#observer = observer;
  }

  /** For how long there has been nothing to be heard. */
  get silentUs(): number {
    return this.#silentUs;
  }

  /** @param ownUs when its first sample was heard, in product time */
  tell(samples: Int16Array, ownUs: number): void {
    const atUs = this.#placeFor(ownUs);
    const quietBeforeUs = Math.max(0, this.#quietUs - ((this.#untilUs ?? atUs) - atUs));
    const durationUs = samples.length * US_PER_SAMPLE;
    this.#shiftUs = atUs - ownUs;
    this.#untilUs = atUs + durationUs;
    this.#quietUs = isQuieterThan(QUIET_PEAK, samples) ? quietBeforeUs + durationUs : 0;
    this.#silentUs = isQuieterThan(SILENT_PEAK, samples) ? this.#silentUs + durationUs : 0;
    this.#observer.record(samples, atUs);
    this.#observer.sound(samples, atUs);
  }

  /** Sound that nobody waited for; it is only recorded. */
  tellLate(samples: Int16Array, ownUs: number): void {
    this.#observer.record(samples, ownUs + this.#shiftUs);
  }

  /** There was no sound until then. */
  tellSilence(untilUs: number): void {
    if (this.#untilUs === null || untilUs <= this.#untilUs) return;
    // Beyond that, time just passes.
    const fromUs = Math.max(this.#untilUs, untilUs - MOST_SILENCE_US);
    const samples = new Int16Array(Math.round((untilUs - fromUs) / US_PER_SAMPLE));
    const durationUs = samples.length * US_PER_SAMPLE;
    this.#untilUs = fromUs + durationUs;
    this.#quietUs += durationUs;
    this.#silentUs += durationUs;
    if (samples.length > 0) this.#observer.sound(samples, fromUs);
  }

  /** Where the next sound is told. */
  #placeFor(ownUs: number): number {
    const untilUs = this.#untilUs;
    if (untilUs === null) return ownUs;
    const offUs = ownUs - untilUs;
    if (Math.abs(offUs) <= SAME_TIME_US) return untilUs;
    if (offUs > 0) {
      if (this.#quietUs === 0 && offUs < TORN_AFTER_US) return untilUs;
      this.tellSilence(ownUs);
      return this.#untilUs ?? ownUs;
    }
    if (offUs <= -TAKEN_BACK_AFTER_US) return ownUs;
    return Math.max(ownUs, untilUs - this.#quietUs);
  }
}

import { isQuieterThan, QUIET_PEAK } from './loudness.ts';

/** Frames that are missing for so long, with the next one on time, were not sent. */
const LEAST_PAUSE_US = 300_000;
/** Shortest pause that counts, from a far end known to suppress silence. */
const LEAST_KNOWN_PAUSE_US = 120_000;
/** Who sends silence for so long does not suppress it; it is what is left on before it is. */
const SENT_SILENCE_US = 500_000;

/**
 * Learns whether the far end of one stream sends no frames in silence, as many telephones do, or
 * whether frames that are missing were lost.
 */
export class SilenceHabit {
  #suppresses = false;
  /** It was heard to send silence since the last pause. */
  #sendsSilence = false;
  #quietUs = 0;

  get suppresses(): boolean {
    return this.#suppresses;
  }

  /** The next sound of the stream. */
  heard(samples: Int16Array, durationUs: number): void {
    this.#quietUs = isQuieterThan(QUIET_PEAK, samples) ? this.#quietUs + durationUs : 0;
    if (this.#quietUs < SENT_SILENCE_US) return;
    this.#sendsSilence = true;
    this.#suppresses = false;
  }

  /** A frame came at its own pace, and so much before it did not: whether that was silence. */
  isSilence(missingUs: number): boolean {
    if (missingUs < (this.#suppresses ? LEAST_KNOWN_PAUSE_US : LEAST_PAUSE_US)) return false;
    const isSilence = this.#quietUs > 0 || !this.#sendsSilence;
    if (!this.#sendsSilence) this.#suppresses = true;
    // It may have begun to suppress silence just now: the next pause will tell.
    this.#sendsSilence = false;
    this.#quietUs = 0;
    return isSilence;
  }
}

import { isQuieterThan, QUIET_PEAK } from './loudness.ts';

/** If frames are missing for this long and the next one is on time, they were never sent. */
const LEAST_PAUSE_US = 300_000;
/** The shortest pause that counts, once the far end is known to suppress silence. */
const LEAST_KNOWN_PAUSE_US = 120_000;
/**
 * A far end that sends this much silence does not suppress it. Silence suppression begins only
 * after some silence was sent.
 */
const SENT_SILENCE_US = 500_000;

/**
 * Learns whether the far end of one stream stops sending frames during silence, as many telephones
 * do, or whether missing frames were lost.
 */
export class SilenceHabit {
  #suppresses = false;
  /** It has sent silence since the last pause. */
  #sendsSilence = false;
  #quietUs = 0;

  get suppresses(): boolean {
    return this.#suppresses;
  }

  /** Takes the next sound of the stream. */
  heard(samples: Int16Array, durationUs: number): void {
    this.#quietUs = isQuieterThan(QUIET_PEAK, samples) ? this.#quietUs + durationUs : 0;
    if (this.#quietUs < SENT_SILENCE_US) return;
    this.#sendsSilence = true;
    this.#suppresses = false;
  }

  /** A frame arrived on time after this much was missing: returns whether that was silence. */
  isSilence(missingUs: number): boolean {
    if (missingUs < (this.#suppresses ? LEAST_KNOWN_PAUSE_US : LEAST_PAUSE_US)) return false;
    const isSilence = this.#quietUs > 0 || !this.#sendsSilence;
    if (!this.#sendsSilence) this.#suppresses = true;
    // It may have started to suppress silence just now; the next pause will show.
    this.#sendsSilence = false;
    this.#quietUs = 0;
    return isSilence;
  }
}

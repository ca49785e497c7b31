import { FADE_SAMPLES, fadedIn, fadedOut } from '../../common/rules/sound/fades.ts';
import { quietAfter, quietBefore } from '../../common/rules/sound/silences.ts';
import { joinedSamples } from './joined-samples.ts';

const SAMPLES_PER_MS = 16;
/** How much silence before the first sound is kept, because a voice begins softly. */
export const LEAD_IN_MS = 10;
/** How much silence after the last sound is kept. */
export const TAIL_MS = 20;
/** The most silence to hold back: no voice makes a longer pause, and memory is finite. */
export const MOST_HELD_MS = 10_000;

const LEAD_IN_SAMPLES = LEAD_IN_MS * SAMPLES_PER_MS;
const TAIL_SAMPLES = TAIL_MS * SAMPLES_PER_MS;
const MOST_HELD_SAMPLES = MOST_HELD_MS * SAMPLES_PER_MS;

/**
 * Removes the silence around one piece of speech while it arrives, 16 kHz mono: audible sound is
 * passed on at once, and silence waits until it is known to be inside the piece. Both ends are
 * faded, so that a piece which begins or ends within a sound makes no click. Everything in between
 * is unchanged, and the result does not depend on how the sound is divided.
 */
export class SpeechTrimmer {
  /** The end of the silence before the first sound. */
  #leadIn = new Int16Array(0);
  #begun = false;
  #handedOn = 0;
  /** Samples that may turn out to be the end. */
  #held: Int16Array[] = [];
  #heldSamples = 0;
  /** How many of them precede the last audible one. */
  #heldAudible = 0;

  /** Whether anything audible has arrived. */
  get begun(): boolean {
    return this.#begun;
  }

  /**
   * Returns the part of the sound that certainly belongs to the piece and was not returned before.
   */
  push(samples: Int16Array): Int16Array {
    if (this.#begun) return this.#goOn(samples);
    const quiet = quietBefore(samples);
    const before = joinedSamples([this.#leadIn, samples.subarray(0, quiet)]);
    this.#leadIn = before.slice(-LEAD_IN_SAMPLES);
    if (quiet === samples.length) return new Int16Array(0);
    this.#begun = true;
    return this.#goOn(joinedSamples([this.#leadIn, samples.subarray(quiet)]));
  }

  /** The sound is complete: returns the rest of the piece. */
  end(): Int16Array {
    const held = joinedSamples(this.#held);
    const rest = held.subarray(0, this.#heldAudible + TAIL_SAMPLES);
    this.#held = [];
    return fadedOut(fadedIn(rest, this.#handedOn));
  }

  #goOn(samples: Int16Array): Int16Array {
    const quiet = quietAfter(samples);
    this.#held.push(samples.slice());
    const soundsUntil = this.#heldSamples + samples.length - quiet;
    if (quiet < samples.length) this.#heldAudible = soundsUntil;
    this.#heldSamples += samples.length;
    // The last samples wait too, because they are faded if nothing follows.
    const certain = Math.max(
      Math.min(this.#heldAudible, this.#heldSamples - FADE_SAMPLES),
      this.#heldSamples - MOST_HELD_SAMPLES,
    );
    return certain > 0 ? this.#handOn(certain) : new Int16Array(0);
  }

  #handOn(count: number): Int16Array {
    const held = joinedSamples(this.#held);
    this.#held = [held.subarray(count)];
    this.#heldSamples -= count;
    this.#heldAudible = Math.max(0, this.#heldAudible - count);
    const position = this.#handedOn;
    this.#handedOn += count;
    const samples = held.subarray(0, count);
    return position < FADE_SAMPLES ? fadedIn(samples, position) : samples;
  }
}

/** Trims a piece whose sound is complete; empty if none of it is audible. */
export function trimmedPiece(samples: Int16Array): Int16Array {
  const trimmer = new SpeechTrimmer();
  return joinedSamples([trimmer.push(samples), trimmer.end()]);
}

/** The error for words without audible sound. */
export function noSound(engine: string): Error {
  return new Error(`${engine} answered, but with no sound.`);
}

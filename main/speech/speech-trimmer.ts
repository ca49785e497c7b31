import { FADE_SAMPLES, fadedIn, fadedOut } from '../../common/rules/sound/fades.ts';
import { quietAfter, quietBefore } from '../../common/rules/sound/silences.ts';
import { joinedSamples } from './joined-samples.ts';

const SAMPLES_PER_MS = 16;
/** So much of the silence before the first sound is kept: a voice begins softly. */
export const LEAD_IN_MS = 10;
/** And of the silence after the last one. */
export const TAIL_MS = 20;
/** More silence than this is not held back: no voice makes such a pause, and memory is finite. */
export const MOST_HELD_MS = 10_000;

const LEAD_IN_SAMPLES = LEAD_IN_MS * SAMPLES_PER_MS;
const TAIL_SAMPLES = TAIL_MS * SAMPLES_PER_MS;
const MOST_HELD_SAMPLES = MOST_HELD_MS * SAMPLES_PER_MS;

/**
 * Cuts the silence around one piece of speech while it comes in, 16 kHz mono: what can be heard goes
 * on at once, silence waits until it is known to lie inside the piece. Both ends are faded, so that
 * a piece which begins or ends within a sound makes no click; everything between is as it came, and
 * how it was torn makes no difference.
 */
export class SpeechTrimmer {
  /** The end of the silence before the first sound. */
  #leadIn = new Int16Array(0);
  #begun = false;
  #handedOn = 0;
  /** What may turn out to be the end. */
  #held: Int16Array[] = [];
  #heldSamples = 0;
  /** So many of these end with the last one that can be heard. */
  #heldAudible = 0;

  /** Something could be heard. */
  get begun(): boolean {
    return this.#begun;
  }

  /** What of the sound so far is certain to belong to the piece, and was not handed on yet. */
  push(samples: Int16Array): Int16Array {
    if (this.#begun) return this.#goOn(samples);
    const quiet = quietBefore(samples);
    const before = joinedSamples([this.#leadIn, samples.subarray(0, quiet)]);
    this.#leadIn = before.slice(-LEAD_IN_SAMPLES);
    if (quiet === samples.length) return new Int16Array(0);
    this.#begun = true;
    return this.#goOn(joinedSamples([this.#leadIn, samples.subarray(quiet)]));
  }

  /** No more sound comes: the rest of the piece. */
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
    // The last samples wait too: they are faded if nothing comes after them.
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

/** A piece whose sound came whole; empty where nothing of it can be heard. */
export function trimmedPiece(samples: Int16Array): Int16Array {
  const trimmer = new SpeechTrimmer();
  return joinedSamples([trimmer.push(samples), trimmer.end()]);
}

/** What is wrong with words of which nothing can be heard. */
export function noSound(engine: string): Error {
  return new Error(`${engine} answered, but with no sound.`);
}

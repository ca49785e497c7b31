import { FRAME_MS } from '../../carrier.ts';

/** Half a minute of marks: a socket that is behind by so much was given up. */
const MOST_AWAITED = 1_500;

interface SentFrame {
  readonly mark: string;
  readonly frame: number;
  readonly samples: Int16Array;
}

/**
 * What the far end has heard. A mark follows every frame, and Twilio echoes it once the sound
 * before it was played. So a frame counts as heard when its mark is back, and not before: however
 * late anything comes, what is said to be heard was heard, and what lacks is at most the frame that
 * is being played and what was played while the mark was on its way back. (To reckon from fewer
 * marks with the time that passed would claim sound that a stalled line has not brought yet.)
 *
 * A `clear` makes Twilio echo all marks at once: those tell nothing, so each `clear` begins a new
 * generation of names.
 */
export class PlaybackMarks {
  #generation = 0;
  /** Frames whose mark is not back yet, oldest first. */
  #awaited: SentFrame[] = [];
  #lastHeard: Int16Array | null = null;
  #ends = 0;

  /** Notes a frame that goes out; returns the name of the mark to send after it. */
  frameSent(frame: number, samples: Int16Array): string {
    const mark = `${this.#generation}:${frame}`;
    this.#awaited.push({ mark, frame, samples });
    if (this.#awaited.length > MOST_AWAITED) this.#awaited.shift();
    return mark;
  }

  /** The name of a mark behind everything sent so far. */
  end(): string {
    this.#ends += 1;
    return `end:${this.#ends}`;
  }

  /** Returns the frame whose sound was played; null for a mark that tells nothing. */
  echoed(name: string): number | null {
    const index = this.#awaited.findIndex(({ mark }) => mark === name);
    const heard = this.#awaited[index];
    if (!heard) return null;
    this.#awaited.splice(0, index + 1);
    this.#lastHeard = heard.samples;
    return heard.frame;
  }

  /** How much of what was sent is not known to be heard. */
  unheardMs(): number {
    return this.#awaited.length * FRAME_MS;
  }

  /** The frame that was heard last. */
  get lastHeard(): Int16Array | null {
    return this.#lastHeard;
  }

  /** Twilio was told to drop what it has not played. */
  cleared(): void {
    this.#generation += 1;
    this.#awaited = [];
  }
}

import { FRAME_MS } from '../../carrier.ts';

/** Half a minute of marks; a socket that is further behind is given up anyway. */
const MOST_AWAITED = 1_500;

interface SentFrame {
  readonly mark: string;
  readonly frame: number;
  readonly samples: Int16Array;
}

/**
 * Knows what the far end has heard. A mark follows every frame, and Twilio echoes it once the sound
 * before it was played. A frame counts as heard when its mark is back, and not before. So whatever
 * the delays, everything reported as heard really was; only the frame being played, and those
 * played while a mark was on its way back, are missing. (Estimating the rest from elapsed time,
 * with fewer marks, would count sound that a stalled line has not delivered yet.)
 *
 * After a `clear`, Twilio echoes all marks at once. Those mean nothing, so each `clear` starts a
 * new generation of names.
 */
export class PlaybackMarks {
  #generation = 0;
  /** Frames whose mark is not back yet, oldest first. */
  #awaited: SentFrame[] = [];
  #lastHeard: Int16Array | null = null;
  #ends = 0;

  /** Notes a frame that is being sent; returns the name of the mark to send after it. */
  frameSent(frame: number, samples: Int16Array): string {
    const mark = `${this.#generation}:${frame}`;
    this.#awaited.push({ mark, frame, samples });
    if (this.#awaited.length > MOST_AWAITED) this.#awaited.shift();
    return mark;
  }

  /** The name of a mark after everything sent so far. */
  end(): string {
    this.#ends += 1;
    return `end:${this.#ends}`;
  }

  /** Returns the frame whose sound was played; null for a mark without a meaning. */
  echoed(name: string): number | null {
    const index = this.#awaited.findIndex(({ mark }) => mark === name);
    const heard = this.#awaited[index];
    if (!heard) return null;
    this.#awaited.splice(0, index + 1);
    this.#lastHeard = heard.samples;
    return heard.frame;
  }

  /** How much of what was sent is not known to have been heard. */
  unheardMs(): number {
    return this.#awaited.length * FRAME_MS;
  }

  /** The latest frame that was heard. */
  get lastHeard(): Int16Array | null {
    return this.#lastHeard;
  }

  /** Twilio was told to drop what it has not played yet. */
  cleared(): void {
    this.#generation += 1;
    this.#awaited = [];
  }
}

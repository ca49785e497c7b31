import { FRAME_MS } from '../carrier.ts';

/** After the first frame of a burst, a mark follows every so many frames. */
const FRAMES_PER_MARK = 5;
/** No frame for so long: the next one begins a new burst of sound. */
const BURST_GAP_MS = 3 * FRAME_MS;
/** Ten seconds of marks: more is never under way on a line that works. */
const MOST_AWAITED = 100;

interface AwaitedMark {
  readonly name: string;
  /** The frame that goes before it. */
  readonly frame: number;
  /** How many frames of the burst go before it. */
  readonly framesBefore: number;
}

/**
 * What the far end has heard, by the marks that Twilio echoes once the sound before them was
 * played. A `clear` makes Twilio echo all marks at once: those tell nothing, so each `clear`
 * begins a new generation of names.
 */
export class PlaybackMarks {
  #generation = 0;
  #awaited: AwaitedMark[] = [];
  #framesSent = 0;
  #framesHeard = 0;
  #heardAtMs = 0;
  #lastFrameAtMs = Number.NEGATIVE_INFINITY;
  #ends = 0;

  /** Notes a frame that went out; returns the name of the mark to send after it, if any. */
  frameSent(frame: number, nowMs: number): string | null {
    const burst = nowMs - this.#lastFrameAtMs > BURST_GAP_MS;
    // What was sent before is heard by now; only marks under way could still tell of it.
    if (burst && this.#awaited.length === 0) this.#forget();
    this.#lastFrameAtMs = nowMs;
    const marked = burst || this.#framesSent % FRAMES_PER_MARK === 0;
    this.#framesSent += 1;
    if (!marked) return null;
    const name = `${this.#generation}:${frame}`;
    this.#awaited.push({ name, frame, framesBefore: this.#framesSent });
    if (this.#awaited.length > MOST_AWAITED) this.#awaited.shift();
    return name;
  }

  /** The name of a mark behind everything sent so far. */
  end(): string {
    this.#ends += 1;
    return `end:${this.#ends}`;
  }

  /** Returns the frame whose sound was played; null for a mark that tells nothing. */
  echoed(name: string, nowMs: number): number | null {
    const index = this.#awaited.findIndex((mark) => mark.name === name);
    const mark = this.#awaited[index];
    if (!mark) return null;
    this.#awaited = this.#awaited.slice(index + 1);
    this.#framesHeard = Math.max(this.#framesHeard, mark.framesBefore);
    this.#heardAtMs = nowMs;
    return mark.frame;
  }

  /**
   * How much of what was sent the far end has not heard yet, as far as the marks tell: from the
   * last one on, playing went on by itself.
   */
  unheardMs(nowMs: number): number {
    const unheardMs = (this.#framesSent - this.#framesHeard) * FRAME_MS;
    if (this.#framesHeard === 0) return unheardMs;
    return Math.max(0, unheardMs - (nowMs - this.#heardAtMs));
  }

  /** Twilio was told to drop what it has not played. */
  cleared(): void {
    this.#generation += 1;
    this.#lastFrameAtMs = Number.NEGATIVE_INFINITY;
    this.#forget();
  }

  #forget(): void {
    this.#framesSent = 0;
    this.#framesHeard = 0;
    this.#awaited = [];
  }
}

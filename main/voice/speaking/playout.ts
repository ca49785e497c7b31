import { FRAME_MS, SAMPLE_RATE_HZ, SAMPLES_PER_FRAME } from '../../carriers/carrier.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';

/** Receives what happens to the pieces. Times are product microseconds (`clock.nowUs`). */
export interface PlayoutObserver<P = number> {
  /** A frame leaves. `dueUs` is its place on the pacing grid: when it is to be heard. */
  frame(samples: Int16Array, dueUs: number): void;
  /**
   * The piece's first frame is due, after the pause before it. Repeated if the whole piece had been
   * taken back.
   */
  started(piece: P, dueUs: number): void;
  /** The piece's last frame was played out. Repeated if some of it had been taken back. */
  ended(piece: P, overUs: number): void;
  /** Everything queued and closed was played out. */
  drained(): void;
}

/** How much of a piece was heard when it was cut. */
export interface CutPiece<P = number> {
  readonly piece: P;
  readonly playedMs: number;
  /** The length of the sound that existed. */
  readonly totalMs: number;
  /** The piece's sound was complete. */
  readonly complete: boolean;
}

interface QueuedPiece<P> {
  readonly piece: P;
  /** Silence before its sound, and not part of it: whole frames. */
  pauseSamples: number;
  /** The sound that has not left yet begins at `offset` of the first chunk. */
  readonly chunks: Int16Array[];
  offset: number;
  /** Whether the observer was told of its beginning. */
  begun: boolean;
  /** The next two include the pause. */
  sentSamples: number;
  totalSamples: number;
  complete: boolean;
}

interface SentFrame<P> {
  readonly of: QueuedPiece<P>;
  /** How many samples of the piece were sent before this frame. */
  readonly at: number;
  /** Without the silence that pads a piece's last frame. */
  readonly samples: Int16Array;
  readonly dueUs: number;
}

const FRAME_US = FRAME_MS * 1000;
/**
 * The catch-up rule: a frame that is late by up to this much is sent at once, so that the
 * listener's buffer stays full. Beyond that, the grid is moved to now, and only the lead is rushed.
 */
const CATCH_UP_US = 100_000;
/** How much sound can be taken back; no working line has more under way. */
export const TAKE_BACK_MS = 5_000;

/**
 * Paces sound into 20 ms frames on a grid of absolute deadlines. Each frame leaves `leadMs` before
 * it is due: on a new grid the first frame leaves at once, and the next ones in a rush until the
 * lead is reached. Frames that left but were not heard can be taken back and are sent again later.
 * Pieces start on a frame boundary, so the place of every piece in the sound is known to the frame.
 * `P` can be anything that identifies a piece; the observer gets it as it was opened.
 */
export class Playout<P = number> {
  readonly #clock: Clock;
  readonly #observer: PlayoutObserver<P>;
  readonly #leadUs: number;
  /** Pieces with sound that has not left yet, or that may get more sound. */
  readonly #queue: QueuedPiece<P>[] = [];
  /** The frames that left, oldest first, as far back as they can be taken back. */
  #sent: SentFrame<P>[] = [];
  /** How many of `#sent` are due by now. */
  #begun = 0;
  /** Pieces that began and are not over. There can be several only after a take-back. */
  #playing: QueuedPiece<P>[] = [];
  /** One closure for all frames, because a hundred calls send five thousand a second. */
  readonly #onDue = () => this.#tick();
  #timer: ClockTimer | null = null;
  /** When the next frame is due; null while there is no grid. */
  #dueUs: number | null = null;
  #paused = false;
  /** Something was queued since `drained` was last called. */
  #undrained = false;
  /** The number of samples in all pieces that have not left yet. */
  #unsent = 0;

  constructor(clock: Clock, observer: PlayoutObserver<P>, leadMs = 0) {
    this.#clock = clock;
    this.#observer = observer;
    this.#leadUs = leadMs * 1000;
  }

  /** Opens a piece at the end of the queue; its sound may arrive later. */
  open(piece: P): void {
    this.#undrained = true;
    this.#queue.push({
      piece,
      pauseSamples: 0,
      begun: false,
      chunks: [],
      offset: 0,
      sentSamples: 0,
      totalSamples: 0,
      complete: false,
    });
  }

  /** Inserts silence before a piece that has no sound yet. */
  pauseBefore(piece: P, frames: number): void {
    const queued = this.#find(piece);
    if (!queued || frames === 0) return;
    queued.pauseSamples = frames * SAMPLES_PER_FRAME;
    this.push(piece, new Int16Array(queued.pauseSamples));
  }

  push(piece: P, samples: Int16Array): void {
    const queued = this.#find(piece);
    if (!queued || samples.length === 0) return;
    queued.chunks.push(samples);
    queued.totalSamples += samples.length;
    this.#unsent += samples.length;
    this.#wake();
  }

  /** The piece's sound is complete. */
  close(piece: P): void {
    const queued = this.#find(piece);
    if (!queued) return;
    queued.complete = true;
    this.#wake();
  }

  /** Nothing is queued and nothing plays. */
  get idle(): boolean {
    return !this.#undrained;
  }

  /** How much sound has not left yet. */
  get aheadMs(): number {
    return msOf(this.#unsent);
  }

  /** How much sound is still to be heard; infinite while more may come. */
  get unheardMs(): number {
    if (this.#queue.some(({ complete }) => !complete)) return Number.POSITIVE_INFINITY;
    return this.aheadMs + Math.max(0, this.#overUs() - this.#clock.nowUs()) / 1000;
  }

  /** How long ago the last sound was over; 0 during sound, infinite before the first. */
  get silentMs(): number {
    // On a busy machine, sound may leave late: that is not a silence of the agent's.
    if (this.#paused || this.#unsent > 0) return 0;
    return Math.max(0, this.#clock.nowUs() - this.#overUs()) / 1000;
  }

  /** The piece that is being heard, or that resumes after a pause; null if there is none. */
  get playingPiece(): P | null {
    return this.#playing[0]?.piece ?? null;
  }

  /** Whether anything left that could be taken back. */
  get sounded(): boolean {
    return this.#sent.length > 0;
  }

  /** Whether something began and all of it was taken back. */
  get allTakenBack(): boolean {
    return this.#playing[0]?.sentSamples === 0 && this.#sent.length === 0;
  }

  /**
   * Pauses. The newest `unheardMs` of what left did not reach the ear and are taken back; `resume`
   * continues at the first sample that was not heard. A partly heard frame counts as not heard.
   */
  pause(unheardMs = 0): void {
    this.#paused = true;
    this.#stopTimer();
    this.#dueUs = null;
    this.#takeBack(unheardMs);
  }

  resume(): void {
    this.#paused = false;
    this.#wake();
  }

  /**
   * Drops everything queued; `unheardMs` as for `pause`. Returns how far each piece got that began
   * and is not over, in order. Nothing was heard of any but the first.
   */
  cut(unheardMs = 0): CutPiece<P>[] {
    this.#takeBack(unheardMs);
    this.#begin(Number.POSITIVE_INFINITY);
    const begun = this.#playing.filter((piece) => piece.begun);
    const cut = begun.map(({ piece, pauseSamples, sentSamples, totalSamples, complete }) => ({
      piece,
      playedMs: msOf(Math.max(0, sentSamples - pauseSamples)),
      totalMs: msOf(totalSamples - pauseSamples),
      complete,
    }));
    this.#stopTimer();
    this.#queue.length = 0;
    this.#unsent = 0;
    this.#playing = [];
    this.#dueUs = null;
    this.#paused = false;
    this.#undrained = false;
    this.settle();
    return cut;
  }

  /** What is over by now can no longer be taken back. */
  settle(): void {
    this.#sent.splice(0, this.#begun);
    this.#begun = 0;
  }

  #find(piece: P): QueuedPiece<P> | undefined {
    return this.#queue.find((queued) => queued.piece === piece);
  }

  #wake(): void {
    if (!this.#paused) this.#tick();
  }

  /** Does everything that is due by now. The observers it calls may pause or cut the playout. */
  #tick(): void {
    this.#stopTimer();
    const nowUs = this.#clock.nowUs();
    this.#keepPace(nowUs);
    for (let head = this.#head(); head && hasFrame(head) && !this.#paused; head = this.#head()) {
      this.#dueUs ??= Math.max(nowUs, this.#overUs());
      if (nowUs - this.#dueUs > CATCH_UP_US) this.#dueUs = nowUs;
      if (this.#dueUs - this.#leadUs > nowUs) break;
      this.#send(head, this.#dueUs);
      this.#keepPace(nowUs);
    }
    if (!this.#paused) this.#arm(nowUs);
  }

  /** Sets the timer for the next event: a frame is due, the last one is over, or one leaves. */
  #arm(nowUs: number): void {
    this.#stopTimer();
    const head = this.#head();
    const leavesUs =
      this.#dueUs !== null && head && hasFrame(head)
        ? this.#dueUs - this.#leadUs
        : Number.POSITIVE_INFINITY;
    const paceUs = this.#sent[this.#begun]?.dueUs ?? this.#overUs();
    const wakeUs = paceUs > nowUs ? Math.min(paceUs, leavesUs) : leavesUs;
    if (wakeUs < Number.POSITIVE_INFINITY) {
      this.#timer = this.#clock.after((wakeUs - nowUs) / 1000, this.#onDue);
    } else {
      // All sound is over, or the engine is too slow: the grid restarts with the next sound.
      this.#dueUs = null;
    }
  }

  /** When the last frame that left is over. */
  #overUs(): number {
    const last = this.#sent.at(-1);
    return last ? last.dueUs + FRAME_US : Number.NEGATIVE_INFINITY;
  }

  /** The piece whose sound leaves next, once it has some. Removes completed pieces. */
  #head(): QueuedPiece<P> | undefined {
    for (let head = this.#queue[0]; head?.complete && !hasSound(head); head = this.#queue[0]) {
      this.#queue.shift();
    }
    return this.#queue[0];
  }

  #send(piece: QueuedPiece<P>, dueUs: number): void {
    const at = piece.sentSamples;
    const frame = takeFrame(piece);
    const count = piece.sentSamples - at;
    this.#unsent -= count;
    this.#dueUs = dueUs + FRAME_US;
    this.#sent.push({ of: piece, at, samples: frame.subarray(0, count), dueUs });
    if (this.#begun > TAKE_BACK_MS / FRAME_MS) {
      this.#sent.shift();
      this.#begun -= 1;
    }
    this.#observer.frame(frame, dueUs);
  }

  /** Reports what began and what is over at `nowUs`. */
  #keepPace(nowUs: number): void {
    this.#begin(nowUs);
    if (this.#begun < this.#sent.length || this.#overUs() > nowUs) return;
    const playing = this.#playing[0];
    if (playing?.complete && !hasSound(playing)) this.#endFirst();
    if (!this.#undrained || this.#playing.length > 0 || this.#head()) return;
    this.#undrained = false;
    this.#observer.drained();
  }

  /** Marks the frames that are due at `nowUs` as heard, and their pieces as begun. */
  #begin(nowUs: number): void {
    for (let frame = this.#sent[this.#begun]; frame; frame = this.#sent[this.#begun]) {
      if (frame.dueUs > nowUs) return;
      // Pieces follow each other, so the previous one is over.
      const playing = this.#playing[0];
      if (playing && playing !== frame.of) {
        this.#endFirst();
        continue;
      }
      this.#begun += 1;
      if (!playing) this.#playing.push(frame.of);
      if (frame.at !== frame.of.pauseSamples) continue;
      frame.of.begun = true;
      this.#observer.started(frame.of.piece, frame.dueUs);
    }
  }

  #endFirst(): void {
    const piece = this.#playing.shift();
    if (!piece) return;
    const last = this.#sent[this.#begun - 1];
    this.#observer.ended(piece.piece, last ? last.dueUs + FRAME_US : this.#clock.nowUs());
  }

  #takeBack(unheardMs: number): void {
    for (let left = Math.ceil(unheardMs / FRAME_MS); left > 0; left -= 1) {
      const frame = this.#sent.pop();
      if (!frame) return;
      const { of: piece, samples } = frame;
      putBack(piece, samples);
      this.#unsent += samples.length;
      this.#undrained = true;
      if (this.#queue[0] !== piece) this.#queue.unshift(piece);
      if (this.#sent.length >= this.#begun) continue;
      this.#begun = this.#sent.length;
      if (!this.#playing.includes(piece)) this.#playing.unshift(piece);
    }
  }

  #stopTimer(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}

function msOf(samples: number): number {
  return (samples * 1000) / SAMPLE_RATE_HZ;
}

function hasSound(piece: QueuedPiece<unknown>): boolean {
  return piece.sentSamples < piece.totalSamples;
}

/** Whether the next frame is there: it is only padded with silence if no more sound can come. */
function hasFrame(piece: QueuedPiece<unknown>): boolean {
  const left = piece.totalSamples - piece.sentSamples;
  return piece.complete ? left > 0 : left >= SAMPLES_PER_FRAME;
}

/** The next 20 ms of the piece, padded with silence at its end. Must not be modified. */
function takeFrame(piece: QueuedPiece<unknown>): Int16Array {
  const [first] = piece.chunks;
  if (first && first.length - piece.offset > SAMPLES_PER_FRAME) {
    const within = first.subarray(piece.offset, piece.offset + SAMPLES_PER_FRAME);
    piece.offset += SAMPLES_PER_FRAME;
    piece.sentSamples += SAMPLES_PER_FRAME;
    return within;
  }
  const frame = new Int16Array(SAMPLES_PER_FRAME);
  let filled = 0;
  while (filled < frame.length) {
    const chunk = piece.chunks[0];
    if (!chunk) break;
    const part = chunk.subarray(piece.offset, piece.offset + frame.length - filled);
    frame.set(part, filled);
    filled += part.length;
    piece.offset += part.length;
    if (piece.offset === chunk.length) {
      piece.chunks.shift();
      piece.offset = 0;
    }
  }
  piece.sentSamples += filled;
  return frame;
}

/** Puts a frame's samples back at the beginning of its piece. */
function putBack(piece: QueuedPiece<unknown>, samples: Int16Array): void {
  const [first] = piece.chunks;
  if (first && piece.offset > 0) piece.chunks[0] = first.subarray(piece.offset);
  piece.offset = 0;
  piece.chunks.unshift(samples);
  piece.sentSamples -= samples.length;
}

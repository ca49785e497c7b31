import { FRAME_MS, SAMPLES_PER_FRAME } from '../carriers/carrier.ts';
import type { Clock, ClockTimer } from '../platform/clock.ts';

/** What happens to the pieces; times are product microseconds (`clock.nowUs`). */
export interface PlayoutObserver {
  /** One frame goes out. `dueUs` is its place on the pacing grid. */
  frame(samples: Int16Array, dueUs: number): void;
  /** The piece's first frame went out. */
  started(piece: number): void;
  /** The piece's last frame has had its time. */
  ended(piece: number): void;
  /** Everything queued and closed has been played. */
  drained(): void;
}

/** How much of a piece had been played when it was cut. */
export interface CutPiece {
  readonly piece: number;
  readonly playedMs: number;
  /** 0 to 1; of what was there of the piece. */
  readonly playedShare: number;
}

interface QueuedPiece {
  readonly piece: number;
  readonly chunks: Int16Array[];
  /** Samples in `chunks` that were not sent yet begin here. */
  offset: number;
  sentSamples: number;
  totalSamples: number;
  complete: boolean;
}

const FRAME_US = FRAME_MS * 1000;
/**
 * The catch-up rule: frames that are late by up to this much are sent at once, so the listener's
 * buffer stays full; beyond it the grid moves on to now, and nothing is rushed.
 */
const CATCH_UP_US = 100_000;

/**
 * Paces sound into 20 ms frames on a grid of absolute deadlines. Pieces start on a frame of their
 * own, so every piece's place in the sound is known to the frame.
 */
export class Playout {
  readonly #clock: Clock;
  readonly #observer: PlayoutObserver;
  readonly #queue: QueuedPiece[] = [];
  /** One for all frames: a hundred calls send five thousand a second. */
  readonly #onDue = () => this.#tick();
  #timer: ClockTimer | null = null;
  /** When the next frame is due; null while nothing plays. */
  #dueUs: number | null = null;
  #playing: QueuedPiece | null = null;
  #paused = false;
  /** Samples of all pieces that were not sent yet. */
  #unsent = 0;

  constructor(clock: Clock, observer: PlayoutObserver) {
    this.#clock = clock;
    this.#observer = observer;
  }

  /** Opens a piece at the end of the queue; its sound may come later. */
  open(piece: number): void {
    this.#queue.push({
      piece,
      chunks: [],
      offset: 0,
      sentSamples: 0,
      totalSamples: 0,
      complete: false,
    });
  }

  push(piece: number, samples: Int16Array): void {
    const queued = this.#find(piece);
    if (!queued || samples.length === 0) return;
    queued.chunks.push(samples);
    queued.totalSamples += samples.length;
    this.#unsent += samples.length;
    this.#wake();
  }

  /** No more sound comes for the piece. */
  close(piece: number): void {
    const queued = this.#find(piece);
    if (!queued) return;
    queued.complete = true;
    this.#wake();
  }

  /** Nothing is queued and nothing plays. */
  get idle(): boolean {
    return this.#queue.length === 0;
  }

  /** Sound that waits to be played. */
  get aheadMs(): number {
    return (this.#unsent / SAMPLES_PER_FRAME) * FRAME_MS;
  }

  /** The piece that is being heard, if any. */
  get playingPiece(): number | null {
    return this.#playing?.piece ?? null;
  }

  /** Holds still; `resume` goes on at the same sample. */
  pause(): void {
    this.#paused = true;
    this.#stopTimer();
    this.#dueUs = null;
  }

  resume(): void {
    this.#paused = false;
    this.#wake();
  }

  /** Forgets everything queued and tells how far the playing piece came. */
  cut(): CutPiece | null {
    const playing = this.#playing;
    this.#stopTimer();
    this.#queue.length = 0;
    this.#unsent = 0;
    this.#playing = null;
    this.#dueUs = null;
    this.#paused = false;
    if (!playing) return null;
    return {
      piece: playing.piece,
      playedMs: (playing.sentSamples / SAMPLES_PER_FRAME) * FRAME_MS,
      playedShare: playing.totalSamples === 0 ? 0 : playing.sentSamples / playing.totalSamples,
    };
  }

  #find(piece: number): QueuedPiece | undefined {
    return this.#queue.find((queued) => queued.piece === piece);
  }

  /** Starts the grid if there is something to send and it does not run. */
  #wake(): void {
    if (this.#paused || this.#timer) return;
    const head = this.#queue[0];
    if (!head || (!hasSound(head) && !head.complete)) return;
    this.#dueUs ??= this.#clock.nowUs();
    this.#tick();
  }

  #tick(): void {
    this.#timer = null;
    const nowUs = this.#clock.nowUs();
    let dueUs = this.#dueUs ?? nowUs;
    if (nowUs - dueUs > CATCH_UP_US) dueUs = nowUs;
    while (dueUs <= nowUs) {
      this.#dueUs = dueUs;
      if (!this.#sendNext(dueUs)) return;
      // What the frame brought about may have paused or cut us.
      if (this.#dueUs === null) return;
      dueUs += FRAME_US;
    }
    this.#dueUs = dueUs;
    this.#timer = this.#clock.after((dueUs - nowUs) / 1000, this.#onDue);
  }

  /** Sends the frame that is due. False when nothing was sent: the grid stops. */
  #sendNext(dueUs: number): boolean {
    this.#finishPlayed();
    const head = this.#queue[0];
    if (!head || !hasSound(head)) {
      // Either all is played, or the engine is behind: the grid starts anew with the next sound.
      this.#dueUs = null;
      if (!head) this.#observer.drained();
      return false;
    }
    const begins = this.#playing !== head;
    this.#playing = head;
    const before = head.sentSamples;
    const frame = takeFrame(head);
    this.#unsent -= head.sentSamples - before;
    this.#observer.frame(frame, dueUs);
    if (begins) this.#observer.started(head.piece);
    return true;
  }

  /** Drops complete pieces whose sound is all sent; the last frame has had its 20 ms by now. */
  #finishPlayed(): void {
    for (let head = this.#queue[0]; head?.complete && !hasSound(head); head = this.#queue[0]) {
      this.#queue.shift();
      if (this.#playing === head) {
        this.#playing = null;
        this.#observer.ended(head.piece);
      }
    }
  }

  #stopTimer(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}

function hasSound(piece: QueuedPiece): boolean {
  return piece.sentSamples < piece.totalSamples;
}

/** The next 20 ms of the piece, filled up with silence at its end. Not to be written to. */
function takeFrame(piece: QueuedPiece): Int16Array {
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

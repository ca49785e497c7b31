import { SLOW_MS_PER_CHARACTER } from '../../../../common/rules/speech-text/speaking-pace.ts';
import type { ClockTimer, RealTime } from '../../../platform/time/clock.ts';
import type { TextSpeech, TextSpeechObserver } from '../../carrier.ts';

interface QueuedPiece {
  readonly piece: number;
  readonly text: string;
  started: boolean;
}

/**
 * If Twilio does not report its playing, a piece counts as spoken this long after its expected end.
 */
const LEAD_MS = 1_500;

/**
 * The agent's words at Twilio: which piece is being spoken, and how much of it was heard. Pieces
 * follow each other without a gap. Twilio reports each bit it played, or only that the agent fell
 * silent, or neither.
 */
export class RelaySpeech implements TextSpeech {
  readonly #real: RealTime;
  readonly #send: (text: string) => void;
  #observer: TextSpeechObserver | null = null;
  #settings = { language: 'en-US', interruptible: true };
  #queue: QueuedPiece[] = [];
  /** How many letters and digits of the first piece in the queue were played. */
  #playedLength = 0;
  #tellsPlayed = false;
  /** What was heard according to Twilio's `interrupt`, until the piece is cut. */
  #interrupt: { readonly heard: string; readonly playedMs: number } | null = null;
  #timer: ClockTimer | null = null;

  constructor(real: RealTime, send: (text: string) => void) {
    this.#real = real;
    this.#send = send;
  }

  get settings(): { readonly language: string; readonly interruptible: boolean } {
    return this.#settings;
  }

  configure(settings: { readonly language: string; readonly interruptible: boolean }): void {
    this.#settings = settings;
  }

  attach(observer: TextSpeechObserver): void {
    this.#observer = observer;
  }

  say(piece: number, text: string): void {
    this.#interrupt = null;
    this.#queue.push({ piece, text, started: false });
    this.#send(text);
    // The speaker has not finished handing the piece over.
    queueMicrotask(() => this.#startFirst());
  }

  cut(): ReturnType<TextSpeech['cut']> {
    const queue = this.#queue;
    const playedLength = this.#playedLength;
    const interrupt = this.#interrupt;
    this.#queue = [];
    this.#playedLength = 0;
    this.#interrupt = null;
    this.#stopTimer();
    const [first] = queue;
    if (!first?.started) return null;
    const playedMs = interrupt?.playedMs ?? 0;
    const length = interrupt ? heardLength(interrupt.heard, first.text) : playedLength;
    return { ...placeOf(length, first, queue), playedMs };
  }

  /** Twilio stopped because the caller spoke. What it says was heard counts at the next cut. */
  interrupted(heard: string, playedMs: number): void {
    this.#interrupt = { heard, playedMs };
  }

  /** Twilio played these words. */
  played(text: string): void {
    this.#tellsPlayed = true;
    this.#playedLength += plain(text).length;
    for (let first = this.#queue[0]; first?.started; first = this.#queue[0]) {
      const length = plain(first.text).length;
      if (this.#playedLength < length) break;
      this.#playedLength -= length;
      this.#endFirst();
    }
    if (this.#queue.length === 0) this.#playedLength = 0;
  }

  /** The agent is no longer audible. */
  fellSilent(): void {
    // Twilio may fall silent for a moment between two bits; its reports of words are more reliable.
    if (this.#tellsPlayed) return;
    while (this.#queue.length > 0) this.#endFirst();
  }

  /** The socket is closed: nothing is reported any more. */
  stop(): void {
    this.#observer = null;
    this.#stopTimer();
    this.#queue = [];
  }

  #startFirst(): void {
    const first = this.#queue[0];
    if (!first || first.started) return;
    first.started = true;
    this.#timer = this.#real.after(LEAD_MS + first.text.length * SLOW_MS_PER_CHARACTER, () => {
      this.#playedLength = 0;
      this.#endFirst();
    });
    this.#observer?.started(first.piece);
  }

  #endFirst(): void {
    const first = this.#queue.shift();
    this.#stopTimer();
    if (!first) return;
    if (!first.started) this.#observer?.started(first.piece);
    this.#observer?.ended(first.piece);
    this.#startFirst();
  }

  #stopTimer(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}

/**
 * Without characters that voices do not speak, because they differ between what was sent and what
 * is reported.
 */
function plain(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}

/** The beginning of a text with this many letters and digits, cut between words. */
function atWord(text: string, length: number): string {
  let left = length;
  const words: string[] = [];
  for (const word of text.split(/\s+/)) {
    left -= plain(word).length;
    if (left < 0) break;
    words.push(word);
  }
  return words.join(' ');
}

/**
 * How many letters and digits of the current piece, and of those after it, are in what was heard.
 * Twilio may report from that piece on, or from an earlier one.
 */
function heardLength(heard: string, text: string): number {
  const said = plain(heard);
  const piece = plain(text);
  const whole = said.lastIndexOf(piece);
  if (whole >= 0) return said.length - whole;
  for (let length = Math.min(said.length, piece.length); length > 0; length -= 1) {
    if (said.endsWith(piece.slice(0, length))) return length;
  }
  return 0;
}

/** The piece in which this many letters and digits end, and the part of it that was heard. */
function placeOf(length: number, first: QueuedPiece, queue: readonly QueuedPiece[]) {
  let left = length;
  let last = first;
  for (const piece of queue) {
    last = piece;
    const pieceLength = plain(piece.text).length;
    if (left <= pieceLength) return { piece: piece.piece, heardText: atWord(piece.text, left) };
    left -= pieceLength;
  }
  return { piece: last.piece, heardText: last.text };
}

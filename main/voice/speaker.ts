import { isSpeakable, type Piece, Segmenter } from '../../common/rules/segmentation.ts';
import type { Clock, ClockTimer } from '../platform/clock.ts';
import type { EngineVoice, TtsEngine } from '../speech/tts.ts';
import { Playout } from './playout.ts';

/** How the agent sounds. */
export interface VoiceSettings {
  readonly voice: string;
  /** Factor on the speaking rate, 0.5-2. */
  readonly speed: number;
  /** BCP 47. */
  readonly language: string;
}

/** What becomes of the agent's words. `turn` is the turn they belong to. */
export interface SpeakerObserver {
  pieceQueued(turn: number, piece: number, given: Piece): void;
  firstAudio(turn: number, piece: number, engine: string, voice: EngineVoice): void;
  /** The speech differs from what was asked for. */
  differs(turn: number, message: string): void;
  synthesized(turn: number, piece: number, durationMs: number): void;
  synthesisFailed(turn: number, piece: number, message: string): void;
  frame(samples: Int16Array, dueUs: number): void;
  pieceStarted(turn: number, piece: number): void;
  pieceEnded(turn: number, piece: number): void;
  pieceCut(turn: number, piece: number, playedMs: number, heardText: string): void;
  pausedAt(turn: number, piece: number): void;
  resumedAt(turn: number, piece: number): void;
  /** All words of the turn were played, or could not be. */
  drained(turn: number): void;
}

/**
 * A line that ends inside a sentence waits this long for the next one before it is spoken as it
 * is: token-by-token streams become sentences, and a lone fragment is not held up noticeably.
 */
export const WEBHOOK_HOLD_MS = 150;
/** Models think within sentences, and never send a lone fragment: words need not come one by one. */
export const MODEL_HOLD_MS = 1_000;

/** Turns the agent's text into sound: pieces, synthesis one ahead, paced playout. */
export class Speaker {
  readonly #clock: Clock;
  readonly #tts: TtsEngine;
  readonly #settings: VoiceSettings;
  readonly #observer: SpeakerObserver;
  readonly #holdMs: number;
  readonly #playout: Playout;
  readonly #texts = new Map<number, { turn: number; text: string }>();
  #turn = 0;
  #nextPiece = 0;
  #segmenter = new Segmenter();
  #hold: ClockTimer | null = null;
  #finished = false;
  /** Ends the syntheses of the current turn. */
  #wanted = new AbortController();
  /** Pieces are synthesised in order; this is the last of the chain. */
  #synthesis: Promise<void> = Promise.resolve();

  constructor(deps: {
    clock: Clock;
    tts: TtsEngine;
    settings: VoiceSettings;
    observer: SpeakerObserver;
    /** How long words wait for the rest of their sentence. */
    holdMs: number;
  }) {
    this.#clock = deps.clock;
    this.#tts = deps.tts;
    this.#settings = deps.settings;
    this.#observer = deps.observer;
    this.#holdMs = deps.holdMs;
    this.#playout = new Playout(deps.clock, {
      frame: (samples, dueUs) => this.#observer.frame(samples, dueUs),
      started: (piece) => this.#observer.pieceStarted(this.#turnOf(piece), piece),
      ended: (piece) => this.#observer.pieceEnded(this.#turnOf(piece), piece),
      drained: () => this.#drained(),
    });
  }

  /** Adds words to the turn; a new turn must not begin before the old one drained or was cut. */
  speak(turn: number, text: string, line: number): void {
    if (turn !== this.#turn) this.#begin(turn);
    this.#hold?.cancel();
    this.#hold = null;
    this.#queue(this.#segmenter.push(text, line));
    if (this.#segmenter.pending && !this.#finished) {
      this.#hold = this.#clock.after(this.#holdMs, () => this.#queue(this.#segmenter.flush()));
    }
  }

  /** No more words come for the turn. */
  finish(turn: number): void {
    if (turn !== this.#turn) this.#begin(turn);
    this.#hold?.cancel();
    this.#hold = null;
    this.#queue(this.#segmenter.flush());
    this.#finished = true;
    if (this.#playout.idle) this.#observer.drained(turn);
  }

  pause(): void {
    this.#playout.pause();
    const piece = this.#playout.playingPiece;
    if (piece !== null) this.#observer.pausedAt(this.#turnOf(piece), piece);
  }

  resume(): void {
    const piece = this.#playout.playingPiece;
    if (piece !== null) this.#observer.resumedAt(this.#turnOf(piece), piece);
    this.#playout.resume();
  }

  /** Silence, now: what was not played is forgotten, and so is what the far end did not hear. */
  cut(unheardMs = 0): void {
    const cut = this.#playout.cut();
    if (cut) {
      const text = this.#texts.get(cut.piece)?.text ?? '';
      const heardMs = Math.max(0, cut.playedMs - unheardMs);
      const heard = heardPart(text, (cut.playedShare * heardMs) / Math.max(1, cut.playedMs));
      this.#observer.pieceCut(this.#turnOf(cut.piece), cut.piece, heardMs, heard);
    }
    this.#reset();
  }

  #begin(turn: number): void {
    this.#reset();
    this.#turn = turn;
  }

  #reset(): void {
    this.#wanted.abort();
    this.#wanted = new AbortController();
    this.#synthesis = Promise.resolve();
    this.#hold?.cancel();
    this.#hold = null;
    this.#texts.clear();
    this.#segmenter = new Segmenter();
    this.#finished = false;
  }

  #queue(pieces: readonly Piece[]): void {
    for (const given of pieces) {
      const piece = this.#nextPiece++;
      this.#texts.set(piece, { turn: this.#turn, text: given.text });
      this.#observer.pieceQueued(this.#turn, piece, given);
      this.#playout.open(piece);
      const { signal } = this.#wanted;
      const turn = this.#turn;
      this.#synthesis = this.#synthesis.then(() =>
        this.#synthesize(turn, piece, given.text, signal),
      );
    }
  }

  async #synthesize(turn: number, piece: number, text: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { voice } = this.#settings;
    const warn = (message: string) => this.#observer.differs(turn, message);
    const request = { text, ...this.#settings, warn };
    let samples = 0;
    try {
      for await (const chunk of this.#tts.synthesize(request, signal)) {
        if (signal.aborted) return;
        if (chunk.length > 0 && samples === 0) {
          this.#observer.firstAudio(turn, piece, this.#tts.name, this.#tts.voiceFor(voice));
        }
        samples += chunk.length;
        this.#playout.push(piece, chunk);
      }
      if (signal.aborted) return;
      this.#observer.synthesized(turn, piece, samples / 16);
    } catch (error) {
      if (signal.aborted) return;
      this.#observer.synthesisFailed(turn, piece, (error as Error).message);
    }
    this.#playout.close(piece);
  }

  /** The playout is empty; the turn is over once no more words can come. */
  #drained(): void {
    if (this.#finished) this.#observer.drained(this.#turn);
  }

  #turnOf(piece: number): number {
    return this.#texts.get(piece)?.turn ?? this.#turn;
  }
}

/** The words of a piece that fit into the share of it that was played, cut at a word. */
export function heardPart(text: string, share: number): string {
  if (share >= 1) return text;
  const end = Math.floor(text.length * share);
  if (text[end] === undefined || /\s/.test(text[end])) return text.slice(0, end).trim();
  const heard = text.slice(0, text.lastIndexOf(' ', end) + 1).trim();
  return isSpeakable(heard) ? heard : '';
}

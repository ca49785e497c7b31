import {
  MOST_SPEECH_WORK_MS,
  MOST_SPOKEN_CHARACTERS,
  MOST_SPOKEN_PIECES,
} from '../../../common/rules/answers/answer-limits.ts';
import { wordlessWarning } from '../../../common/rules/speech-text/normalise/spoken-for.ts';
import type { TextPiece } from '../../../common/rules/speech-text/segmentation/segmenter.ts';
import { SpokenPieces, type TextPart } from '../../../common/rules/speech-text/spoken-pieces.ts';
import type { ThinkingHabit } from '../../../common/rules/speech-text/thinking-first.ts';
import type { TextSpeech } from '../../carriers/carrier.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import type { SlicedWork, WorkSlices } from '../../platform/time/work-slices.ts';
import type { TtsEngine } from '../../speech/tts.ts';
import type { Piece, PieceVoice, SpeakerObserver, VoiceSettings } from './piece-voice.ts';
import { RelayedVoice } from './relayed-voice.ts';
import { SynthesisedVoice } from './synthesised-voice.ts';

/**
 * How long a line that ends within a sentence waits for the next line before it is spoken as it is.
 * So token-by-token streams become sentences, and a lone fragment is not noticeably delayed.
 */
export const WEBHOOK_HOLD_MS = 150;
/**
 * A model pauses within sentences but never sends a lone fragment, so its words can wait longer.
 */
export const MODEL_HOLD_MS = 1_000;
/**
 * How long a complete sentence waits for a token after its dot, which may turn it into an address:
 * "acme" "." "com".
 */
export const SENTENCE_HOLD_MS = 150;

/**
 * How long words that may be a model's thinking wait for the closing mark. After that they are
 * spoken, and the model no longer counts as one that thinks first.
 */
export const THINKING_HOLD_MS = 10_000;

export interface WordsOrigin {
  /** The line of the answer; the greeting is line 0. */
  readonly line: number;
  /**
   * Numbers the stretches that a model or handler writes in one go; null for a sentence of our own.
   */
  readonly stretch: number | null;
}

export interface SpeakerDeps {
  readonly clock: Clock;
  readonly slices: WorkSlices;
  readonly tts: TtsEngine;
  readonly settings: VoiceSettings;
  readonly observer: SpeakerObserver;
  /** Names of the model's tools. */
  readonly tools?: readonly string[];
  /** How long words wait for the rest of their sentence. */
  readonly holdMs: number;
  /** True if each line is a phrase, as handlers send them. A model's text can be torn anywhere. */
  readonly linesArePhrases: boolean;
  /** The thinking habit of the model or handler that answers. */
  readonly thinkingHabit: ThinkingHabit;
  /** How long before it is due sound leaves. */
  readonly leadMs?: number | undefined;
  /** Set if the carrier speaks by itself. */
  readonly speech?: TextSpeech | undefined;
}

/** Cuts the agent's text into pieces, and has them spoken in order. */
export class Speaker {
  readonly #deps: SpeakerDeps;
  readonly #voice: PieceVoice;
  #turn = 0;
  #nextPiece = 0;
  /** The current stretch, and the pieces made from it. */
  #stretch: number | null = null;
  #ofStretch: Piece[] = [];
  #pieces: SpokenPieces;
  #hold: ClockTimer | null = null;
  #thinking: ClockTimer | null = null;
  #finished = false;
  /** Cuts the turn's words into pieces, in slices. */
  #work: SlicedWork;
  #characters = 0;
  #turnPieces = 0;
  /** Whether a limit was reached, so the rest of the turn is not spoken. */
  #isCut = false;

  constructor(deps: SpeakerDeps) {
    this.#deps = deps;
    const { slices, speech, observer } = deps;
    this.#work = slices.line();
    this.#pieces = newPieces(deps);
    const onDrained = () => this.#drained();
    this.#voice = speech
      ? new RelayedVoice({ speech, observer, onDrained })
      : new SynthesisedVoice({ ...deps, onDrained });
  }

  /** Adds words to the turn. A new turn must not begin before the old one is drained or cut. */
  speak(turn: number, text: string, { line, stretch }: WordsOrigin): void {
    if (turn !== this.#turn) this.#begin(turn);
    this.#hold?.cancel();
    this.#hold = null;
    const left = MOST_SPOKEN_CHARACTERS - this.#characters;
    this.#characters += text.length;
    for (const part of this.#pieces.partsOf(text.slice(0, left))) {
      this.#work.push(() => this.#add(part, line, stretch));
    }
    if (text.length > left)
      this.#work.push(() => this.#cutAt(`${MOST_SPOKEN_CHARACTERS} characters`));
    this.#work.push(() => this.#awaitMore());
  }

  #add(part: TextPart, line: number, stretch: number | null): void {
    if (this.#isCut) return;
    if (this.#work.spentMs > MOST_SPEECH_WORK_MS) {
      this.#cutAt(`${MOST_SPEECH_WORK_MS / 1000} s of work on its markup and sentences`);
      return;
    }
    if (stretch !== this.#stretch) this.#ofStretch = [];
    this.#stretch = stretch;
    this.#queue(this.#pieces.add(part, line, stretch));
  }

  /** Limits how long words wait for what follows them. */
  #awaitMore(): void {
    if (this.#finished || this.#isCut) return;
    const { clock, holdMs } = this.#deps;
    if (this.#pieces.pending) {
      this.#hold?.cancel();
      const mostMs = this.#pieces.endsSentence ? SENTENCE_HOLD_MS : Number.POSITIVE_INFINITY;
      const waitMs = Math.min(holdMs, mostMs);
      this.#hold = clock.after(waitMs, () => this.#queue(this.#pieces.flush()));
    }
    if (!this.#pieces.holds) this.#forgetThinking();
    else this.#thinking ??= clock.after(THINKING_HOLD_MS, () => this.#releaseThinking());
  }

  /** Nothing after this limit is spoken. */
  #cutAt(limit: string): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#deps.observer.tooMuch(
      this.#turn,
      `The answer was cut after ${limit}; what follows is not spoken. Answer with less.`,
    );
  }

  /** Settles once the words so far were cut into pieces; undefined if they already were. */
  settled(): Promise<void> | undefined {
    return this.#work.idle ? undefined : this.#work.whenIdle();
  }

  /** The turn's words are complete. */
  finish(turn: number): void {
    if (turn !== this.#turn) this.#begin(turn);
    this.#work.push(() => {
      this.#hold?.cancel();
      this.#hold = null;
      this.#forgetThinking();
      this.#queue(this.#pieces.end());
      const { wordless } = this.#pieces;
      if (wordless !== null) this.#deps.observer.cannotSay(turn, wordlessWarning(wordless));
      this.#finished = true;
      if (this.#voice.idle) this.#drained();
    });
  }

  /**
   * Pauses. `takeBack` drops what left and was not heard, and returns how many milliseconds that
   * is; those are played again later. The sound of an earlier turn continues.
   */
  pause(takeBack: () => number = () => 0): void {
    const { observer } = this.#deps;
    this.#voice.pause(this.#voice.sounded ? takeBack() : 0);
    const piece = this.#voice.playingPiece;
    if (piece === null) return;
    observer.pausedAt(piece);
    if (this.#voice.nothingHeard) observer.nothingHeard(piece.turn);
  }

  resume(): void {
    const piece = this.#voice.playingPiece;
    if (piece !== null) this.#deps.observer.resumedAt(piece);
    this.#voice.resume();
  }

  /** How much of the turn is still to be heard; infinite while more words may come. */
  get unheardMs(): number {
    return this.#finished ? this.#voice.unheardMs : Number.POSITIVE_INFINITY;
  }

  /** Stops at once: drops what was not played, and what the far end did not hear. */
  cut(takeBack: () => number = () => 0): void {
    const parts = this.#voice.cut(this.#voice.sounded ? takeBack() : 0);
    for (const part of parts) this.#deps.observer.pieceCut(part);
    this.#reset();
  }

  #begin(turn: number): void {
    this.#reset();
    this.#turn = turn;
  }

  #reset(): void {
    this.#voice.forget();
    this.#hold?.cancel();
    this.#hold = null;
    this.#forgetThinking();
    this.#work.drop();
    this.#work = this.#deps.slices.line();
    this.#stretch = null;
    this.#ofStretch = [];
    this.#pieces = newPieces(this.#deps);
    this.#finished = false;
    this.#characters = 0;
    this.#turnPieces = 0;
    this.#isCut = false;
  }

  #releaseThinking(): void {
    this.#forgetThinking();
    this.#queue(this.#pieces.release());
    this.#queue(this.#pieces.flush());
  }

  #forgetThinking(): void {
    this.#thinking?.cancel();
    this.#thinking = null;
  }

  #queue(pieces: readonly TextPiece[]): void {
    const { observer, settings } = this.#deps;
    const turn = this.#turn;
    for (const notice of this.#pieces.takeNotices()) observer.leftOut(turn, notice);
    if (this.#pieces.takeBack()) this.#voice.unsay(this.#ofStretch.splice(0));
    for (const { text, lines, pauseAfterMs } of pieces) {
      if (this.#turnPieces >= MOST_SPOKEN_PIECES) {
        this.#cutAt(`${MOST_SPOKEN_PIECES} pieces`);
        return;
      }
      this.#turnPieces += 1;
      const piece: Piece = {
        turn,
        index: this.#nextPiece++,
        text,
        spoken: this.#voice.spoken(text),
        lines,
        pauseAfterMs: Math.round(pauseAfterMs / settings.speed),
      };
      this.#ofStretch.push(piece);
      observer.pieceQueued(piece);
      this.#voice.say(piece);
    }
  }

  /** Everything was spoken; the turn is over once its words are complete. */
  #drained(): void {
    if (!this.#finished) return;
    this.#voice.forget();
    this.#deps.observer.drained(this.#turn);
  }
}

function newPieces({ settings, tools = [], linesArePhrases, thinkingHabit }: SpeakerDeps) {
  const { language, keepMarkup } = settings;
  return new SpokenPieces({ language, tools, linesArePhrases, keepMarkup, habit: thinkingHabit });
}

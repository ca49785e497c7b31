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
 * A line that ends inside a sentence waits this long for the next one before it is spoken as it
 * is: token-by-token streams become sentences, and a lone fragment is not held up noticeably.
 */
export const WEBHOOK_HOLD_MS = 150;
/** Models think within sentences, and never send a lone fragment: words need not come one by one. */
export const MODEL_HOLD_MS = 1_000;
/**
 * A sentence that is whole waits no longer for the token behind its dot, which may go on with an
 * address: "acme" "." "com".
 */
export const SENTENCE_HOLD_MS = 150;

/**
 * Words that may be a model's thinking wait no longer for the mark that ends it: then they are said,
 * and from then on the model is not taken to think first.
 */
export const THINKING_HOLD_MS = 10_000;

/** Where words come from. */
export interface WordsOrigin {
  /** Line of the answer that it came from; the greeting is line 0. */
  readonly line: number;
  /** Counts what a model or handler writes in one go; null: a sentence of ours. */
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
  /** As handlers send them; what a model sends is torn anywhere. */
  readonly linesArePhrases: boolean;
  /** The habit of the model or handler that answers. */
  readonly thinkingHabit: ThinkingHabit;
  /** How long before it is to be heard sound leaves. */
  readonly leadMs?: number | undefined;
  /** The carrier speaks by itself. */
  readonly speech?: TextSpeech | undefined;
}

/** Turns the agent's text into pieces, and has them said in order. */
export class Speaker {
  readonly #deps: SpeakerDeps;
  readonly #voice: PieceVoice;
  #turn = 0;
  #nextPiece = 0;
  /** What is being written in one go, and the pieces that came of it. */
  #stretch: number | null = null;
  #ofStretch: Piece[] = [];
  #pieces: SpokenPieces;
  #hold: ClockTimer | null = null;
  #thinking: ClockTimer | null = null;
  #finished = false;
  /** The turn's words on their way to pieces. */
  #work: SlicedWork;
  #characters = 0;
  #turnPieces = 0;
  /** It came to a limit: the rest of the turn is not spoken. */
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

  /** Adds words to the turn; a new turn must not begin before the old one drained or was cut. */
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

  /** Words that wait for what follows them do so for a while only. */
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

  /** Nothing behind this limit is spoken. */
  #cutAt(limit: string): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#deps.observer.tooMuch(
      this.#turn,
      `The answer was cut after ${limit}; what follows is not spoken. Answer with less.`,
    );
  }

  /** Settles once the words so far were cut into pieces; undefined: they were. */
  settled(): Promise<void> | undefined {
    return this.#work.idle ? undefined : this.#work.whenIdle();
  }

  /** No more words come for the turn. */
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
   * Holds still. `takeBack` drops what went out and was not heard, and tells how many milliseconds
   * that is: they are said again later. What an earlier turn said is left to be heard.
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

  /** What is still to be heard of the turn; infinite as long as more words may come. */
  get unheardMs(): number {
    return this.#finished ? this.#voice.unheardMs : Number.POSITIVE_INFINITY;
  }

  /** Silence, now: what was not played is forgotten, and so is what the far end did not hear. */
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

  /** Everything was said; the turn is over once no more words can come. */
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

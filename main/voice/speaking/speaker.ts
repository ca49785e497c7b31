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
import type { PieceVoice, SpeakerObserver, VoiceSettings } from './piece-voice.ts';
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
  /** Of the answer; the greeting is line 0. */
  readonly line: number;
  /** Counts what a model or handler writes in one go; null: a sentence of ours. */
  readonly stretch: number | null;
}

/** Turns the agent's text into pieces, and has them said in order. */
export class Speaker {
  readonly #clock: Clock;
  readonly #observer: SpeakerObserver;
  readonly #holdMs: number;
  readonly #speed: number;
  readonly #voice: PieceVoice;
  readonly #turns = new Map<number, number>();
  #turn = 0;
  #nextPiece = 0;
  /** What is being written in one go, and the pieces that came of it. */
  #stretch: number | null = null;
  #ofStretch: number[] = [];
  readonly #newPieces: () => SpokenPieces;
  #pieces: SpokenPieces;
  #hold: ClockTimer | null = null;
  #thinking: ClockTimer | null = null;
  #finished = false;
  readonly #slices: WorkSlices;
  /** The turn's words on their way to pieces. */
  #work: SlicedWork;
  #characters = 0;
  #turnPieces = 0;
  /** It came to a limit: the rest of the turn is not spoken. */
  #isCut = false;

  constructor(deps: {
    clock: Clock;
    slices: WorkSlices;
    tts: TtsEngine;
    settings: VoiceSettings;
    observer: SpeakerObserver;
    /** Names of the model's tools. */
    tools?: readonly string[];
    /** How long words wait for the rest of their sentence. */
    holdMs: number;
    /** As handlers send them; what a model sends is torn anywhere. */
    linesArePhrases: boolean;
    /** Of the model, or of the handler, that answers. */
    thinkingHabit: ThinkingHabit;
    /** How long before it is to be heard sound leaves. */
    leadMs?: number | undefined;
    /** The carrier speaks by itself. */
    speech?: TextSpeech | undefined;
  }) {
    this.#clock = deps.clock;
    this.#slices = deps.slices;
    this.#work = deps.slices.line();
    this.#observer = deps.observer;
    this.#holdMs = deps.holdMs;
    this.#speed = deps.settings.speed;
    const { linesArePhrases, thinkingHabit: habit, tools = [] } = deps;
    const { language, keepMarkup } = deps.settings;
    this.#newPieces = () =>
      new SpokenPieces({ language, tools, linesArePhrases, keepMarkup, habit });
    this.#pieces = this.#newPieces();
    const onDrained = () => this.#drained();
    const { speech } = deps;
    this.#voice = speech
      ? new RelayedVoice({ speech, observer: deps.observer, onDrained })
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
    if (this.#pieces.pending) {
      this.#hold?.cancel();
      const mostMs = this.#pieces.endsSentence ? SENTENCE_HOLD_MS : Number.POSITIVE_INFINITY;
      const holdMs = Math.min(this.#holdMs, mostMs);
      this.#hold = this.#clock.after(holdMs, () => this.#queue(this.#pieces.flush()));
    }
    if (!this.#pieces.holds) this.#forgetThinking();
    else this.#thinking ??= this.#clock.after(THINKING_HOLD_MS, () => this.#releaseThinking());
  }

  /** Nothing behind this limit is spoken. */
  #cutAt(limit: string): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#observer.tooMuch(
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
      if (wordless !== null) this.#observer.cannotSay(turn, wordlessWarning(wordless));
      this.#finished = true;
      if (this.#voice.idle) this.#drained();
    });
  }

  /**
   * Holds still. `takeBack` drops what went out and was not heard, and tells how many milliseconds
   * that is: they are said again later. What an earlier turn said is left to be heard.
   */
  pause(takeBack: () => number = () => 0): void {
    this.#voice.pause(this.#voice.sounded ? takeBack() : 0);
    const piece = this.#voice.playingPiece;
    if (piece === null) return;
    this.#observer.pausedAt(this.#turnOf(piece), piece);
    if (this.#voice.nothingHeard) this.#observer.nothingHeard(this.#turnOf(piece));
  }

  resume(): void {
    const piece = this.#voice.playingPiece;
    if (piece !== null) this.#observer.resumedAt(this.#turnOf(piece), piece);
    this.#voice.resume();
  }

  /** What is still to be heard of the turn; infinite as long as more words may come. */
  get unheardMs(): number {
    return this.#finished ? this.#voice.unheardMs : Number.POSITIVE_INFINITY;
  }

  /** Silence, now: what was not played is forgotten, and so is what the far end did not hear. */
  cut(takeBack: () => number = () => 0): void {
    const parts = this.#voice.cut(this.#voice.sounded ? takeBack() : 0);
    for (const { piece, playedMs, heardText } of parts) {
      this.#observer.pieceCut(this.#turnOf(piece), piece, playedMs, heardText);
    }
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
    this.#turns.clear();
    this.#work.drop();
    this.#work = this.#slices.line();
    this.#stretch = null;
    this.#ofStretch = [];
    this.#pieces = this.#newPieces();
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
    for (const notice of this.#pieces.takeNotices()) this.#observer.leftOut(this.#turn, notice);
    if (this.#pieces.takeBack()) this.#voice.unsay(this.#ofStretch.splice(0));
    for (const { pauseAfterMs, ...rest } of pieces) {
      if (this.#turnPieces >= MOST_SPOKEN_PIECES) {
        this.#cutAt(`${MOST_SPOKEN_PIECES} pieces`);
        return;
      }
      this.#turnPieces += 1;
      const given = { ...rest, pauseAfterMs: Math.round(pauseAfterMs / this.#speed) };
      const piece = this.#nextPiece++;
      this.#turns.set(piece, this.#turn);
      this.#ofStretch.push(piece);
      const spoken = this.#voice.spoken(given.text);
      this.#observer.pieceQueued(this.#turn, piece, given, spoken);
      this.#voice.say(this.#turn, piece, given, spoken);
    }
  }

  /** Everything was said; the turn is over once no more words can come. */
  #drained(): void {
    if (!this.#finished) return;
    this.#voice.forget();
    this.#observer.drained(this.#turn);
  }

  #turnOf(piece: number): number {
    return this.#turns.get(piece) ?? this.#turn;
  }
}

import type { Silence } from '../../../common/rules/sound/silences.ts';
import type { Notice } from '../../../common/rules/speech-text/markup/markup-rule.ts';
import type { SpeechWarning } from '../../../common/rules/speech-text/normalise/spoken-for.ts';
import type { TextPiece } from '../../../common/rules/speech-text/segmentation/segmenter.ts';
import type { EngineVoice } from '../../speech/tts.ts';

/** A piece of a turn's words, which carries its turn wherever it goes. */
export interface Piece extends TextPiece {
  readonly turn: number;
  /** Numbered from 0 within the call. */
  readonly index: number;
  /** Its text as it is passed to the voice. */
  readonly spoken: string;
}

/** How far a piece had got when it was cut. */
export interface HeardPart {
  readonly piece: Piece;
  readonly playedMs: number;
  readonly heardText: string;
}

/** Makes pieces audible, one after the other: with our own engines, or the carrier's. */
export interface PieceVoice {
  /** Nothing is left to say. */
  readonly idle: boolean;
  /** The piece being heard, if it can be paused. */
  readonly playingPiece: Piece | null;
  /** Whether sound was sent that may still be taken back. */
  readonly sounded: boolean;
  /** Words began to be played, but nothing of the turn was heard after all. */
  readonly nothingHeard: boolean;
  /** How much of all pieces is still to be heard; infinite while that is unknown. */
  readonly unheardMs: number;
  /** The text of a piece as it will be passed to the voice. */
  spoken(text: string): string;
  say(piece: Piece): void;
  /** Withdraws those pieces for which no sound was made yet. */
  unsay(pieces: readonly Piece[]): void;
  /** Pauses. Of the sound that was sent, the last `unheardMs` did not reach the ear. */
  pause(unheardMs: number): void;
  /** Resumes at the first sound that was not heard. */
  resume(): void;
  /**
   * Stops at once; `unheardMs` as for `pause`. Returns every piece that began and is not over, in
   * order. Nothing was heard of any but the first.
   */
  cut(unheardMs: number): readonly HeardPart[];
  /** Drops what is not audible yet, and forgets what was already heard. */
  forget(): void;
}

/** How the sound of a piece was synthesised. */
export interface MadeSpeech {
  readonly engine: string;
  readonly voice: EngineVoice;
  /**
   * The text as it was passed to the voice; null if it is the one with which the piece was queued.
   */
  readonly spoken: string | null;
}

/** Receives what happens to the agent's words. */
export interface SpeakerObserver {
  pieceQueued(piece: Piece): void;
  /** A part of the text is not spoken. */
  leftOut(turn: number, notice: Notice): void;
  /** The turn has too many words; the message says which are left out. */
  tooMuch(turn: number, message: string): void;
  firstAudio(piece: Piece, made: MadeSpeech): void;
  /** The voice cannot pronounce all of the words. */
  cannotSay(turn: number, warning: SpeechWarning): void;
  /** The speech differs from the agent's settings. */
  differs(turn: number, message: string): void;
  synthesized(piece: Piece, ms: number, silences: readonly Silence[]): void;
  synthesisFailed(piece: Piece, message: string): void;
  frame(samples: Int16Array, dueUs: number): void;
  /** `atUs`: product time of its place on the pacing grid. Default: now. */
  pieceStarted(piece: Piece, atUs?: number): void;
  pieceEnded(piece: Piece, atUs?: number): void;
  pieceCut(part: HeardPart): void;
  pausedAt(piece: Piece): void;
  resumedAt(piece: Piece): void;
  /** All sound of the turn was taken back before any of it was heard. */
  nothingHeard(turn: number): void;
  /** All words of the turn were played, or could not be played. */
  drained(turn: number): void;
}

/** How the agent sounds. */
export interface VoiceSettings {
  readonly voice: string;
  /** A factor on the speaking rate, 0.5-2. */
  readonly speed: number;
  /** BCP 47. */
  readonly language: string;
  /** Markup reaches the voice as it is written. */
  readonly keepMarkup: boolean;
}

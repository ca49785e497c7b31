import type { Silence } from '../../../common/rules/sound/silences.ts';
import type { Notice } from '../../../common/rules/speech-text/markup/markup-rule.ts';
import type { SpeechWarning } from '../../../common/rules/speech-text/normalise/spoken-for.ts';
import type { TextPiece } from '../../../common/rules/speech-text/segmentation/segmenter.ts';
import type { EngineVoice } from '../../speech/tts.ts';

/** A piece of a turn's words; it knows where it belongs wherever it goes. */
export interface Piece extends TextPiece {
  readonly turn: number;
  /** Counts from 0 within the call. */
  readonly index: number;
  /** Its words as the voice is given them. */
  readonly spoken: string;
}

/** How far a piece came when it was cut. */
export interface HeardPart {
  readonly piece: Piece;
  readonly playedMs: number;
  readonly heardText: string;
}

/** Makes pieces audible, one after the other: by our own engines, or by the carrier's. */
export interface PieceVoice {
  /** Nothing is to be said any more. */
  readonly idle: boolean;
  /** The piece that can be held still, if one is being heard. */
  readonly playingPiece: Piece | null;
  /** Sound went out that is not done with. */
  readonly sounded: boolean;
  /** Words began to be said, and nothing of the turn was heard after all. */
  readonly nothingHeard: boolean;
  /** What is still to be heard of all pieces; infinite as long as that is not known. */
  readonly unheardMs: number;
  /** A piece's words as the voice will be given them. */
  spoken(text: string): string;
  say(piece: Piece): void;
  /** The pieces are not wanted after all, as far as none of their sound was made. */
  unsay(pieces: readonly Piece[]): void;
  /** Holds still. `unheardMs` of the sound that went out did not reach the ear. */
  pause(unheardMs: number): void;
  /** Goes on at the first sound that was not heard. */
  resume(): void;
  /**
   * Silence, now; `unheardMs` as with `pause`. Tells of every piece that began and is not over, in
   * order: of those after the first nothing was heard.
   */
  cut(unheardMs: number): readonly HeardPart[];
  /** What is not made audible yet is not wanted any more, and what was heard is done with. */
  forget(): void;
}

/** How the sound of a piece was made. */
export interface MadeSpeech {
  readonly engine: string;
  readonly voice: EngineVoice;
  /** The words as the voice was given them; null: as they were written and queued. */
  readonly spoken: string | null;
}

/** What becomes of the agent's words. */
export interface SpeakerObserver {
  pieceQueued(piece: Piece): void;
  /** Something of the text is not spoken. */
  leftOut(turn: number, notice: Notice): void;
  /** The turn has more words than are spoken; the message says what is left out. */
  tooMuch(turn: number, message: string): void;
  firstAudio(piece: Piece, made: MadeSpeech): void;
  /** The voice cannot say all of the words. */
  cannotSay(turn: number, warning: SpeechWarning): void;
  /** The speech differs from what was asked for. */
  differs(turn: number, message: string): void;
  synthesized(piece: Piece, ms: number, silences: readonly Silence[]): void;
  synthesisFailed(piece: Piece, message: string): void;
  frame(samples: Int16Array, dueUs: number): void;
  /** `atUs`: product time of its place on the pacing grid; left out, it is now. */
  pieceStarted(piece: Piece, atUs?: number): void;
  pieceEnded(piece: Piece, atUs?: number): void;
  pieceCut(part: HeardPart): void;
  pausedAt(piece: Piece): void;
  resumedAt(piece: Piece): void;
  /** All sound of the turn was taken back before anything of it was heard. */
  nothingHeard(turn: number): void;
  /** All words of the turn were played, or could not be. */
  drained(turn: number): void;
}

/** How the agent sounds. */
export interface VoiceSettings {
  readonly voice: string;
  /** Factor on the speaking rate, 0.5-2. */
  readonly speed: number;
  /** BCP 47. */
  readonly language: string;
  /** Markup goes to the voice as it is written. */
  readonly keepMarkup: boolean;
}

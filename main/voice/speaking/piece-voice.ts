import type { TextPiece } from '../../../common/rules/speech-text/segmentation/segmenter.ts';

/** How far a piece came when it was cut. */
export interface HeardPart {
  readonly piece: number;
  readonly playedMs: number;
  readonly heardText: string;
}

/** Makes pieces audible, one after the other: by our own engines, or by the carrier's. */
export interface PieceVoice {
  /** Nothing is to be said any more. */
  readonly idle: boolean;
  /** The piece that can be held still, if one is being heard. */
  readonly playingPiece: number | null;
  /** Sound went out that is not done with. */
  readonly sounded: boolean;
  /** Words began to be said, and nothing of the turn was heard after all. */
  readonly nothingHeard: boolean;
  /** What is still to be heard of all pieces; infinite as long as that is not known. */
  readonly unheardMs: number;
  /** A piece's words as the voice will be given them. */
  spoken(text: string): string;
  /** `spoken`: what `spoken` made of its text. */
  say(turn: number, piece: number, given: TextPiece, spoken: string): void;
  /** The pieces are not wanted after all, as far as none of their sound was made. */
  unsay(pieces: readonly number[]): void;
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

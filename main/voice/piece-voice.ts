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
  say(turn: number, piece: number, text: string): void;
  pause(): void;
  resume(): void;
  /** Silence, now. `unheardMs` of the sound that went out did not reach the ear. */
  cut(unheardMs: number): HeardPart | null;
  /** What is not made audible yet is not wanted any more. */
  forget(): void;
}

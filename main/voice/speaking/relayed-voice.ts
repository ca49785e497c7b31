import type { TextSpeech } from '../../carriers/carrier.ts';
import type { HeardPart, Piece, PieceVoice, SpeakerObserver } from './piece-voice.ts';

/** The carrier's own voice: it is handed words, and tells what was heard of them. */
export class RelayedVoice implements PieceVoice {
  readonly #speech: TextSpeech;
  /** Not said to the end, by the numbers that the carrier knows them by. */
  readonly #pieces = new Map<number, Piece>();

  constructor(deps: { speech: TextSpeech; observer: SpeakerObserver; onDrained: () => void }) {
    const { speech, observer, onDrained } = deps;
    this.#speech = speech;
    speech.attach({
      started: (index) => {
        const piece = this.#pieces.get(index);
        if (piece) observer.pieceStarted(piece);
      },
      ended: (index) => {
        const piece = this.#pieces.get(index);
        if (!piece) return;
        this.#pieces.delete(index);
        observer.pieceEnded(piece);
        if (this.idle) onDrained();
      },
    });
  }

  get idle(): boolean {
    return this.#pieces.size === 0;
  }

  /** The carrier falls silent by itself when the far end speaks; it cannot be told to hold still. */
  readonly playingPiece = null;
  readonly sounded = false;
  readonly nothingHeard = false;

  /** How long the carrier needs for its words, it does not tell. */
  get unheardMs(): number {
    return this.idle ? 0 : Number.POSITIVE_INFINITY;
  }

  /** The carrier has a reader of its own. */
  spoken(text: string): string {
    return text;
  }

  say(piece: Piece): void {
    this.#pieces.set(piece.index, piece);
    this.#speech.say(piece.index, piece.text);
  }

  /** What the carrier was handed it says. */
  unsay(): void {}

  pause(): void {}

  resume(): void {}

  cut(): readonly HeardPart[] {
    const cut = this.#speech.cut();
    const piece = cut && this.#pieces.get(cut.piece);
    this.#pieces.clear();
    return piece ? [{ ...cut, piece }] : [];
  }

  forget(): void {}
}

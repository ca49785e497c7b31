import type { TextSpeech } from '../../carriers/carrier.ts';
import type { HeardPart, Piece, PieceVoice, SpeakerObserver } from './piece-voice.ts';

/** The carrier's own voice: it gets words, and reports what was heard of them. */
export class RelayedVoice implements PieceVoice {
  readonly #speech: TextSpeech;
  /** Pieces not spoken to the end, by the numbers under which the carrier knows them. */
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

  /** The carrier stops by itself when the far end speaks; it cannot be paused. */
  readonly playingPiece = null;
  readonly sounded = false;
  readonly nothingHeard = false;

  /** The carrier does not say how long its words will take. */
  get unheardMs(): number {
    return this.idle ? 0 : Number.POSITIVE_INFINITY;
  }

  /** The carrier normalises text by itself. */
  spoken(text: string): string {
    return text;
  }

  say(piece: Piece): void {
    this.#pieces.set(piece.index, piece);
    this.#speech.say(piece.index, piece.text);
  }

  /** Words cannot be withdrawn once the carrier has them. */
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

import type { TextPiece } from '../../../common/rules/speech-text/segmentation/segmenter.ts';
import type { TextSpeech } from '../../carriers/carrier.ts';
import type { HeardPart, PieceVoice, SpeakerObserver } from './piece-voice.ts';

/** The carrier's own voice: it is handed words, and tells what was heard of them. */
export class RelayedVoice implements PieceVoice {
  readonly #speech: TextSpeech;
  #turns = new Map<number, number>();

  constructor(deps: { speech: TextSpeech; observer: SpeakerObserver; onDrained: () => void }) {
    const { speech, observer, onDrained } = deps;
    this.#speech = speech;
    speech.attach({
      started: (piece) => {
        const turn = this.#turns.get(piece);
        if (turn !== undefined) observer.pieceStarted(turn, piece);
      },
      ended: (piece) => {
        const turn = this.#turns.get(piece);
        if (turn === undefined) return;
        this.#turns.delete(piece);
        observer.pieceEnded(turn, piece);
        if (this.idle) onDrained();
      },
    });
  }

  get idle(): boolean {
    return this.#turns.size === 0;
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

  say(turn: number, piece: number, { text }: TextPiece): void {
    this.#turns.set(piece, turn);
    this.#speech.say(piece, text);
  }

  /** What the carrier was handed it says. */
  unsay(): void {}

  pause(): void {}

  resume(): void {}

  cut(): readonly HeardPart[] {
    this.#turns.clear();
    const cut = this.#speech.cut();
    return cut ? [cut] : [];
  }

  forget(): void {}
}

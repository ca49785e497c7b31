/** The turn of the agent that sounded last, and when its first sound left and was heard. */
export class SoundingTurn {
  #turn = -1;
  /** When its first sound went out, product microseconds. */
  #sinceUs = 0;
  /** Its first frame, while the ear has not told of it. */
  #awaitedFrame: number | null = null;

  get turn(): number {
    return this.#turn;
  }

  /** A piece of a turn begins to sound with this frame. */
  started(turn: number, atUs: number, frame: number): void {
    if (turn === this.#turn) return;
    this.#turn = turn;
    this.#sinceUs = atUs;
    this.#awaitedFrame = frame;
  }

  /** Whether, with this frame, the first of the turn is known to have been heard. */
  isFirstHeard(frame: number): boolean {
    if (this.#awaitedFrame === null || frame < this.#awaitedFrame) return false;
    this.#awaitedFrame = null;
    return true;
  }

  /** It is this turn, and nothing of it went out by then. */
  beganAfter(turn: number, atUs: number): boolean {
    return turn === this.#turn && this.#sinceUs > atUs;
  }
}

/** The agent's latest audible turn: when its first sound left, and whether it was heard. */
export class SoundingTurn {
  #turn = -1;
  /** Product microseconds at which its first sound left. */
  #sinceUs = 0;
  /** Its first frame, until the ear has reported it. */
  #awaitedFrame: number | null = null;

  get turn(): number {
    return this.#turn;
  }

  /** A piece of a turn begins with this frame. */
  started(turn: number, atUs: number, frame: number): void {
    if (turn === this.#turn) return;
    this.#turn = turn;
    this.#sinceUs = atUs;
    this.#awaitedFrame = frame;
  }

  /** Whether this report shows for the first time that the turn was heard. */
  isFirstHeard(frame: number): boolean {
    if (this.#awaitedFrame === null || frame < this.#awaitedFrame) return false;
    this.#awaitedFrame = null;
    return true;
  }

  /** Whether it is this turn, and nothing of it had left by then. */
  beganAfter(turn: number, atUs: number): boolean {
    return turn === this.#turn && this.#sinceUs > atUs;
  }
}

/** Moves of a clock do not overlap: each begins when the previous one is over. */
export class MoveQueue {
  #moves: Promise<unknown> = Promise.resolve();

  next<T>(move: () => Promise<T>): Promise<T> {
    const moved = this.#moves.then(move);
    this.#moves = moved.catch(() => {});
    return moved;
  }
}

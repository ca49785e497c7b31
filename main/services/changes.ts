import type { LiveChange } from '../../common/contract/index.ts';

/**
 * Where services announce what changed; the live socket subscribes. A change announced within a
 * transaction is passed on after the commit, because a rollback would undo it.
 */
export class ChangeFeed {
  readonly #afterCommit: (tell: () => void) => void;
  readonly #listeners = new Set<(changes: readonly LiveChange[]) => void>();

  /** @param afterCommit runs its argument once nothing can be rolled back any more */
  constructor(afterCommit: (tell: () => void) => void = (tell) => tell()) {
    this.#afterCommit = afterCommit;
  }

  publish(...changes: LiveChange[]): void {
    this.#afterCommit(() => {
      for (const listener of this.#listeners) listener(changes);
    });
  }

  /** Returns a function to unsubscribe. */
  subscribe(listener: (changes: readonly LiveChange[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

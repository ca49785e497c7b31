import type { LiveChange } from '../../common/contract/index.ts';

/**
 * Where services announce what changed. The live socket listens. What is announced inside a
 * transaction is told after its commit: one that is rolled back has changed nothing.
 */
export class ChangeFeed {
  readonly #afterCommit: (tell: () => void) => void;
  readonly #listeners = new Set<(changes: readonly LiveChange[]) => void>();

  /** @param afterCommit runs what it is given once nothing is left that could be rolled back */
  constructor(afterCommit: (tell: () => void) => void = (tell) => tell()) {
    this.#afterCommit = afterCommit;
  }

  publish(...changes: LiveChange[]): void {
    this.#afterCommit(() => {
      for (const listener of this.#listeners) listener(changes);
    });
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: (changes: readonly LiveChange[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

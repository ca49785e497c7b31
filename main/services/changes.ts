import type { LiveChange } from '../../common/contract/index.ts';

/** Where services announce what changed, after the commit. The live socket listens. */
export class ChangeFeed {
  readonly #listeners = new Set<(changes: readonly LiveChange[]) => void>();

  publish(...changes: LiveChange[]): void {
    for (const listener of this.#listeners) listener(changes);
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: (changes: readonly LiveChange[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

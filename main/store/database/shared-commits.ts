import type { Database } from './database.ts';
import {
  type RunInTransaction,
  type TransactionHooks,
  transactionHooksOf,
  transactionsOf,
} from './transactions.ts';

/** Runs work in a transaction; resolves with its result after the commit. */
export type RunInSharedTransaction = <T>(work: () => T) => Promise<T>;

interface Job {
  readonly work: () => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One commit for all work that is asked for in one turn of the event loop: most of a short
 * transaction is its commit, and in a burst many are asked for at once. Each piece of work still
 * happens whole or not at all: what it throws undoes it alone.
 */
export class SharedCommits {
  readonly #db: Database;
  readonly #transaction: RunInTransaction;
  readonly #afterCommit: TransactionHooks['afterCommit'];
  #jobs: Job[] = [];

  constructor(db: Database) {
    this.#db = db;
    this.#transaction = transactionsOf(db);
    this.#afterCommit = transactionHooksOf(db).afterCommit;
  }

  /**
   * The work runs later in this turn, in the order it was asked for. Inside of a transaction it is
   * part of that one, and runs at once.
   */
  readonly run: RunInSharedTransaction = <T>(work: () => T) =>
    new Promise<T>((resolve, reject) => {
      if (this.#db.inTransaction) {
        const result = this.#transaction(work);
        this.#afterCommit(() => resolve(result));
        return;
      }
      this.#jobs.push({ work, resolve: (result) => resolve(result as T), reject });
      if (this.#jobs.length === 1) setImmediate(() => this.#commit());
    });

  #commit(): void {
    const jobs = this.#jobs;
    this.#jobs = [];
    const settle: (() => void)[] = [];
    try {
      this.#transaction(() => {
        for (const job of jobs) settle.push(this.#attempt(job));
      });
    } catch (error) {
      for (const { reject } of jobs) reject(error);
      return;
    }
    for (const tell of settle) tell();
  }

  /** Runs one job; returns how to tell what came of it, once all is committed. */
  #attempt({ work, resolve, reject }: Job): () => void {
    try {
      const result = this.#transaction(work);
      return () => resolve(result);
    } catch (error) {
      // A full disk ends the whole transaction, not only this part of it.
      if (!this.#db.inTransaction) throw error;
      return () => reject(error);
    }
  }
}

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
 * One commit for all work requested in one turn of the event loop, because a short transaction
 * consists mostly of its commit, and a burst would need many. Each piece of work is still all or
 * nothing: if it throws, only that piece is rolled back.
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
   * The work runs later in this turn, in the order of the requests. Within a transaction, it
   * becomes part of that one and runs at once.
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

  /**
   * Runs one job; returns a function that reports its result, to be called once everything is
   * committed.
   */
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

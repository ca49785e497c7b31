import type { Database } from './database.ts';

/** Runs work in one transaction; nested calls are savepoints. What it throws rolls it back. */
export type RunInTransaction = <T>(work: () => T) => T;

/**
 * For what is kept in memory beside the rows. Outside of a transaction things are as they are at
 * once: `afterCommit` runs what it is given, and there is nothing to undo.
 */
export interface TransactionHooks {
  /** Undoes a change in memory if the transaction that is open is rolled back; the newest first. */
  readonly onRollback: (undo: () => void) => void;
  /** Runs once all that is open is committed; not at all if it is rolled back. */
  readonly afterCommit: (run: () => void) => void;
}

/** What memory owes to the transactions that are open on one connection. */
class Pending implements TransactionHooks {
  #depth = 0;
  #undo: (() => void)[] = [];
  #after: (() => void)[] = [];

  readonly onRollback = (undo: () => void): void => {
    if (this.#depth > 0) this.#undo.push(undo);
  };

  readonly afterCommit = (run: () => void): void => {
    if (this.#depth > 0) this.#after.push(run);
    else run();
  };

  within<T>(transaction: () => T): T {
    const undoFrom = this.#undo.length;
    const afterFrom = this.#after.length;
    let result: T;
    this.#depth += 1;
    try {
      result = transaction();
    } catch (error) {
      this.#after.length = afterFrom;
      for (const undo of this.#undo.splice(undoFrom).reverse()) undo();
      throw error;
    } finally {
      this.#depth -= 1;
    }
    if (this.#depth === 0) {
      this.#undo = [];
      for (const run of this.#after.splice(0)) run();
    }
    return result;
  }
}

/** All who write on a connection share its transactions, so they share what hangs on these. */
const PENDING = new WeakMap<Database, Pending>();

function pendingOf(db: Database): Pending {
  const known = PENDING.get(db);
  if (known) return known;
  const made = new Pending();
  PENDING.set(db, made);
  return made;
}

export function transactionsOf(db: Database): RunInTransaction {
  const pending = pendingOf(db);
  const run = db.transaction((work: () => unknown) => work());
  // Immediate: a write lock taken late could fail after reads were already decided on.
  return <T>(work: () => T): T => pending.within(() => run.immediate(work) as T);
}

export function transactionHooksOf(db: Database): TransactionHooks {
  return pendingOf(db);
}

import type { Database } from './database.ts';

/** Runs work in one transaction; nested calls are savepoints. If it throws, it is rolled back. */
export type RunInTransaction = <T>(work: () => T) => T;

/**
 * Hooks for state in memory beside the rows. Outside of a transaction, changes are final at once:
 * `afterCommit` runs its argument directly, and there is nothing to undo.
 */
export interface TransactionHooks {
  /** Undoes a change in memory if the open transaction is rolled back; the newest change first. */
  readonly onRollback: (undo: () => void) => void;
  /** Runs once everything open is committed; never, if it is rolled back. */
  readonly afterCommit: (run: () => void) => void;
}

/** The hooks that wait for the open transactions of one connection. */
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

/** All code that writes on a connection shares its transactions, and so its hooks. */
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
  // Immediate: if the write lock were taken late, that could fail after decisions were made on what
  // was read.
  return <T>(work: () => T): T => pending.within(() => run.immediate(work) as T);
}

export function transactionHooksOf(db: Database): TransactionHooks {
  return pendingOf(db);
}

import type { Database } from './database.ts';

/** Runs work in one transaction; nested calls are savepoints. What it throws rolls it back. */
export type RunInTransaction = <T>(work: () => T) => T;

export function transactionsOf(db: Database): RunInTransaction {
  const run = db.transaction((work: () => unknown) => work());
  // Immediate: a write lock taken late could fail after reads were already decided on.
  return <T>(work: () => T): T => run.immediate(work) as T;
}

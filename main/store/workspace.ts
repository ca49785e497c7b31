import type { Database } from './database/database.ts';
import { type RunInTransaction, transactionsOf } from './database/transactions.ts';
import { WORKSPACE_TABLES } from './tables/all-tables.ts';

const FIRST_ACCOUNT = 'select id from accounts where parent_id is null order by rowid limit 1';

/** The workspace as a whole. */
export class WorkspaceStore {
  readonly #db: Database;
  readonly #transaction: RunInTransaction;

  constructor(db: Database) {
    this.#db = db;
    this.#transaction = transactionsOf(db);
  }

  /** Deletes all rows but keys and settings, and all accounts but the first. */
  clear(): void {
    // Rows refer to each other; within the transaction their order does not matter.
    this.#db.pragma('defer_foreign_keys = on');
    for (const { name } of WORKSPACE_TABLES) {
      if (name !== 'accounts') this.#db.prepare(`delete from "${name}"`).run();
    }
    this.#db.prepare(`delete from api_keys where account_id <> (${FIRST_ACCOUNT})`).run();
    this.#db.prepare(`delete from accounts where id <> (${FIRST_ACCOUNT})`).run();
  }

  /**
   * Replaces all of it by the rows of another database with the same tables, which hold together by
   * themselves. In one transaction, and in one go: nobody else can write meanwhile, for there is one
   * connection that does, so splitting the work would put others' writes into this transaction. The
   * engine copies from table to table; nothing of it is looked at any more.
   *
   * @param within belongs to the same transaction
   */
  adopt(file: string, within: () => void = () => {}): void {
    const db = this.#db;
    db.prepare('attach ? as incoming').run(file);
    // All that refers to each other goes, and what comes was checked.
    db.pragma('foreign_keys = off');
    try {
      this.#transaction(() => {
        this.clear();
        for (const { name } of WORKSPACE_TABLES) {
          // In these words, and only in these, SQLite moves rows and indexes as they are stored,
          // several times as fast. They mean all columns, those that are made of others too.
          db.prepare(`insert into main."${name}" select * from incoming."${name}"`).run();
        }
        within();
      });
    } finally {
      db.pragma('foreign_keys = on');
      db.prepare('detach incoming').run();
    }
  }
}

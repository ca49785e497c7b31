import type { Database } from './database.ts';

/** Kept over a reset: who may come in, and how the app is set up. */
const KEPT_TABLES = new Set([
  'settings',
  'accounts',
  'api_keys',
  'kysely_migration',
  'kysely_migration_lock',
]);

/** The workspace as a whole. */
export class WorkspaceStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Deletes all rows but keys and settings, and all accounts but the first. */
  clear(): void {
    const tables = this.#db
      .prepare<[], { name: string }>(
        `select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'`,
      )
      .all();
    // Rows refer to each other; within the transaction their order does not matter.
    this.#db.pragma('defer_foreign_keys = on');
    for (const { name } of tables) {
      if (!KEPT_TABLES.has(name)) this.#db.prepare(`delete from "${name}"`).run();
    }
    const first = 'select id from accounts where parent_id is null order by rowid limit 1';
    this.#db.prepare(`delete from api_keys where account_id <> (${first})`).run();
    this.#db.prepare(`delete from accounts where id <> (${first})`).run();
  }
}

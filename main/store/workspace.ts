import type { Database } from './database/database.ts';
import { type RunInTransaction, transactionsOf } from './database/transactions.ts';
import { WORKSPACE_TABLES } from './tables/all-tables.ts';

const FIRST_ACCOUNT = 'select id from accounts where parent_id is null order by rowid limit 1';

export type TrafficKind = 'text' | 'call' | 'delivery';

/** When texts, calls and deliveries happened. Setup has no order that others rely on. */
const TRAFFIC_MOMENTS: readonly (readonly [TrafficKind, string, string])[] = [
  ['text', 'messages', 'received_at'],
  ['text', 'messages', 'delivered_at'],
  ['text', 'messages', 'read_at'],
  ['text', 'reactions', 'created_at'],
  ['call', 'calls', 'started_at'],
  ['call', 'calls', 'ended_at'],
  ['delivery', 'deliveries', 'created_at'],
  ['delivery', 'deliveries', 'last_attempt_at'],
];
const LATEST_OF_EACH = TRAFFIC_MOMENTS.map(
  ([kind, table, column]) => `select '${kind}' kind, max(${column}) atMs from ${table}`,
).join(' union all ');

/** The workspace as a whole. */
export class WorkspaceStore {
  readonly #db: Database;
  readonly #transaction: RunInTransaction;

  constructor(db: Database) {
    this.#db = db;
    this.#transaction = transactionsOf(db);
  }

  /** The last thing that happened in product time; null if nothing did. */
  latestTraffic(): { readonly kind: TrafficKind; readonly atMs: number } | null {
    const sql = `select * from (${LATEST_OF_EACH}) where atMs is not null order by atMs desc limit 1`;
    return this.#db.prepare<[], { kind: TrafficKind; atMs: number }>(sql).get() ?? null;
  }

  /** Deletes all rows except keys and settings, and all accounts except the first. */
  clear(): void {
    // Rows refer to each other; with deferred checks, their order within the transaction does not
    // matter.
    this.#db.pragma('defer_foreign_keys = on');
    for (const { name } of WORKSPACE_TABLES) {
      if (name !== 'accounts') this.#db.prepare(`delete from "${name}"`).run();
    }
    this.#db.prepare(`delete from api_keys where account_id <> (${FIRST_ACCOUNT})`).run();
    this.#db.prepare(`delete from accounts where id <> (${FIRST_ACCOUNT})`).run();
  }

  /**
   * Replaces all rows by those of another database with the same tables, whose references are
   * consistent. It takes one transaction and one turn of the event loop: other code writes on the
   * same connection, so if the work were split up, its writes would become part of this
   * transaction. SQLite copies from table to table without further checks.
   *
   * @param within runs in the same transaction
   */
  adopt(file: string, within: () => void = () => {}): void {
    const db = this.#db;
    db.prepare('attach ? as incoming').run(file);
    // Everything that was referred to goes, and what comes was checked.
    db.pragma('foreign_keys = off');
    try {
      this.#transaction(() => {
        this.clear();
        for (const { name } of WORKSPACE_TABLES) {
          // Only for exactly this statement does SQLite copy rows and indexes as they are stored,
          // which is several times as fast. It includes all columns, also generated ones.
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

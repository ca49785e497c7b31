import type { Database } from './database.ts';

/** Kept over a reset: who may come in, how the app is set up, what the outside world relies on. */
const KEPT_TABLES = new Set([
  'settings',
  'accounts',
  'api_keys',
  'twilio_changes',
  'twilio_opt_outs',
  'kysely_migration',
  'kysely_migration_lock',
]);

/** A row of any table; bytes are buffers. */
export type AnyRow = Record<string, null | number | string | Buffer>;

/** Columns that hold the id of an account. */
const ACCOUNT_COLUMNS = ['account_id', 'parent_id'] as const;

/** The workspace as a whole. */
export class WorkspaceStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Deletes all rows but keys and settings, and all accounts but the first. */
  clear(): void {
    // Rows refer to each other; within the transaction their order does not matter.
    this.#db.pragma('defer_foreign_keys = on');
    for (const name of this.#tables()) this.#db.prepare(`delete from "${name}"`).run();
    const first = 'select id from accounts where parent_id is null order by rowid limit 1';
    this.#db.prepare(`delete from api_keys where account_id <> (${first})`).run();
    this.#db.prepare(`delete from accounts where id <> (${first})`).run();
  }

  /** The newest migration of the schema. */
  schema(): string {
    const row = this.#db
      .prepare<[], { name: string }>('select max(name) as name from kysely_migration')
      .get();
    return row?.name ?? '';
  }

  /** All rows that a reset would delete, and the sub-accounts. */
  dump(): Map<string, AnyRow[]> {
    const rows = new Map<string, AnyRow[]>();
    rows.set(
      'accounts',
      this.#db.prepare<[], AnyRow>('select * from accounts where parent_id is not null').all(),
    );
    for (const name of this.#tables()) {
      const columns = this.#columns(name).map((column) => `"${column}"`);
      rows.set(
        name,
        this.#db.prepare<[], AnyRow>(`select ${columns.join(', ')} from "${name}"`).all(),
      );
    }
    return rows;
  }

  /**
   * Puts rows into the emptied workspace, as part of the open transaction. Rows of the exported
   * owner become those of `owner`. Returns how many there were.
   *
   * @throws Error that names the table or column that this version does not know
   */
  load(rows: ReadonlyMap<string, readonly AnyRow[]>, from: string, owner: string): number {
    const known = new Set(['accounts', ...this.#tables()]);
    let count = 0;
    for (const [table, list] of rows) {
      if (!known.has(table)) throw new Error(`There is no table "${table}".`);
      const columns = new Set(this.#columns(table));
      const derived = new Set(this.#derivedColumns(table));
      for (const row of list) {
        const stored = Object.entries(row).filter(([column]) => !derived.has(column));
        const unknown = stored.find(([column]) => !columns.has(column));
        if (unknown) throw new Error(`"${table}" has no column "${unknown[0]}".`);
        this.#insert(table, ownedBy(Object.fromEntries(stored), from, owner));
        count += 1;
      }
    }
    return count;
  }

  #insert(table: string, row: AnyRow): void {
    const columns = Object.keys(row);
    const names = columns.map((column) => `"${column}"`).join(', ');
    const values = columns.map(() => '?').join(', ');
    this.#db
      .prepare(`insert into "${table}" (${names}) values (${values})`)
      .run(columns.map((column) => row[column] ?? null));
  }

  /** Everything but what is kept over a reset. */
  #tables(): string[] {
    return this.#db
      .prepare<[], { name: string }>(
        `select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'`,
      )
      .all()
      .map(({ name }) => name)
      .filter((name) => !KEPT_TABLES.has(name));
  }

  /** Those that are stored; what is derived from them comes by itself. */
  #columns(table: string): string[] {
    return this.#db
      .prepare<[string], { name: string }>('select name from pragma_table_info(?)')
      .all(table)
      .map(({ name }) => name);
  }

  /** A file of an earlier version may still hold what is derived by now. */
  #derivedColumns(table: string): string[] {
    return this.#db
      .prepare<[string], { name: string }>(
        'select name from pragma_table_xinfo(?) where hidden in (2, 3)',
      )
      .all(table)
      .map(({ name }) => name);
  }
}

function ownedBy(row: AnyRow, from: string, owner: string): AnyRow {
  const moved = { ...row };
  for (const column of ACCOUNT_COLUMNS) if (moved[column] === from) moved[column] = owner;
  return moved;
}

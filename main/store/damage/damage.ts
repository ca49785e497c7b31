import Sqlite from 'better-sqlite3';
import type { DamagedRow } from '../database/damage-notes.ts';
import type { Database, SqlValue } from '../database/database.ts';
import { TABLES } from '../tables/all-tables.ts';
import { CALLS } from '../tables/call-tables.ts';
import type { StoredRow, Table } from '../tables/table.ts';

/** A damaged row as it is stored. */
export interface FoundDamage {
  readonly table: Table;
  readonly row: StoredRow;
  /** The first column whose value is invalid. */
  readonly column: string;
  /** How many rows depend on it. */
  readonly belongings: number;
}

/** A column that refers to another table, and whose rows are deleted with the row referred to. */
interface Dependent {
  readonly table: string;
  readonly column: string;
}

/** A call whose row is deleted, and its recording's file. */
export interface RemovedCall {
  readonly id: string;
  readonly recording: string | null;
}

/** Finds and deletes rows that cannot be read. */
export class DamageStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * The table that a statement could not write to because a row with the same key exists; else
   * null.
   */
  collidedTable(error: unknown): string | null {
    if (!(error instanceof Sqlite.SqliteError)) return null;
    if (!/^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/.test(error.code)) return null;
    const [, index, table] = /failed: (?:index '([^']+)'|(\w+)\.)/.exec(error.message) ?? [];
    if (index === undefined) return table ?? null;
    const row = this.#db
      .prepare<[string], { table: string }>(
        `select tbl_name as "table" from sqlite_schema where type = 'index' and name = ?`,
      )
      .get(index);
    return row?.table ?? null;
  }

  /** Null if the row is gone, or can be read by now. */
  find(damaged: Pick<DamagedRow, 'table' | 'key'>): FoundDamage | null {
    const table = TABLES.get(damaged.table);
    if (table === undefined) return null;
    const { where, values } = conditionOf(table, damaged.key);
    const row = this.#db
      .prepare<SqlValue[], StoredRow>(`select * from "${table.name}" where ${where}`)
      .get(...values);
    const column = row === undefined ? null : table.unreadable(row);
    if (row === undefined || column === null) return null;
    return { table, row, column, belongings: this.#countBelongings(table, row) };
  }

  /** Deletes a row with everything that depends on it; returns how many rows that were. */
  remove(damaged: Pick<DamagedRow, 'table' | 'key'>): number {
    const found = this.find(damaged);
    if (found === null) return 0;
    const { table, row } = found;
    const { where, values } = conditionOf(table, damaged.key);
    const belongings = this.#each(table.name, row, (dependent, value) =>
      this.#removeAll(dependent, value),
    );
    this.#db.prepare<SqlValue[]>(`delete from "${table.name}" where ${where}`).run(...values);
    return belongings + 1;
  }

  /**
   * The calls that would be deleted with a row, including itself, with the names of their
   * recordings.
   */
  callsOf(damaged: Pick<DamagedRow, 'table' | 'key'>): RemovedCall[] {
    const found = this.find(damaged);
    if (found === null) return [];
    const { table, row } = found;
    const own = table.name === CALLS.name ? this.#callsWhere('id', row.id ?? null) : [];
    return [...own, ...this.#callsNeeding(table.name, row)];
  }

  #callsNeeding(table: string, row: StoredRow): RemovedCall[] {
    const value = row[TABLES.get(table)?.key[0] ?? ''] ?? null;
    return this.#dependentsOf(table).flatMap((dependent) => [
      ...(dependent.table === CALLS.name ? this.#callsWhere(dependent.column, value) : []),
      ...(this.#dependentsOf(dependent.table).length === 0
        ? []
        : this.#rowsOf(dependent.table, dependent.column, value).flatMap((needing) =>
            this.#callsNeeding(dependent.table, needing),
          )),
    ]);
  }

  #callsWhere(column: string, value: SqlValue): RemovedCall[] {
    return this.#db
      .prepare<[SqlValue], RemovedCall>(
        `select id, recording_path as recording from calls where "${column}" = ?`,
      )
      .all(value);
  }

  #countBelongings(table: Table, row: StoredRow): number {
    return this.#each(table.name, row, (dependent, value) => this.#countAll(dependent, value));
  }

  #countAll({ table, column }: Dependent, value: SqlValue): number {
    const rows = this.#rowsOf(table, column, value);
    return rows.reduce(
      (sum, row) =>
        sum + 1 + this.#each(table, row, (dependent, key) => this.#countAll(dependent, key)),
      0,
    );
  }

  #removeAll({ table, column }: Dependent, value: SqlValue): number {
    let removed = 0;
    if (this.#dependentsOf(table).length > 0) {
      for (const row of this.#rowsOf(table, column, value)) {
        removed += this.#each(table, row, (dependent, key) => this.#removeAll(dependent, key));
      }
    }
    const statement = this.#db.prepare<[SqlValue]>(`delete from "${table}" where "${column}" = ?`);
    return removed + statement.run(value).changes;
  }

  /** Sums up the results of `visit` over each table whose rows depend on this row. */
  #each(
    table: string,
    row: StoredRow,
    visit: (dependent: Dependent, value: SqlValue) => number,
  ): number {
    const value = row[TABLES.get(table)?.key[0] ?? ''] ?? null;
    return this.#dependentsOf(table).reduce((sum, dependent) => sum + visit(dependent, value), 0);
  }

  #rowsOf(table: string, column: string, value: SqlValue): StoredRow[] {
    const key = TABLES.get(table)?.key[0] ?? column;
    return this.#db
      .prepare<[SqlValue], StoredRow>(`select "${key}" from "${table}" where "${column}" = ?`)
      .all(value);
  }

  #dependentsOf(table: string): Dependent[] {
    return this.#db
      .prepare<[string], Dependent>(
        `select m.name as "table", f."from" as "column"
         from sqlite_schema m join pragma_foreign_key_list(m.name) f
         where m.type = 'table' and f."table" = ? and f.on_delete <> 'SET NULL'`,
      )
      .all(table);
  }
}

function conditionOf(
  table: Table,
  key: DamagedRow['key'],
): { readonly where: string; readonly values: SqlValue[] } {
  return {
    where: table.key.map((column) => `"${column}" is ?`).join(' and '),
    values: table.key.map((column) => key[column] ?? null),
  };
}

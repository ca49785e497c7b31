import type { Database } from '../database/database.ts';

/** A row that is read for the index: its number, and what names it. */
export interface CursorRow {
  readonly rowId: number;
  readonly key: string;
}

interface StoredCursor {
  readonly rowId: number;
  readonly rowKey: string;
  readonly done: number;
}

/** One transaction each; nobody who asks waits for more. */
const BATCH_ROWS = 200;

export interface RowCursorDeps<Row extends CursorRow> {
  readonly source: Database;
  readonly index: Database;
  readonly name: string;
  readonly table: string;
  /** The column that numbers the rows. */
  readonly rowId: string;
  /** The column that names them. */
  readonly key: string;
  /** What else of a row is read: `body, created_at as "createdAt"`. */
  readonly columns: string;
  /** More tables: `join delivery_bodies b on b.seq = t.seq`. `t` is the table itself. */
  readonly joined?: string;
  /** Fewer at a time, where a row is much work. */
  readonly batchRows?: number;
  /** Writes the words of a row down. */
  readonly write: (row: Row) => void;
  /** Forgets all that was written. */
  readonly clear: () => void;
}

/**
 * Reads a table's rows in the order in which they were written, a few at a time, and remembers how
 * far it came in the same transaction as what it wrote. Rows that come in later have higher numbers.
 * Where the last row that was read is another now, or gone, the table was replaced: then it begins
 * anew.
 */
export class RowCursor<Row extends CursorRow> {
  readonly #deps: RowCursorDeps<Row>;
  readonly #next;
  readonly #keyAt;
  readonly #left;
  readonly #stored;
  readonly #store;
  readonly #inTransaction;
  #at: StoredCursor;

  constructor(deps: RowCursorDeps<Row>) {
    this.#deps = deps;
    const { source, index, table, rowId, key, columns, joined = '' } = deps;
    this.#next = source.prepare<[number, number], Row>(
      `select t.${rowId} as rowId, t.${key} as key, ${columns} from ${table} t ${joined}
       where t.${rowId} > ? order by t.${rowId} limit ?`,
    );
    this.#keyAt = source
      .prepare<[number], string>(`select ${key} from ${table} where ${rowId} = ?`)
      .pluck();
    this.#left = source
      .prepare<[number], number>(`select count(*) from ${table} where ${rowId} > ?`)
      .pluck();
    this.#stored = index.prepare<[string], StoredCursor>(
      'select row_id as rowId, row_key as rowKey, done from cursors where source = ?',
    );
    this.#store = index.prepare<[string, number, string, number]>(
      'insert or replace into cursors (source, row_id, row_key, done) values (?, ?, ?, ?)',
    );
    this.#inTransaction = index.transaction((work: () => void) => work());
    this.#at = this.#stored.get(deps.name) ?? { rowId: 0, rowKey: '', done: 0 };
  }

  check(): void {
    const { rowId, rowKey } = this.#at;
    if (rowId === 0 || this.#keyAt.get(rowId) === rowKey) return;
    this.restart();
  }

  restart(): void {
    this.#inTransaction(() => {
      this.#deps.clear();
      this.#move({ rowId: 0, rowKey: '', done: 0 });
    });
  }

  /** False when there was nothing to read. */
  step(): boolean {
    const rows = this.#next.all(this.#at.rowId, this.#deps.batchRows ?? BATCH_ROWS);
    const last = rows.at(-1);
    if (last === undefined) return false;
    const before = this.#at;
    try {
      this.#inTransaction(() => {
        for (const row of rows) this.#deps.write(row);
        this.#move({ rowId: last.rowId, rowKey: last.key, done: before.done + rows.length });
      });
    } catch (error) {
      this.#at = before;
      throw error;
    }
    return true;
  }

  progress(): { done: number; total: number } {
    const { rowId, done } = this.#at;
    return { done, total: done + (this.#left.get(rowId) ?? 0) };
  }

  #move(to: StoredCursor): void {
    this.#store.run(this.#deps.name, to.rowId, to.rowKey, to.done);
    this.#at = to;
  }
}

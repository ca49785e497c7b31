import { closeSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { type Database, openReadOnly } from '../database/database.ts';
import type { Table } from '../tables/table.ts';
import type { IncomingRow, IncomingTable, KnownColumns } from './incoming-rows.ts';
import { rowRefusal } from './incoming-rows.ts';

/**
 * A database next to the workspace's own, with the same tables, in which an import is assembled.
 */
export class Staging {
  readonly #db: Database;

  /** @throws if the file already exists, or cannot be created */
  constructor(file: string, dataDir: string) {
    // Created first, so that it is private from the beginning.
    closeSync(openSync(file, 'wx', 0o600));
    this.#db = new Sqlite(file);
    // If anything goes wrong, the file is thrown away.
    this.#db.pragma('journal_mode = off');
    this.#db.pragma('synchronous = off');
    // References were checked already, and the owner of everything is not in this database.
    this.#db.pragma('foreign_keys = off');
    const source = openReadOnly(dataDir);
    try {
      const statements = source
        .prepare<[], string>(
          `select sql from sqlite_schema where sql is not null and name not like 'sqlite_%'
           order by type = 'index'`,
        )
        .pluck();
      for (const sql of statements.all()) this.#db.exec(sql);
    } finally {
      source.close();
    }
  }

  columnsOf(table: string): KnownColumns {
    const columns = this.#db
      .prepare<[string], { name: string; required: number; derived: number }>(
        `select name, hidden in (2, 3) as derived,
           ("notnull" = 1 or pk > 0) and dflt_value is null and hidden = 0 as required
         from pragma_table_xinfo(?)`,
      )
      .all(table);
    const names = (kept: (column: (typeof columns)[number]) => boolean) =>
      columns.filter(kept).map(({ name }) => name);
    return {
      required: names(({ required }) => required === 1),
      derived: names(({ derived }) => derived === 1),
    };
  }

  /** @throws ImportRefusal for two rows that exclude each other */
  insert(
    tables: readonly IncomingTable[],
    onProgress: (done: number, total: number) => void,
  ): number {
    const total = tables.reduce((sum, { rows }) => sum + rows.length, 0);
    let done = 0;
    this.#db.transaction(() => {
      for (const { table, rows } of tables) {
        const inserts = new Inserts(this.#db, table);
        for (const [index, row] of rows.entries()) {
          inserts.run(row, index);
          done += 1;
          onProgress(done, total);
        }
      }
    })();
    return total;
  }

  close(): void {
    this.#db.close();
  }
}

/** One statement per set of columns, because files of earlier versions have fewer. */
class Inserts {
  readonly #db: Database;
  readonly #table: Table;
  readonly #statements = new Map<string, Sqlite.Statement<unknown[]>>();

  constructor(db: Database, table: Table) {
    this.#db = db;
    this.#table = table;
  }

  run(row: IncomingRow, index: number): void {
    const columns = Object.keys(row);
    try {
      this.#statement(columns).run(Object.values(row));
    } catch (error) {
      const taken = error instanceof Sqlite.SqliteError && /UNIQUE|PRIMARYKEY/.test(error.code);
      if (!taken) throw error;
      const column = /failed: \w+\.(\w+)/.exec(error.message)?.[1] ?? null;
      throw rowRefusal(this.#table, index, row, column, 'is there a second time');
    }
  }

  #statement(columns: readonly string[]): Sqlite.Statement<unknown[]> {
    const names = columns.map((column) => `"${column}"`).join(', ');
    const known = this.#statements.get(names);
    if (known) return known;
    const values = columns.map(() => '?').join(', ');
    const made = this.#db.prepare<unknown[]>(
      `insert into "${this.#table.name}" (${names}) values (${values})`,
    );
    this.#statements.set(names, made);
    return made;
  }
}

import type { SearchItem } from '../../../common/contract/index.ts';
import type { Database } from '../database/database.ts';
import type { Found } from './search-source.ts';

const PAGE_ROWS = 60;
/** The most rows that one answer looks at, since they may be deleted or belong to another account. */
const MOST_ROWS = 1_500;

/** The words of one kind of things, by the number of their row. */
export class WordTable {
  readonly #clear;
  readonly #insert;
  readonly #remove;
  readonly #newest;
  readonly #below;

  constructor(index: Database, table: string) {
    this.#insert = index.prepare<[number, string]>(
      `insert or replace into ${table} (rowid, words) values (?, ?)`,
    );
    this.#remove = index.prepare<[number]>(`delete from ${table} where rowid = ?`);
    this.#clear = index.prepare(`delete from ${table}`);
    this.#newest = index
      .prepare<[string, number, number], number>(
        `select rowid from ${table} where ${table} match ? and rowid < ?
         order by rowid desc limit ?`,
      )
      .pluck();
    this.#below = index
      .prepare<[number, number], number>(
        `select rowid from ${table} where rowid < ? order by rowid limit ?`,
      )
      .pluck();
  }

  put(rowId: number, words: string): void {
    this.#insert.run(rowId, words);
  }

  clear(): void {
    this.#clear.run();
  }

  /** Forgets some of the rows below a number. @returns how many */
  removeBelow(rowId: number, limit: number): number {
    const rows = this.#below.all(rowId, limit);
    for (const row of rows) this.#remove.run(row);
    return rows.length;
  }

  /** The newest rows that match; `read` leaves out what is not there any more. */
  find(
    expression: string,
    page: { readonly limit: number; readonly below: number },
    read: (rowId: number) => SearchItem | null,
  ): Found {
    const items: SearchItem[] = [];
    let below = page.below;
    for (let looked = 0; looked < MOST_ROWS; looked += PAGE_ROWS) {
      const rows = this.#newest.all(expression, below, PAGE_ROWS);
      for (const row of rows) {
        const item = read(row);
        if (item === null) continue;
        if (items.length === page.limit) return { items, more: true };
        items.push(item);
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE_ROWS) break;
      below = last;
    }
    return { items, more: false };
  }
}

/** Above every row. */
export const ABOVE_ALL = Number.MAX_SAFE_INTEGER;

import type { DamageNotes, RowKey } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { TABLES } from '../tables/all-tables.ts';

/** So many of one column are named; more is of no use to anybody. */
const MOST_NAMED = 1_000;

/** The tables in which a word could be unknown. */
export const WORD_TABLES: readonly string[] = [...TABLES.values()]
  .filter(({ closedColumns }) => closedColumns.length > 0)
  .map(({ name }) => name);

/**
 * Notes the rows of a table that hold a word this version does not know. A question for the rows with
 * one word or another never meets them, so nobody else would name them.
 */
export function noteUnknownWords(db: Database, damage: DamageNotes, tableName: string): null {
  const table = TABLES.get(tableName);
  for (const { column, words } of table?.closedColumns ?? []) {
    const key = table?.key.map((name) => `"${name}"`).join(', ');
    // An empty cell is none of these: `null not in (…)` is null.
    const rows = db
      .prepare<[string, number], RowKey>(
        `select ${key} from "${tableName}"
         where "${column}" not in (select value from json_each(?)) limit ?`,
      )
      .all(JSON.stringify(words), MOST_NAMED);
    for (const row of rows) damage.note({ table: tableName, key: row, column });
  }
  return null;
}

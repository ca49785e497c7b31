import type { DamageNotes, RowKey } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { TABLES } from '../tables/all-tables.ts';

/** How many rows are reported per column; more would help no one. */
const MOST_NAMED = 1_000;

/** The tables with columns of closed word lists. */
export const WORD_TABLES: readonly string[] = [...TABLES.values()]
  .filter(({ closedColumns }) => closedColumns.length > 0)
  .map(({ name }) => name);

/**
 * Notes the rows of a table that contain a word unknown to this version. Queries that ask for
 * particular words never touch them, so they would not be reported otherwise.
 */
export function noteUnknownWords(db: Database, damage: DamageNotes, tableName: string): null {
  const table = TABLES.get(tableName);
  for (const { column, words } of table?.closedColumns ?? []) {
    const key = table?.key.map((name) => `"${name}"`).join(', ');
    // An empty cell is not reported, because `null not in (…)` is null.
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

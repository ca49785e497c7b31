import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect } from 'vitest';

/** The key columns of tables whose key is not the id. */
const KEYS: Readonly<Record<string, string>> = {
  deliveries: 'seq',
  delivery_attempts: 'seq',
  agent_preferences: 'agent_id',
  registrations: 'account_id',
  locations: 'address',
  idempotent_answers: 'key',
  settings: 'key',
  delivery_totals: 'account_id',
};

/** Opens the file like any other program that has access to it. */
export function inDatabaseOf<T>(dataDir: string, work: (db: Sqlite.Database) => T): T {
  const db = new Sqlite(join(dataDir, 'agentphone.db'), { timeout: 5_000 });
  try {
    return work(db);
  } finally {
    db.close();
  }
}

/** Damages a cell of the first row in which the table's column is set; returns how to repair it. */
export function spoilCell(
  dataDir: string,
  table: string,
  column: string,
  cell: string | number,
  where = '1',
): () => void {
  return inDatabaseOf(dataDir, (db) => {
    const key = table === 'call_events' ? 'call_id || seq' : (KEYS[table] ?? 'id');
    const found = db
      .prepare<[], { key: string | number; cell: unknown }>(
        `select ${key} as key, "${column}" as cell from "${table}" where ${where} order by 1 limit 1`,
      )
      .get();
    const set = `update "${table}" set "${column}" = ? where ${key} = ?`;
    expect(db.prepare(set).run(cell, found?.key).changes).toBe(1);
    return () => inDatabaseOf(dataDir, (again) => again.prepare(set).run(found?.cell, found?.key));
  });
}

import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { StartFailure } from '../platform/start-failure.ts';
import { MIGRATION_NAMES, migrations } from './migrations/index.ts';

export type Database = Sqlite.Database;

export const DATABASE_FILE = 'agentphone.db';

/**
 * Opens the workspace's database, brings its schema up to date and returns the one connection that
 * writes. All statements on it are synchronous, so a transaction is never interleaved with another.
 *
 * @throws StartFailure `DATABASE_DAMAGED`, `DATABASE_TOO_NEW` or `DATA_DIR_UNWRITABLE`; the file
 * is left as it was.
 */
export async function openDatabase(dataDir: string): Promise<Database> {
  const file = join(dataDir, DATABASE_FILE);
  const db = openChecked(file);
  try {
    await migrate(db, file);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens a second connection that can only read, for the reader thread. */
export function openReadOnly(dataDir: string): Database {
  const db = new Sqlite(join(dataDir, DATABASE_FILE), { readonly: true, fileMustExist: true });
  db.pragma('query_only = on');
  return db;
}

function openChecked(file: string): Database {
  let db: Database | undefined;
  try {
    db = new Sqlite(file);
    const [verdict] = db.pragma('quick_check(1)') as { quick_check: string }[];
    if (verdict?.quick_check !== 'ok') throw new Error(verdict?.quick_check ?? 'no verdict');
    db.pragma('journal_mode = wal');
    db.pragma('synchronous = normal');
    db.pragma('foreign_keys = on');
    db.pragma('busy_timeout = 2000');
    return db;
  } catch (error) {
    db?.close();
    throw openFailure(file, error);
  }
}

function openFailure(file: string, error: unknown): StartFailure {
  const code = error instanceof Sqlite.SqliteError ? error.code : '';
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY')) {
    return new StartFailure(
      'DATA_DIR_UNWRITABLE',
      `The database ${file} cannot be written. Make the folder writable, or choose another one with --data-dir.`,
      { cause: error },
    );
  }
  return new StartFailure(
    'DATABASE_DAMAGED',
    `The database ${file} is damaged (${(error as Error).message}). Nothing was changed. Move the file away to start afresh, put one of the agentphone.db.before-* copies beside it in its place, or choose another folder with --data-dir.`,
    { cause: error },
  );
}

async function migrate(db: Database, file: string): Promise<void> {
  const done = appliedMigrations(db);
  const unknown = done.find((name) => !MIGRATION_NAMES.includes(name));
  if (unknown) {
    throw new StartFailure(
      'DATABASE_TOO_NEW',
      `The database ${file} was written by a newer version (it has "${unknown}"). Update the app, or choose another folder with --data-dir.`,
    );
  }
  const next = MIGRATION_NAMES.find((name) => !done.includes(name));
  if (!next) return;
  if (done.length > 0) copyBefore(db, file, next);

  const kysely = new Kysely<unknown>({ dialect: new SqliteDialect({ database: db }) });
  const migrator = new Migrator({ db: kysely, provider: migrations });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

function appliedMigrations(db: Database): string[] {
  const table = db
    .prepare(`select 1 from sqlite_master where type = 'table' and name = 'kysely_migration'`)
    .get();
  if (!table) return [];
  return db
    .prepare<[], { name: string }>('select name from kysely_migration order by name')
    .all()
    .map((row) => row.name);
}

/** Keeps a copy of the file as it was, once per migration. */
function copyBefore(db: Database, file: string, migration: string): void {
  const copy = `${file}.before-${migration}`;
  if (existsSync(copy)) return;
  db.pragma('wal_checkpoint(truncate)');
  copyFileSync(file, copy);
}

import { copyFileSync, renameSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { claimPrivateFile } from '../../platform/private-file.ts';
import { StartFailure } from '../../platform/start-failure.ts';
import { MIGRATIONS, type Migrations } from '../migrations/index.ts';
import { databaseFile } from './database-file.ts';
import { openFailure } from './start-damage.ts';
import { withSteadyPlan } from './steady-plans.ts';

export type Database = Sqlite.Database;

/** Statements that are prepared once and run for years keep the plan they got. */
class SteadyDatabase extends Sqlite {
  override prepare: Database['prepare'] = (sql: string) => super.prepare(withSteadyPlan(sql));
}

/** What a statement takes as a parameter. */
export type SqlValue = string | number | Uint8Array | null;

/**
 * Opens the workspace's database, brings its schema up to date and returns the one connection that
 * writes. All statements on it are synchronous, so a transaction is never interleaved with another.
 *
 * @throws StartFailure `DATABASE_DAMAGED`, `DATABASE_TOO_NEW`, `DATA_DIR_IN_USE` or
 * `DATA_DIR_UNWRITABLE`; the file is left as it was.
 */
export async function openDatabase(
  dataDir: string,
  migrations: Migrations = MIGRATIONS,
): Promise<Database> {
  const file = databaseFile(dataDir);
  const db = openChecked(file);
  try {
    await migrate(db, file, migrations);
    return db;
  } catch (error) {
    // A statement that does not fit what is there: half of a migration, or other damage.
    const failure = error instanceof Sqlite.SqliteError ? openFailure(file, error) : error;
    db.close();
    throw failure;
  }
}

/** Opens a second connection that can only read, for the reader thread. */
export function openReadOnly(dataDir: string): Database {
  const db = new Sqlite(databaseFile(dataDir), { readonly: true, fileMustExist: true });
  db.pragma('query_only = on');
  db.pragma('temp_store = memory');
  return db;
}

/** Opens a connection that only moves what the log holds into the database file. */
export function openForCheckpoints(dataDir: string): () => void {
  const db = new Sqlite(databaseFile(dataDir), { fileMustExist: true });
  db.pragma('synchronous = normal');
  // Passive: it never makes the writer wait.
  return () => void db.pragma('wal_checkpoint(passive)');
}

function openChecked(file: string): Database {
  let db: Database | undefined;
  try {
    // The log and its index get the mode of the database.
    claimPrivateFile(file);
    db = new SteadyDatabase(file, { timeout: 1_000 });
    const [verdict] = db.pragma('quick_check(1)') as { quick_check: string }[];
    if (verdict?.quick_check !== 'ok') throw new Error(verdict?.quick_check ?? 'no verdict');
    db.pragma('journal_mode = wal');
    db.pragma('synchronous = normal');
    // Checkpoints wait for the disk, so the reader thread makes them (see WalKeeper). This is only
    // for when it cannot keep up.
    db.pragma('wal_autocheckpoint = 16000');
    // What a large statement puts aside stays in memory: it is nobody's to find on the disk.
    db.pragma('temp_store = memory');
    db.pragma('foreign_keys = on');
    db.pragma('busy_timeout = 2000');
    return db;
  } catch (error) {
    const failure = openFailure(file, error);
    db?.close();
    throw failure;
  }
}

async function migrate(db: Database, file: string, migrations: Migrations): Promise<void> {
  const names = Object.keys(migrations).sort();
  const done = appliedMigrations(db);
  const unknown = done.find((name) => !names.includes(name));
  if (unknown) {
    throw new StartFailure(
      'DATABASE_TOO_NEW',
      `The database ${file} was written by a newer version (it has "${unknown}"). Update the app, or choose another folder with --data-dir.`,
    );
  }
  const next = names.find((name) => !done.includes(name));
  if (!next) return;
  if (done.length > 0) copyBefore(db, file, next);

  const kysely = new Kysely<unknown>({ dialect: new WholeMigrations({ database: db }) });
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

/**
 * All migrations that are due happen in one transaction, or none does: else a kill or a full disk
 * between two statements leaves a database that no version knows. SQLite rolls back changes of the
 * schema too, though Kysely does not count on it.
 */
class WholeMigrations extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new AdapterWithSchemaInTransactions();
  }
}

class AdapterWithSchemaInTransactions extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
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

/** Keeps a copy of the file as it is just before the migration: all of it, or none. */
function copyBefore(db: Database, file: string, migration: string): void {
  const copy = `${file}.before-${migration}`;
  db.pragma('wal_checkpoint(truncate)');
  try {
    copyFileSync(file, `${copy}.part`);
    renameSync(`${copy}.part`, copy);
  } catch (error) {
    throw new StartFailure(
      'DATA_DIR_UNWRITABLE',
      `The database has to be updated, but no copy of it could be kept at ${copy} (${(error as Error).message}). Nothing was changed. Make room there, or choose another folder with --data-dir.`,
      { cause: error },
    );
  }
}

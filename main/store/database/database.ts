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

/**
 * Prepared statements keep the plan they got, because they are prepared once and used for the whole
 * run.
 */
class SteadyDatabase extends Sqlite {
  override prepare: Database['prepare'] = (sql: string) => super.prepare(withSteadyPlan(sql));
}

/** The types that a statement accepts as parameters. */
export type SqlValue = string | number | Uint8Array | null;

/**
 * Opens the workspace's database, migrates its schema, and returns the one connection that writes.
 * All statements on it are synchronous, so transactions never interleave.
 *
 * @throws StartFailure `DATABASE_DAMAGED`, `DATABASE_TOO_NEW`, `DATA_DIR_IN_USE` or
 * `DATA_DIR_UNWRITABLE`; then the file is unchanged.
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
    // A statement failed on what exists: a partial migration, or other damage.
    const failure = error instanceof Sqlite.SqliteError ? openFailure(file, error) : error;
    db.close();
    throw failure;
  }
}

/** Opens a second, read-only connection for the reader thread. */
export function openReadOnly(dataDir: string): Database {
  const db = new Sqlite(databaseFile(dataDir), { readonly: true, fileMustExist: true });
  db.pragma('query_only = on');
  db.pragma('temp_store = memory');
  return db;
}

/** Opens a connection that only moves the write-ahead log into the database file. */
export function openForCheckpoints(dataDir: string): () => void {
  const db = new Sqlite(databaseFile(dataDir), { fileMustExist: true });
  db.pragma('synchronous = normal');
  // Passive, so that it never makes the writer wait.
  return () => void db.pragma('wal_checkpoint(passive)');
}

function openChecked(file: string): Database {
  let db: Database | undefined;
  try {
    // The log and its index get the same mode as the database.
    claimPrivateFile(file);
    db = new SteadyDatabase(file, { timeout: 1_000 });
    const [verdict] = db.pragma('quick_check(1)') as { quick_check: string }[];
    if (verdict?.quick_check !== 'ok') throw new Error(verdict?.quick_check ?? 'no verdict');
    db.pragma('journal_mode = wal');
    db.pragma('synchronous = normal');
    // Checkpoints wait for the disk, so they are made by the reader thread (see WalKeeper). This
    // limit only matters if that thread cannot keep up.
    db.pragma('wal_autocheckpoint = 16000');
    // Intermediate results stay in memory, so that no one can find them on the disk.
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
 * Runs all pending migrations in one transaction. Otherwise a kill or a full disk between two
 * statements would leave a database that no version understands. SQLite can roll back schema
 * changes, although Kysely does not rely on it.
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

/** Copies the file as it is just before the migration, completely or not at all. */
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

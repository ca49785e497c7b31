import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { claimPrivateFile } from '../../platform/private-file.ts';
import type { Database } from '../database/database.ts';

/** Raised whenever the contents change; the index of an earlier version is then built again. */
const SCHEMA_VERSION = 1;

/**
 * Words arrive separated by spaces, so a word ends at a space and nowhere else. The texts themselves
 * are not stored a second time, except those of turns, which have no rows in the workspace.
 */
const WORDS = `fts5(words, content='', contentless_delete=1, tokenize='ascii', prefix='2 3')`;
const SCHEMA = `
  create table cursors (source text primary key, row_id integer not null, row_key text not null,
    done integer not null) strict, without rowid;
  create table open_calls (row_id integer primary key) strict;
  create table turn_texts (row_id integer primary key, body text not null) strict;
  create virtual table message_words using ${WORDS};
  create virtual table conversation_words using ${WORDS};
  create virtual table call_words using ${WORDS};
  create virtual table delivery_words using ${WORDS};
  pragma user_version = ${SCHEMA_VERSION};
`;

/** Where the index of a data folder is. */
export function searchFile(dataDir: string): string {
  return join(dataDir, 'agentphone.search.db');
}

/**
 * Opens the index; one that is missing, damaged or of another version is begun anew. It holds
 * nothing that cannot be read from the workspace's database again.
 */
export function openSearchFile(file: string): Database {
  try {
    return open(file);
  } catch (error) {
    // On a full disk the index stays: what was read is still good, and deleting it would not help.
    if (!(error instanceof OtherVersion || isDamage(error))) throw error;
    discardSearchFile(file);
    return open(file);
  }
}

export function discardSearchFile(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(file + end, { force: true });
}

/** Whether making it anew is the cure. Not for a disk that is full or refuses. */
export function isDamage(error: unknown): boolean {
  return (
    error instanceof Sqlite.SqliteError &&
    /^SQLITE_(CORRUPT|NOTADB|ERROR|CONSTRAINT|MISMATCH|FORMAT|IOERR_SHORT_READ)/.test(error.code)
  );
}

/** The file is a database, with other tables than ours. */
class OtherVersion extends Error {}

function open(file: string): Database {
  claimPrivateFile(file);
  const db = new Sqlite(file, { timeout: 1_000 });
  try {
    db.pragma('journal_mode = wal');
    db.pragma('synchronous = normal');
    db.pragma('temp_store = memory');
    const version = db.pragma('user_version', { simple: true });
    if (version === SCHEMA_VERSION) return db;
    const isNew = version === 0 && db.prepare('select count(*) from sqlite_schema').pluck().get();
    if (isNew !== 0) throw new OtherVersion();
    db.transaction(() => db.exec(SCHEMA))();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

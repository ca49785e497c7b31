import { constants, copyFileSync, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { unwritable } from '../../platform/data-folder.ts';
import { StartFailure } from '../../platform/start-failure.ts';
import { storageProblemOf } from '../../platform/storage-problem.ts';
import { databaseFile } from './database-file.ts';

/**
 * If the data folder is the reason for a failed start, an error with one sentence on what is wrong
 * and what to do; any other error unchanged.
 */
export function asStartFailure(error: unknown, dataDir: string): unknown {
  if (error instanceof StartFailure) return error;
  if (error instanceof Sqlite.SqliteError) return openFailure(databaseFile(dataDir), error);
  return storageProblemOf(error) ? unwritable(dataDir, error) : error;
}

/**
 * Why the database cannot be used. A copy of a damaged one is kept; call this before closing it.
 */
export function openFailure(file: string, error: unknown): StartFailure {
  const code = error instanceof Sqlite.SqliteError ? error.code : '';
  const failure = (kind: 'DATA_DIR_IN_USE' | 'DATA_DIR_UNWRITABLE', words: string) =>
    new StartFailure(kind, `${words}, or choose another folder with --data-dir.`, { cause: error });
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return failure(
      'DATA_DIR_IN_USE',
      `The database ${file} is locked by another program. Close what has it open`,
    );
  }
  if (isFolder(file)) {
    return failure(
      'DATA_DIR_UNWRITABLE',
      `A folder is where the database ${file} should be. Move it away`,
    );
  }
  if (/^SQLITE_(FULL|IOERR_SHMSIZE)/.test(code)) {
    return failure('DATA_DIR_UNWRITABLE', `The disk of the database ${file} is full. Make room`);
  }
  if (/^SQLITE_(CANTOPEN|READONLY|PERM)/.test(code)) {
    return failure(
      'DATA_DIR_UNWRITABLE',
      `The database ${file} cannot be written. Make the folder and the files in it writable`,
    );
  }
  if (/^SQLITE_IOERR/.test(code)) {
    return failure(
      'DATA_DIR_UNWRITABLE',
      `The disk of the database ${file} fails (${code}). Look at the disk`,
    );
  }
  const why = (error as Error).message.replace(/\s+/g, ' ');
  const earlier = hasEarlierCopy(file)
    ? ', put one of the agentphone.db.before-* copies beside it in its place'
    : '';
  return new StartFailure(
    'DATABASE_DAMAGED',
    `The database ${file} is damaged (${why}). Nothing was changed; ${keptCopy(file)}. Move the file away to start afresh${earlier}, or choose another folder with --data-dir.`,
    { cause: error },
  );
}

/** Copies the file and its log, once per state, and says where; or why that failed. */
function keptCopy(file: string): string {
  try {
    const { mtime } = statSync(file);
    const copy = `${file}.damaged-${mtime.toISOString().replace(/[:.]/g, '-')}`;
    for (const end of ['', '-wal']) {
      if (!existsSync(file + end) || existsSync(copy + end)) continue;
      copyFileSync(file + end, copy + end, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    }
    return `a copy is at ${copy}`;
  } catch (error) {
    return `no copy could be kept (${(error as Error).message})`;
  }
}

/** Whether a copy was made before a migration. */
function hasEarlierCopy(file: string): boolean {
  try {
    const start = `${basename(file)}.before-`;
    return readdirSync(dirname(file)).some((name) => name.startsWith(start));
  } catch {
    return false;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { unwritable } from './data-folder.ts';
import { claimPrivateFile } from './private-file.ts';
import { StartFailure } from './start-failure.ts';

export const LOCK_FILE = 'agentphone.lock';
export const PID_FILE = 'agentphone.pid';

/** A handover takes a moment: the previous instance may be closing its database. */
const HAND_OVER_MS = 300;

/** While it is held, this process may write to the data folder. */
export interface InstanceLock {
  /** Lets the next instance start. Safe to call twice. */
  release(): void;
}

/**
 * Makes this process the only instance with the data folder.
 *
 * The lock is the operating system's own file lock, taken through SQLite, which implements one for
 * each platform. So it ends with its holder however that dies, even by SIGKILL: there is no stale
 * lock to take over, no race in doing so, and a reused pid cannot be mistaken for the holder. The
 * file stays empty; a second file contains the pid for the error message.
 *
 * @throws StartFailure `DATA_DIR_IN_USE` naming the holder's pid, or `DATA_DIR_UNWRITABLE`
 */
export function lockDataFolder(dataDir: string, pid: number = process.pid): InstanceLock {
  const pidFile = join(dataDir, PID_FILE);
  const lock = takeFileLock(dataDir, pidFile);
  try {
    writeFileSync(pidFile, `${pid}\n`, { mode: 0o600 });
  } catch (error) {
    lock.close();
    throw unwritable(dataDir, error);
  }
  return {
    release() {
      if (!lock.open) return;
      try {
        // The pid first, then the lock: after that, the file may belong to the next instance.
        rmSync(pidFile, { force: true });
      } catch {
        // The pid is only for a message; the lock is what counts.
      } finally {
        lock.close();
      }
    },
  };
}

function takeFileLock(dataDir: string, pidFile: string): Sqlite.Database {
  let lock: Sqlite.Database | undefined;
  try {
    claimPrivateFile(join(dataDir, LOCK_FILE));
    lock = new Sqlite(join(dataDir, LOCK_FILE), { timeout: HAND_OVER_MS });
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock?.close();
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw inUse(dataDir, holderPid(pidFile));
    }
    if (error instanceof Sqlite.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code)) {
      throw new StartFailure(
        'DATA_DIR_UNWRITABLE',
        `The lock file ${join(dataDir, LOCK_FILE)} is damaged. It holds nothing: delete it.`,
        { cause: error },
      );
    }
    throw unwritable(dataDir, error);
  }
}

function holderPid(pidFile: string): number | null {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
  } catch {
    // The holder has only just started and not written it yet.
    return null;
  }
}

function inUse(dataDir: string, pid: number | null): StartFailure {
  const other = pid === null ? 'another instance' : `another instance (pid ${pid})`;
  return new StartFailure(
    'DATA_DIR_IN_USE',
    `The data folder ${dataDir} is in use by ${other}. Quit that one, or choose another folder with --data-dir.`,
  );
}

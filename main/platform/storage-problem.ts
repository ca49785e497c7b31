import { ApiError, type StorageCause } from '../../common/contract/index.ts';

/** Why the data folder cannot be written, in one sentence that includes what to do. */
export interface StorageProblem {
  readonly cause: StorageCause;
  readonly message: string;
}

const MESSAGES: Readonly<Record<StorageCause, string>> = {
  full: 'The disk of the data folder is full. Make room: nothing needs to be started again.',
  readOnly: 'The data folder is read-only. Make it writable: nothing needs to be started again.',
  failing: 'The disk of the data folder fails to read or write. Look at the disk.',
  gone: 'The data folder is not where it was. Put it back, or export the workspace now and start the app again.',
};

export function storageProblem(cause: StorageCause): StorageProblem {
  return { cause, message: MESSAGES[cause] };
}

/** A failure of the disk in one of our threads: its consequence, in one sentence. */
export class StorageFailure extends Error {
  readonly problem: StorageProblem;

  constructor(cause: StorageCause, outcome: string) {
    super(outcome);
    this.name = 'StorageFailure';
    this.problem = storageProblem(cause);
  }
}

/**
 * System calls on files. Others (`connect`, `listen`, `spawn`, `watch`) fail with the same codes.
 */
const FILE_CALLS = new Set([
  'open',
  'read',
  'write',
  'ftruncate',
  'fsync',
  'fdatasync',
  'close',
  'copyfile',
  'mkdir',
  'mkdtemp',
  'rename',
  'unlink',
  'rm',
  'rmdir',
  'chmod',
  'stat',
  'fstat',
  'lstat',
  'scandir',
  'access',
]);

/** The problem of the disk behind an error from SQLite or the file system; else null. */
export function storageProblemOf(error: unknown): StorageProblem | null {
  if (error instanceof StorageFailure) return error.problem;
  const cause = causeOf(error);
  return cause === null ? null : storageProblem(cause);
}

/** The same as an API error for the response; null for any other error. */
export function storageError(error: unknown): ApiError | null {
  const problem = storageProblemOf(error);
  const outcome = error instanceof StorageFailure ? error.message : 'Not kept.';
  return problem && new ApiError('STORAGE_UNAVAILABLE', `${outcome} ${problem.message}`);
}

function causeOf(error: unknown): StorageCause | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  if (typeof code !== 'string') return null;
  if (code.startsWith('SQLITE_FULL')) return 'full';
  // SQLite reserves room for its shared memory before using it, and reports failure in this way.
  if (code === 'SQLITE_IOERR_SHMSIZE') return 'full';
  if (code.startsWith('SQLITE_READONLY')) return 'readOnly';
  if (/^SQLITE_(IOERR|CANTOPEN)/.test(code)) return 'failing';
  if (typeof syscall !== 'string' || !FILE_CALLS.has(syscall)) return null;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'full';
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return 'readOnly';
    case 'EIO':
    case 'ESTALE':
      return 'failing';
    default:
      return null;
  }
}

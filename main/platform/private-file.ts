import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** Readable and writable only by the owner. */
const FILE_MODE = 0o600;
/** The permissions of others. */
const OTHERS = 0o077;
const PROGRAM = 0o111;

/**
 * Replaces the file's content by `value` as JSON. Only its owner can read it (mode 0600), and
 * readers see either the old content or the new one, never a part.
 */
export function writePrivateJson(file: string, value: unknown): void {
  const draft = `${file}.new`;
  // A draft left by a kill may have another mode, so it must not be reused.
  rmSync(draft, { force: true });
  const handle = openSync(draft, 'wx', FILE_MODE);
  try {
    // Writes everything or throws; a single write to an almost full disk may succeed partially.
    writeFileSync(handle, `${JSON.stringify(value, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}

/** The file's content; null if it is missing or not JSON. The caller must validate it. */
export function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Creates an empty private file if it is missing, else removes the permissions of others. This is
 * for libraries that open files themselves, with the process's default mode. Failures are ignored
 * here, because the library will meet and report them too.
 */
export function claimPrivateFile(file: string): void {
  try {
    if (existsSync(file)) closeToOthers(file);
    // Never opens an existing file: closing it would release all locks that this process holds on
    // it.
    else closeSync(openSync(file, 'wx', FILE_MODE));
  } catch {
    // See above.
  }
}

/**
 * Removes the permissions of others from files, and from folders with everything in them. What is
 * inside a folder that is already private cannot be reached, so it is not examined; programs and
 * links are not ours. Windows has no such modes: there, the folder's access list applies.
 *
 * @returns the paths whose permissions could not be removed, e.g. because the file system has no
 * modes
 */
export function takeFromOthers(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (!stats || !(stats.isDirectory() || (stats.isFile() && (stats.mode & PROGRAM) === 0)))
      return [];
    try {
      if (!closeToOthers(path)) return [];
    } catch {
      return [path];
    }
    if (!stats.isDirectory()) return [];
    return takeFromOthers(readdirSync(path).map((name) => join(path, name)));
  });
}

/** Returns false if it was already private. @throws Error if it stays accessible */
function closeToOthers(path: string): boolean {
  const { mode } = lstatSync(path);
  if ((mode & OTHERS) === 0 || process.platform === 'win32') return false;
  // The owner's own permissions stay unchanged.
  chmodSync(path, mode & ~OTHERS);
  if ((lstatSync(path).mode & OTHERS) !== 0) throw new Error(`${path} stays open to others.`);
  return true;
}

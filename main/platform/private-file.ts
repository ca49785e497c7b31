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

/** Read and written by their owner, by nobody else. */
const FILE_MODE = 0o600;
/** What others may do. */
const OTHERS = 0o077;
const PROGRAM = 0o111;

/**
 * Replaces the file's content by `value` as JSON. Only its owner can read it (mode 0600), and a
 * reader sees the old content or the new one, never half of it.
 */
export function writePrivateJson(file: string, value: unknown): void {
  const draft = `${file}.new`;
  // A draft left by a kill may have been made with another mode: never write into it.
  rmSync(draft, { force: true });
  const handle = openSync(draft, 'wx', FILE_MODE);
  try {
    // All of it, or an error: a disk that is nearly full may take a part without one.
    writeFileSync(handle, `${JSON.stringify(value, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}

/** The file's content, or null if it is missing or no JSON. Check its shape. */
export function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Makes the file, empty, where it is missing, and takes it from all others where it is not: for
 * libraries that open files themselves, with whatever mode the process has for new ones. What goes
 * wrong here goes wrong for them too, and they say it in their own words.
 */
export function claimPrivateFile(file: string): void {
  try {
    if (existsSync(file)) closeToOthers(file);
    // Never one that is there: to close a file ends every lock that this process holds on it.
    else closeSync(openSync(file, 'wx', FILE_MODE));
  } catch {
    // See above.
  }
}

/**
 * Takes files, and folders with all that is in them, from all others. What lies in a folder that is
 * closed already is out of their reach, so it is not looked at; programs and links are not ours.
 * Windows has no such modes: there the access list of the folder holds.
 *
 * @returns what could not be taken, e.g. because the disk knows no modes
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

/** False when it was closed already. @throws Error when it stays open */
function closeToOthers(path: string): boolean {
  const { mode } = lstatSync(path);
  if ((mode & OTHERS) === 0 || process.platform === 'win32') return false;
  // The owner's own rights stay as they are.
  chmodSync(path, mode & ~OTHERS);
  if ((lstatSync(path).mode & OTHERS) !== 0) throw new Error(`${path} stays open to others.`);
  return true;
}

import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { unwritable } from './data-folder.ts';

export const CONTROL_FILE = 'control.json';

/**
 * Writes `control.json`: how scripts and the command line find the running app, and the
 * workspace's own key. Only its owner can read it (mode 0600), and a reader sees the old content
 * or the new one, never half of it.
 *
 * @throws StartFailure `DATA_DIR_UNWRITABLE`
 */
export function writeControlFile(dataDir: string, value: unknown): void {
  const file = join(dataDir, CONTROL_FILE);
  const draft = `${file}.new`;
  try {
    // A draft left by a kill may have been made with another mode: never write into it.
    rmSync(draft, { force: true });
    const handle = openSync(draft, 'wx', 0o600);
    try {
      writeSync(handle, `${JSON.stringify(value, null, 2)}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, file);
  } catch (error) {
    throw unwritable(dataDir, error);
  }
}

/** The content of `control.json`, or null if there is none or it is no JSON. Check its shape. */
export function readControlFile(dataDir: string): unknown {
  try {
    return JSON.parse(readFileSync(join(dataDir, CONTROL_FILE), 'utf8'));
  } catch {
    return null;
  }
}

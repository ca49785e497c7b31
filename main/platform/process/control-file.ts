import { statSync } from 'node:fs';
import { join } from 'node:path';
import { unwritable } from '../data-folder.ts';
import { readJsonFile, writePrivateJson } from '../private-file.ts';

const CONTROL_FILE = 'control.json';

/**
 * Writes `control.json`: the addresses of the running app for scripts and the command line, the
 * workspace's own key, and the tokens of programs and windows.
 *
 * @throws StartFailure `DATA_DIR_UNWRITABLE`
 */
export function writeControlFile(dataDir: string, value: unknown): void {
  try {
    writePrivateJson(join(dataDir, CONTROL_FILE), value);
  } catch (error) {
    throw unwritable(dataDir, error);
  }
}

/**
 * The content of `control.json`; null if it is missing or not JSON. The caller must validate it.
 */
export function readControlFile(dataDir: string): unknown {
  return readJsonFile(join(dataDir, CONTROL_FILE));
}

/**
 * Whether another user could have read `control.json`. On systems without file modes, the answer is
 * no.
 */
export function isControlFileOpen(dataDir: string): boolean {
  if (process.platform === 'win32') return false;
  const { mode } = statSync(join(dataDir, CONTROL_FILE), { throwIfNoEntry: false }) ?? { mode: 0 };
  return (mode & 0o077) !== 0;
}

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { unwritable } from '../data-folder.ts';
import { readJsonFile, writePrivateJson } from '../private-file.ts';

const CONTROL_FILE = 'control.json';

/**
 * Writes `control.json`: how scripts and the command line find the running app, the workspace's own
 * key, and what lets programs and windows in.
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

/** The content of `control.json`, or null if there is none or it is no JSON. Check its shape. */
export function readControlFile(dataDir: string): unknown {
  return readJsonFile(join(dataDir, CONTROL_FILE));
}

/** Whether somebody else could have read `control.json`; where modes mean nothing, nobody could. */
export function isControlFileOpen(dataDir: string): boolean {
  if (process.platform === 'win32') return false;
  const { mode } = statSync(join(dataDir, CONTROL_FILE), { throwIfNoEntry: false }) ?? { mode: 0 };
  return (mode & 0o077) !== 0;
}

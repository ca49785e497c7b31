import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';

/**
 * Replaces the file's content by `value` as JSON. Only its owner can read it (mode 0600), and a
 * reader sees the old content or the new one, never half of it.
 */
export function writePrivateJson(file: string, value: unknown): void {
  const draft = `${file}.new`;
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
}

/** The file's content, or null if it is missing or no JSON. Check its shape. */
export function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

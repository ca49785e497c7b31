import fs from 'node:fs';
import { vi } from 'vitest';

/**
 * Captures everything written to stdout and stderr from now on, including the log, in the list that
 * it returns. Ended by `vi.restoreAllMocks`.
 */
export function captureOutput(): string[] {
  const written: string[] = [];
  const note = (chunk: unknown) => {
    written.push(Buffer.isBuffer(chunk) ? chunk.toString() : String(chunk));
  };
  // The log is written to stderr synchronously, bypassing `process.stderr`.
  const write = fs.writeSync;
  vi.spyOn(fs, 'writeSync').mockImplementation(((fd: number, chunk: string, ...rest: []) => {
    if (fd !== 2) return write(fd, chunk, ...rest);
    note(chunk);
    return Buffer.byteLength(chunk);
  }) as typeof fs.writeSync);
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      note(chunk);
      return true;
    });
  }
  return written;
}

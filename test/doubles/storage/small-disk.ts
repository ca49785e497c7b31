import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHUNK_BYTES = 64 * 1024;

/**
 * A real disk that really gets full: a tmpfs of a given size. Only root can mount one, and not in
 * every container; `why` says so if it is not possible.
 */
export class SmallDisk {
  readonly path: string;
  readonly #filler: string;

  private constructor(path: string) {
    this.path = path;
    this.#filler = join(path, 'filler');
  }

  static make(megabytes: number): SmallDisk | { readonly why: string } {
    const path = mkdtempSync(join(tmpdir(), 'agentphone-disk-'));
    const options = `size=${megabytes}m,mode=0700`;
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
    if (mount.status === 0) return new SmallDisk(path);
    rmSync(path, { recursive: true, force: true });
    const why = mount.error?.message ?? mount.stderr.toString().trim();
    return { why: `No tmpfs may be mounted here: ${why}` };
  }

  /** Fills the disk except for this many bytes, exactly. */
  fill(leaveBytes = 0): void {
    const { bavail, bsize } = statfsSync(this.path);
    const chunks = Math.floor((bavail * bsize - leaveBytes) / CHUNK_BYTES);
    if (leaveBytes > 0) {
      writeFileSync(this.#filler, Buffer.alloc(Math.max(0, chunks) * CHUNK_BYTES));
      return;
    }
    const file = openSync(this.#filler, 'a');
    try {
      for (let size = CHUNK_BYTES; size >= 1; ) {
        try {
          writeSync(file, Buffer.alloc(size));
        } catch {
          size = Math.floor(size / 2);
        }
      }
    } finally {
      closeSync(file);
    }
  }

  makeRoom(): void {
    rmSync(this.#filler, { force: true });
  }

  remove(): void {
    spawnSync('umount', ['-l', this.path]);
    rmSync(this.path, { recursive: true, force: true });
  }
}

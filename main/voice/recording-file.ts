import { closeSync, ftruncateSync, openSync, readSync, write, writeSync } from 'node:fs';
import {
  type StorageProblem,
  storageProblem,
  storageProblemOf,
} from '../platform/storage-problem.ts';

/** What a recording needs of the file system; tests hand in one that fails. */
export interface RecordingFiles {
  /** A file that is empty, for its owner alone. */
  open(path: string): number;
  /** Writes somewhere between none and all of the bytes. */
  write(
    file: number,
    bytes: Uint8Array,
    at: number,
    done: (error: Error | null, written: number) => void,
  ): void;
  writeNow(file: number, bytes: Uint8Array, at: number): number;
  readNow(file: number, bytes: Uint8Array, at: number): void;
  truncateNow(file: number, length: number): void;
  close(file: number): void;
}

export const systemFiles: RecordingFiles = {
  open: (path) => openSync(path, 'w+', 0o600),
  write: (file, bytes, at, done) => write(file, bytes, 0, bytes.length, at, done),
  writeNow: (file, bytes, at) => writeSync(file, bytes, 0, bytes.length, at),
  readNow: (file, bytes, at) => void readSync(file, bytes, 0, bytes.length, at),
  truncateNow: ftruncateSync,
  close: closeSync,
};

/** A disk that takes so much longer than sound lasts has no room for it: a minute. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;
/** While nothing can be written, of ten batches one is tried: one a second. */
const TRY_EACH = 10;

interface Piece {
  readonly bytes: Uint8Array;
  readonly at: number;
}

/**
 * The file of one recording. What is put is written in order and beside the event loop, so that a
 * slow disk holds up no call; `settle` and `close` write what is left at once. A disk that refuses
 * is a value that listeners get, not an error: what could not be written is silence, and the file
 * goes on once it can.
 */
export class RecordingFile {
  readonly #path: string;
  readonly #files: RecordingFiles;
  readonly #header: Uint8Array;
  readonly #listeners: ((problem: StorageProblem | null) => void)[] = [];
  #file: number | null = null;
  #isThere = false;
  /** In order; the first may be on its way. */
  #waiting: Piece[] = [];
  #waitingBytes = 0;
  #onItsWay: Piece | null = null;
  #problem: StorageProblem | null = null;
  #refused = 0;
  /** After `close`: how long the file is to be. */
  #closedAt: number | null = null;

  /** @param header what the file begins with */
  constructor(path: string, header: Uint8Array, files: RecordingFiles) {
    this.#path = path;
    this.#header = header;
    this.#files = files;
    this.#attempt(() => this.#open());
  }

  /** Calls the listener when writing fails, and with null when it works again; now, if it fails. */
  onProblem(listener: (problem: StorageProblem | null) => void): void {
    this.#listeners.push(listener);
    if (this.#problem) listener(this.#problem);
  }

  /** Writes a copy of the bytes soon. */
  put(bytes: Uint8Array, at: number): void {
    this.#renew(bytes, at);
    if (this.#problem) {
      this.#refused += 1;
      if (this.#refused % TRY_EACH !== 0) return;
    }
    if (this.#waitingBytes + bytes.length > MOST_WAITING_BYTES) {
      this.#failed(storageProblem('failing'));
      return;
    }
    this.#waiting.push({ bytes: Uint8Array.from(bytes), at });
    this.#waitingBytes += bytes.length;
    this.#next();
  }

  /** What the file holds at a place; zeros where it holds nothing. */
  read(length: number, at: number): Uint8Array {
    const bytes = new Uint8Array(length);
    this.settle();
    this.#attempt(() => this.#files.readNow(this.#open(), bytes, at));
    return bytes;
  }

  /** Writes everything that waits, and the header if one is given. */
  settle(header?: Uint8Array): void {
    const pieces = this.#waiting;
    this.#drop();
    this.#attempt(() => {
      const file = this.#open();
      for (const { bytes, at } of pieces) writeAll(this.#files, file, bytes, at);
      if (header) writeAll(this.#files, file, header, 0);
      // Nothing to write proves nothing.
      if (pieces.length > 0) this.#works();
    });
  }

  /** Whether anything could be written at all. */
  get isThere(): boolean {
    return this.#isThere;
  }

  /** Ends the file at `length` bytes: when it returns, it is whole. */
  close(length: number, header: Uint8Array): void {
    this.settle();
    this.#closedAt = length;
    this.#attempt(() => {
      const file = this.#open();
      this.#files.truncateNow(file, length);
      writeAll(this.#files, file, header, 0);
    });
    if (!this.#onItsWay) this.#letGo();
  }

  #open(): number {
    if (this.#file !== null) return this.#file;
    const file = this.#files.open(this.#path);
    try {
      writeAll(this.#files, file, this.#header, 0);
    } catch (error) {
      this.#files.close(file);
      throw error;
    }
    this.#file = file;
    this.#isThere = true;
    return file;
  }

  #next(): void {
    const piece = this.#waiting[0];
    if (!piece || this.#onItsWay) return;
    let file: number | null = null;
    this.#attempt(() => {
      file = this.#open();
    });
    if (file !== null) this.#send(file, piece, 0);
  }

  #send(file: number, piece: Piece, from: number): void {
    this.#onItsWay = piece;
    this.#files.write(file, piece.bytes.subarray(from), piece.at + from, (error, written) => {
      if (!error && from + written < piece.bytes.length && this.#waiting[0] === piece) {
        this.#send(file, piece, from + written);
        return;
      }
      this.#onItsWay = null;
      if (this.#closedAt !== null) {
        this.#letGo();
        return;
      }
      // Else it was settled meanwhile, and the same bytes are there already.
      if (this.#waiting[0] === piece) {
        this.#waiting.shift();
        this.#waitingBytes -= piece.bytes.length;
      }
      if (error) this.#failed(problemOf(error));
      else this.#works();
      this.#next();
    });
  }

  /** After the end, and after what was still on its way and may have made the file longer. */
  #letGo(): void {
    const file = this.#file;
    const length = this.#closedAt;
    this.#file = null;
    if (file === null) return;
    this.#attempt(() => {
      if (length !== null) this.#files.truncateNow(file, length);
      this.#files.close(file);
    });
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#failed(problemOf(error));
    }
  }

  #failed(problem: StorageProblem): void {
    this.#drop();
    if (this.#problem?.cause === problem.cause) return;
    this.#problem = problem;
    for (const listener of this.#listeners) listener(problem);
  }

  #works(): void {
    if (!this.#problem) return;
    this.#problem = null;
    this.#refused = 0;
    for (const listener of this.#listeners) listener(null);
  }

  /** What is on its way may arrive after what was written at once: it must not bring back old sound. */
  #renew(bytes: Uint8Array, at: number): void {
    const old = this.#onItsWay;
    if (!old) return;
    const from = Math.max(at, old.at);
    const until = Math.min(at + bytes.length, old.at + old.bytes.length);
    if (from < until) old.bytes.set(bytes.subarray(from - at, until - at), from - old.at);
  }

  #drop(): void {
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}

function writeAll(files: RecordingFiles, file: number, bytes: Uint8Array, at: number): void {
  for (let from = 0; from < bytes.length; ) {
    from += files.writeNow(file, bytes.subarray(from), at + from);
  }
}

function problemOf(error: unknown): StorageProblem {
  return storageProblemOf(error) ?? storageProblem('failing');
}

import { closeSync, ftruncateSync, openSync, readSync, write, writeSync } from 'node:fs';
import {
  type StorageProblem,
  storageProblem,
  storageProblemOf,
} from '../platform/storage-problem.ts';

/** The file system as a recording uses it; tests pass one that fails. */
export interface RecordingFiles {
  /** Creates an empty file that only its owner can read. */
  open(path: string): number;
  /** Writes any number of the bytes, from none to all. */
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

/** The most data that may wait for the disk: a minute of sound. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;
/** While writing fails, only one batch in ten is tried, which is one per second. */
const TRY_EACH = 10;

interface Piece {
  readonly bytes: Uint8Array;
  readonly at: number;
}

/**
 * The file of one recording. Data is written in order and asynchronously, so that a slow disk
 * delays no call; `settle` and `close` write the rest at once. When the disk refuses, listeners get
 * a value and nothing is thrown: the data that could not be written becomes silence, and the file
 * continues once it can.
 */
export class RecordingFile {
  readonly #path: string;
  readonly #files: RecordingFiles;
  readonly #header: Uint8Array;
  readonly #listeners: ((problem: StorageProblem | null) => void)[] = [];
  #file: number | null = null;
  #isThere = false;
  /** In order; the first one may be being written. */
  #waiting: Piece[] = [];
  #waitingBytes = 0;
  #onItsWay: Piece | null = null;
  #problem: StorageProblem | null = null;
  #refused = 0;
  /** After `close`, the final length of the file. */
  #closedAt: number | null = null;

  /** @param header the first bytes of the file */
  constructor(path: string, header: Uint8Array, files: RecordingFiles) {
    this.#path = path;
    this.#header = header;
    this.#files = files;
    this.#attempt(() => this.#open());
  }

  /**
   * Calls the listener when writing fails, and with null when it works again. Calls it at once if
   * writing is failing now.
   */
  onProblem(listener: (problem: StorageProblem | null) => void): void {
    this.#listeners.push(listener);
    if (this.#problem) listener(this.#problem);
  }

  /** Schedules a copy of the bytes to be written. */
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

  /** What the file contains at a position; zeros where it contains nothing. */
  read(length: number, at: number): Uint8Array {
    const bytes = new Uint8Array(length);
    this.settle();
    this.#attempt(() => this.#files.readNow(this.#open(), bytes, at));
    return bytes;
  }

  /** Writes everything that is waiting, and the header if given. */
  settle(header?: Uint8Array): void {
    const pieces = this.#waiting;
    this.#drop();
    this.#attempt(() => {
      const file = this.#open();
      for (const { bytes, at } of pieces) writeAll(this.#files, file, bytes, at);
      if (header) writeAll(this.#files, file, header, 0);
      // A call with nothing to write does not show that the disk works.
      if (pieces.length > 0) this.#works();
    });
  }

  /** Whether anything could be written at all. */
  get isThere(): boolean {
    return this.#isThere;
  }

  /** Ends the file at `length` bytes. It is complete when this returns. */
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
      // Otherwise `settle` has written the same bytes in the meantime.
      if (this.#waiting[0] === piece) {
        this.#waiting.shift();
        this.#waitingBytes -= piece.bytes.length;
      }
      if (error) this.#failed(problemOf(error));
      else this.#works();
      this.#next();
    });
  }

  /** Runs after the end, when a write that was still under way may have made the file longer. */
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

  /**
   * A write under way may finish after a later synchronous one; renewing its bytes keeps it from
   * restoring old sound.
   */
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

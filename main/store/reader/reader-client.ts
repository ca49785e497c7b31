import { Worker } from 'node:worker_threads';
import type { DamageNotes } from '../database/damage-notes.ts';
import type {
  ReaderDamage,
  ReaderQueries,
  ReaderQueryName,
  ReaderResponse,
  ReaderStart,
} from './protocol.ts';

export interface ReaderClientOptions {
  /** The thread's script: `reader-thread.ts`, or its built form next to the entry. */
  readonly entry: URL;
  readonly dataDir: string;
  /** Called when the thread died; the next query starts it again. */
  readonly onDied: (error: Error) => void;
  /** Notes the rows that the thread had to leave out. */
  readonly damage: DamageNotes;
}

interface Pending {
  readonly name: ReaderQueryName;
  readonly input: unknown;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
  /** If the thread dies while answering, the query is repeated once, but not twice. */
  attempts: number;
}

/**
 * Sends queries to the reader thread. Long ones (search, statistics, the inspector) must not block
 * the main thread, which paces audio. The first query starts the thread.
 */
export class ReaderClient {
  readonly #options: ReaderClientOptions;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #nextId = 1;
  #closed = false;

  constructor(options: ReaderClientOptions) {
    this.#options = options;
  }

  /** Rejects if the query cannot be answered. */
  ask<Name extends ReaderQueryName>(
    name: Name,
    input: ReaderQueries[Name]['input'],
  ): Promise<ReaderQueries[Name]['output']> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new Error('The reader thread is closed.'));
        return;
      }
      const id = this.#nextId;
      this.#nextId += 1;
      const pending: Pending = {
        name,
        input,
        resolve: (output) => resolve(output as ReaderQueries[Name]['output']),
        reject,
        attempts: 0,
      };
      this.#pending.set(id, pending);
      this.#post(id, pending);
    });
  }

  /**
   * Rows were replaced or deleted, so the thread's caches may be wrong. It clears them before it
   * answers any later query.
   */
  forget(): void {
    // A thread that has not started has no caches.
    if (this.#worker === null || this.#closed) return;
    // If the thread dies over it, its caches are gone too.
    this.ask('calls.forget', null).catch(() => {});
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
    this.#rejectAll(new Error('The reader thread is closed.'));
  }

  #post(id: number, pending: Pending): void {
    pending.attempts += 1;
    this.#worker ??= this.#start();
    this.#worker.postMessage({ id, name: pending.name, input: pending.input });
  }

  #start(): Worker {
    const { dataDir, entry, damage, onDied } = this.#options;
    const start: ReaderStart = { dataDir: dataDir };
    const worker = new Worker(entry, { workerData: start });
    // The thread must not keep the process alive.
    worker.unref();
    worker.on('message', (message: ReaderResponse | ReaderDamage) => {
      if ('damaged' in message) damage.note(message.damaged);
      else this.#answered(message);
    });
    worker.on('error', (error) => onDied(error as Error));
    worker.on('exit', (code) => this.#died(worker, code));
    return worker;
  }

  #answered(response: ReaderResponse): void {
    const pending = this.#pending.get(response.id);
    this.#pending.delete(response.id);
    if (response.ok) pending?.resolve(response.output);
    else pending?.reject(new Error(response.message));
  }

  #died(worker: Worker, code: number): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    for (const [id, pending] of [...this.#pending]) {
      if (pending.attempts < 2) {
        this.#post(id, pending);
      } else {
        this.#pending.delete(id);
        pending.reject(new Error(`The reader thread ended with code ${code}.`));
      }
    }
  }

  #rejectAll(error: Error): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

import { Worker } from 'node:worker_threads';
import type { FliteJob } from './flite-queue.ts';
import { FliteQueue } from './flite-queue.ts';
import type { SpeechReply } from './messages.ts';

export type FliteResult =
  | { readonly id: number; readonly samples: Uint8Array }
  | { readonly id: number; readonly error: string };

/**
 * With two sentences at a time, the next one is ready while one plays; more would only use memory.
 */
const THREADS = 2;
const WARM_UP_ID = -1;

/** A small pool of Flite threads. Jobs wait in order, and awaited ones come first. */
export class FlitePool {
  readonly #entry: URL;
  readonly #reply: (message: SpeechReply) => void;
  readonly #queue = new FliteQueue();
  readonly #threads: { worker: Worker; job: FliteJob | null }[] = [];
  readonly #cancelled = new Set<number>();
  #warm: (() => void) | null = null;

  constructor(entry: URL, reply: (message: SpeechReply) => void) {
    this.#entry = entry;
    this.#reply = reply;
    for (let n = 0; n < THREADS; n += 1) this.#startThread();
  }

  warmUp(done: () => void): void {
    this.#warm = done;
    this.synthesize({ id: WARM_UP_ID, text: 'Ready.', voice: 'slt', speed: 1, isAwaited: false });
  }

  synthesize(job: FliteJob): void {
    this.#queue.push(job);
    this.#next();
  }

  /** Cancels a job: a waiting one is not started, and the result of a running one is dropped. */
  cancel(id: number): void {
    if (this.#queue.remove(id)) return;
    if (this.#threads.some((thread) => thread.job?.id === id)) this.#cancelled.add(id);
  }

  #startThread(): void {
    const worker = new Worker(this.#entry);
    const thread: { worker: Worker; job: FliteJob | null } = { worker, job: null };
    this.#threads.push(thread);
    worker.on('message', (result: FliteResult) => {
      thread.job = null;
      this.#finish(result);
      this.#next();
    });
    worker.on('error', (error) => {
      this.#threads.splice(this.#threads.indexOf(thread), 1);
      if (thread.job) {
        this.#finish({ id: thread.job.id, error: (error as Error).message });
        this.#startThread();
        this.#next();
      } else {
        // A thread that cannot even start would fail forever: exit, so that the app restarts this
        // process.
        throw error;
      }
    });
  }

  #next(): void {
    const idle = this.#threads.find((thread) => thread.job === null);
    if (!idle) return;
    const job = this.#queue.next();
    if (!job) return;
    idle.job = job;
    idle.worker.postMessage(job);
    this.#next();
  }

  #finish(result: FliteResult): void {
    if (this.#cancelled.delete(result.id)) return;
    if (result.id === WARM_UP_ID) {
      this.#warm?.();
      return;
    }
    if ('error' in result) {
      this.#reply({ type: 'failed', id: result.id, message: result.error });
    } else {
      this.#reply({ type: 'audio', id: result.id, samples: result.samples });
    }
  }
}

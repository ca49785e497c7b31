import { Worker } from 'node:worker_threads';
import type { SpeechReply } from './messages.ts';

/** One utterance for the recogniser's thread. */
export interface RecogniserJob {
  readonly id: number;
  readonly folder: string;
  /** ISO 639-1; null for models of a single language. */
  readonly language: string | null;
  readonly samples: Uint8Array;
}

export interface RecogniserPreparation {
  readonly prepare: string;
}

export type RecogniserResult =
  | { readonly id: number; readonly text: string }
  | { readonly id: number; readonly error: string };

/** The recogniser's thread, started by the first utterance. Utterances wait in order. */
export class Recogniser {
  readonly #entry: URL;
  readonly #reply: (message: SpeechReply) => void;
  readonly #queue: RecogniserJob[] = [];
  #worker: Worker | null = null;
  #current: number | null = null;
  /** The current utterance is no longer wanted. It cannot be stopped, but its result is dropped. */
  #cancelled = false;

  constructor(entry: URL, reply: (message: SpeechReply) => void) {
    this.#entry = entry;
    this.#reply = reply;
  }

  recognise(job: RecogniserJob): void {
    this.#queue.push(job);
    this.#next();
  }

  /** Loads a model before its first use, which is when a failure is reported. */
  prepare(folder: string): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage({ prepare: folder } satisfies RecogniserPreparation);
  }

  cancel(id: number): void {
    const waiting = this.#queue.findIndex((job) => job.id === id);
    if (waiting >= 0) this.#queue.splice(waiting, 1);
    else if (this.#current === id) this.#cancelled = true;
  }

  #next(): void {
    if (this.#current !== null) return;
    const job = this.#queue.shift();
    if (!job) return;
    this.#current = job.id;
    this.#worker ??= this.#start();
    this.#worker.postMessage(job);
  }

  #start(): Worker {
    const worker = new Worker(this.#entry);
    worker.on('message', (result: RecogniserResult) => this.#finish(result));
    worker.on('error', (error: unknown) => {
      this.#worker = null;
      if (this.#current !== null) {
        this.#finish({ id: this.#current, error: (error as Error).message });
      }
    });
    return worker;
  }

  #finish(result: RecogniserResult): void {
    const wanted = !this.#cancelled;
    this.#current = null;
    this.#cancelled = false;
    if (wanted) {
      this.#reply(
        'error' in result
          ? { type: 'failed', id: result.id, message: result.error }
          : { type: 'text', id: result.id, text: result.text },
      );
    }
    this.#next();
  }
}

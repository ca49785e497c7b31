import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ApiError, type ImportProgress } from '../../../common/contract/index.ts';
import { schemaError } from '../../../common/rules/schema-faults.ts';
import { StorageFailure } from '../../platform/storage-problem.ts';
import type { ImportReport, ImportRequest, StagedRows } from './protocol.ts';

/** Validated rows, in a separate database file. */
export interface StagedImport extends StagedRows {
  readonly file: string;
}

/** After a larger file, the thread is ended so that it releases its memory. */
const SMALL_BYTES = 4 * 1024 * 1024;
const STAGING_FILE = 'import.db';

/** Has files checked on a separate thread, because reading a large one takes seconds. */
export class ImportClient {
  readonly #entry: URL;
  readonly #dataDir: string;
  readonly #stagingFile: string;
  #worker: Worker | null = null;

  /**
   * @param entry the thread's script: `import-thread.ts`, or its built form next to the entry
   * @param tmpDir the folder for staged rows; leftovers of a kill are removed at the next start
   */
  constructor(entry: URL, dataDir: string, tmpDir: string) {
    this.#entry = entry;
    this.#dataDir = dataDir;
    this.#stagingFile = join(tmpDir, STAGING_FILE);
  }

  /**
   * Checks a file without changing anything. One at a time, because each check begins by removing
   * what the previous one left.
   *
   * @param json the input of `workspace.import` as UTF-8; its ownership is transferred, so it is
   * empty afterwards
   * @throws ApiError `REQUEST_INVALID` or `VALIDATION_ERROR` that names table, row and column, or
   * StorageFailure if the disk does not accept the rows
   */
  async stage(
    json: Uint8Array<ArrayBuffer>,
    owner: string,
    onProgress: (progress: ImportProgress) => void,
    signal: AbortSignal,
  ): Promise<StagedImport> {
    this.#sweep();
    const file = this.#stagingFile;
    const request: ImportRequest = { dataDir: this.#dataDir, stagingFile: file, owner, json };
    const isLarge = json.byteLength > SMALL_BYTES;
    const worker = this.#worker ?? this.#start();
    const stop = () => void this.#end();
    signal.addEventListener('abort', stop, { once: true });
    try {
      worker.postMessage(request, [json.buffer]);
      return { file, ...(await rowsOf(worker, onProgress)) };
    } finally {
      signal.removeEventListener('abort', stop);
      if (isLarge) await this.#end();
    }
  }

  #start(): Worker {
    const worker = new Worker(this.#entry);
    worker.unref();
    // A running import gets the error in another way; between imports it does not matter.
    worker.on('error', () => {});
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
    });
    this.#worker = worker;
    return worker;
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  /** Removes what was staged, as far as the disk allows; at the latest, the next start does. */
  discard(): void {
    try {
      this.#sweep();
    } catch {
      // This does not affect the result of the import.
    }
  }

  #sweep(): void {
    for (const end of ['', '-journal', '-wal', '-shm']) {
      rmSync(this.#stagingFile + end, { force: true });
    }
  }

  async close(): Promise<void> {
    await this.#end();
    this.discard();
  }
}

function rowsOf(
  worker: Worker,
  onProgress: (progress: ImportProgress) => void,
): Promise<StagedRows> {
  return new Promise((resolve, reject) => {
    const settle = (tell: () => void) => {
      worker.off('message', onReport);
      worker.off('error', onError);
      worker.off('exit', onExit);
      tell();
    };
    const onError = (error: unknown) => settle(() => reject(error));
    const onExit = () =>
      settle(() => reject(new Error('The import was broken off. Nothing was changed.')));
    const onReport = (report: ImportReport) => {
      switch (report.type) {
        case 'progress':
          onProgress({ phase: report.phase, done: report.done, total: report.total });
          return;
        case 'staged':
          settle(() => resolve({ rows: report.rows, notSent: report.notSent }));
          return;
        case 'failed':
          settle(() => reject(failure(report)));
          return;
        case 'refused':
          settle(() => reject(refusal(report.message, report.faults)));
          return;
      }
    };
    worker.on('message', onReport);
    worker.on('error', onError);
    worker.on('exit', onExit);
  });
}

function failure({ message, storage }: ImportReport & { type: 'failed' }): Error {
  if (storage === null) return new Error(`The import failed: ${message}. Nothing was changed.`);
  return new StorageFailure(storage, 'Nothing was imported, and nothing was changed.');
}

function refusal(
  message: string,
  faults: (ImportReport & { type: 'refused' })['faults'],
): ApiError {
  if (faults === null) {
    return new ApiError(
      'VALIDATION_ERROR',
      `The workspace cannot be imported: ${message} Nothing was changed.`,
    );
  }
  return faults.length > 0 ? schemaError(faults) : new ApiError('REQUEST_INVALID', message);
}

import { parentPort } from 'node:worker_threads';
import { storageProblemOf } from '../../platform/storage-problem.ts';
import { ImportRefusal } from './import-refusal.ts';
import { readIncomingFile } from './incoming-file.ts';
import { checkedTables } from './incoming-rows.ts';
import type { ImportReport, ImportRequest, StagedRows } from './protocol.ts';
import { Staging } from './staging.ts';

/**
 * The entry of the import thread: reads a file, validates every cell against its schema, and puts
 * the rows into a separate database. It does not touch the workspace.
 */

/** Takes some tenths of a second, which is often enough for a progress display. */
const TELL_EVERY_ROWS = 5_000;

function tell(report: ImportReport): void {
  parentPort?.postMessage(report);
}

function teller(phase: 'checking' | 'writing') {
  return (done: number, total: number) => {
    if (done % TELL_EVERY_ROWS !== 0 && done < total) return;
    tell({ type: 'progress', phase, done, total });
  };
}

function stage({ dataDir, stagingFile, owner, json }: ImportRequest): StagedRows {
  tell({ type: 'progress', phase: 'reading', done: 0, total: 0 });
  const file = readIncomingFile(json);
  const staging = new Staging(stagingFile, dataDir);
  let notSent = 0;
  try {
    const tables = checkedTables(file, {
      owner,
      onNotSent: () => {
        notSent += 1;
      },
      columnsOf: (table) => staging.columnsOf(table),
      onProgress: teller('checking'),
    });
    return { rows: staging.insert(tables, teller('writing')), notSent };
  } catch (error) {
    if (!(error instanceof ImportRefusal) || error.faults !== null) throw error;
    throw new ImportRefusal(`${error.message} The file was written with "${file.schema}".`);
  } finally {
    staging.close();
  }
}

parentPort?.on('message', (request: ImportRequest) => {
  try {
    tell({ type: 'staged', ...stage(request) });
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof ImportRefusal) tell({ type: 'refused', message, faults: error.faults });
    else tell({ type: 'failed', message, storage: storageProblemOf(error)?.cause ?? null });
  }
});

import { parentPort, workerData } from 'node:worker_threads';
import { openForCheckpoints, openReadOnly } from '../database.ts';
import { DeliveryLogReader } from './delivery-log-reader.ts';
import { DeliveryReader } from './delivery-reader.ts';
import type { ReaderQueries, ReaderRequest, ReaderResponse, ReaderStart } from './protocol.ts';

/** The entry of the reader thread: answers questions that may take a while, one by one. */

type Answers = {
  readonly [Name in keyof ReaderQueries]: (
    input: ReaderQueries[Name]['input'],
  ) => ReaderQueries[Name]['output'];
};

const { dataDir } = workerData as ReaderStart;
const db = openReadOnly(dataDir);
const deliveries = new DeliveryReader(db);
const log = new DeliveryLogReader(db);

let checkpoint: (() => void) | null = null;

const answers: Answers = {
  'database.checkpoint': () => {
    checkpoint ??= openForCheckpoints(dataDir);
    checkpoint();
    return null;
  },
  'deliveries.list': (input) => deliveries.list(input),
  'deliveries.get': ({ id }) => deliveries.get(id),
  'deliveries.bySignature': ({ signature }) => deliveries.bySignature(signature),
  'deliveries.excess': (input) => deliveries.excess(input),
  'deliveries.names': ({ accountId }) => deliveries.names(accountId),
  'deliveries.log': (input) => log.page(input),
  'deliveries.removed': ({ accountId }) => log.removed(accountId),
  'deliveries.counts': (input) => log.counts(input),
};

parentPort?.on('message', (request: ReaderRequest) => parentPort?.postMessage(answer(request)));

function answer({ id, name, input }: ReaderRequest): ReaderResponse {
  try {
    const run = answers[name] as (input: unknown) => unknown;
    return { id, ok: true, output: run(input) };
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

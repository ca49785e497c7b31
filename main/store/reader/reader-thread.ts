import { parentPort, workerData } from 'node:worker_threads';
import { systemTime } from '../../platform/time/clock.ts';
import { DamageNotes } from '../database/damage-notes.ts';
import { openForCheckpoints, openReadOnly } from '../database/database.ts';
import { searchFile } from '../search/search-file.ts';
import { SearchIndex } from '../search/search-index.ts';
import { writeCallExport } from './call-export-writer.ts';
import { CallReader } from './call-reader.ts';
import { DeliveryLogReader } from './delivery-log-reader.ts';
import { DeliveryReader } from './delivery-reader.ts';
import { ModelRequestReader } from './model-request-reader.ts';
import { PageReader } from './page-reader.ts';
import type {
  ReaderDamage,
  ReaderQueries,
  ReaderRequest,
  ReaderResponse,
  ReaderStart,
} from './protocol.ts';
import { noteUnknownWords } from './unknown-words.ts';
import { writeWorkspace } from './workspace-writer.ts';

/** The entry of the reader thread: answers queries that may take a while, one by one. */

type Answers = {
  readonly [Name in keyof ReaderQueries]: (
    input: ReaderQueries[Name]['input'],
  ) => ReaderQueries[Name]['output'];
};

const { dataDir } = workerData as ReaderStart;
const db = openReadOnly(dataDir);
const damage = new DamageNotes();
damage.onFound((damaged) => parentPort?.postMessage({ damaged } satisfies ReaderDamage));
const deliveries = new DeliveryReader(db, damage);
const log = new DeliveryLogReader(db);
const calls = new CallReader(db, damage);
const modelRequests = new ModelRequestReader(db, damage);
const pages = new PageReader(db, dataDir, damage);
const search = new SearchIndex({
  source: db,
  file: searchFile(dataDir),
  damage,
  real: systemTime,
});

let checkpoint: (() => void) | null = null;

const answers: Answers = {
  'database.checkpoint': () => {
    checkpoint ??= openForCheckpoints(dataDir);
    checkpoint();
    return null;
  },
  'damage.unknownWords': ({ table }) => noteUnknownWords(db, damage, table),
  'deliveries.list': (input) => deliveries.list(input),
  'deliveries.get': ({ id }) => deliveries.get(id),
  'deliveries.bySignature': ({ signature }) => deliveries.bySignature(signature),
  'deliveries.excess': (input) => deliveries.excess(input),
  'deliveries.names': ({ accountId }) => deliveries.names(accountId),
  'deliveries.log': (input) => log.page(input),
  'deliveries.removed': ({ accountId }) => log.removed(accountId),
  'deliveries.counts': (input) => log.counts(input),
  'calls.forget': () => calls.forget(),
  'calls.events': (input) => calls.events(input),
  'calls.timeline': ({ callId }) => Buffer.from(JSON.stringify(calls.timeline(callId))),
  'calls.modelRequests': (input) => modelRequests.list(input),
  'calls.export': (input) => writeCallExport(calls, input),
  'calls.latency': (input) => calls.latency(input),
  'pages.agents': (input) => pages.agents(input),
  'pages.numbers': (input) => pages.numbers(input),
  'pages.conversations': (input) => pages.conversations(input),
  'pages.calls': (input) => pages.calls(input),
  'pages.messages': (input) => pages.messages(input),
  'search.find': (input) => search.find(input),
  'search.follow': ({ budgetMs }) => search.follow(budgetMs),
  'search.restart': () => {
    search.restart();
    return null;
  },
  'workspace.export': (input) => writeWorkspace(db, input),
};

parentPort?.on('message', (request: ReaderRequest) => {
  const response = answer(request);
  parentPort?.postMessage(response, response.ok ? handedOver(response.output) : []);
});

/** Transfers long texts to the main thread, which would otherwise have to copy them. */
function handedOver(output: unknown): ArrayBuffer[] {
  const bytes =
    output !== null && typeof output === 'object' && 'json' in output ? output.json : output;
  if (!(bytes instanceof Uint8Array) || !(bytes.buffer instanceof ArrayBuffer)) return [];
  // Short ones share their memory with others.
  return bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer] : [];
}

function answer({ id, name, input }: ReaderRequest): ReaderResponse {
  // Report it again with each query, because the row may have been repaired and damaged again.
  damage.forgetAll();
  try {
    const run = answers[name] as (input: unknown) => unknown;
    return { id, ok: true, output: run(input) };
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

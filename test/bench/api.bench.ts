/**
 * Measures the API of the app, started in the ordinary way, against a bare Fastify server that runs
 * one prepared SQLite statement of the same kind: in the same run, with three processes, and the
 * load coming from this one. Then measures lists with a thousand and a million stored messages.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import type { ReadyLine } from '../../common/contract/index.ts';
import { AppLauncher } from '../doubles/app/launched-app.ts';
import { type Load, sendLoad } from './load/http-load.ts';

const READ_FLOOR = 0.35;
const WRITE_FLOOR = 0.2;
const FLAT_CEILING = 1.5;
/** Enough to keep the bare server busy; with fewer, the load generator itself would be measured. */
const CONNECTIONS = 32;
const ROUNDS = 9;
const MANY = 1_000_000;

const apps = new AppLauncher();
const failures: string[] = [];

const median = (sorted: readonly number[]) => sorted[sorted.length >> 1] ?? Number.NaN;

function report(
  name: string,
  values: readonly number[],
  limit: { least: number } | { most: number },
) {
  const sorted = [...values].sort((a, b) => a - b);
  const value = median(sorted);
  const ok = 'least' in limit ? value >= limit.least : value <= limit.most;
  const wanted = 'least' in limit ? `at least ${limit.least}` : `at most ${limit.most}`;
  const spread = `${sorted.length} rounds: ${sorted[0]?.toFixed(2)} to ${sorted.at(-1)?.toFixed(2)}`;
  console.log(`  ${ok ? '✓' : '✗'} ${name}: ${value.toFixed(2)} (${spread}; ${wanted})`);
  if (!ok) failures.push(name);
}

/**
 * Our rate as a share of the floor's, in alternating rounds, so that both meet the same conditions.
 */
async function shares(count: number, ours: Load, bare: Load): Promise<number[]> {
  const rate = async (load: Load) => (await sendLoad(load, count, CONNECTIONS)).requestsPerSecond;
  // A warm-up that does not count, because the code is still being compiled.
  await rate(bare);
  await rate(ours);
  const found: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const bareRate = await rate(bare);
    found.push((await rate(ours)) / bareRate);
  }
  return found;
}

async function ask<T>({ api, apiKey }: ReadyLine, path: string, body?: object): Promise<T> {
  const response = await fetch(`${api}/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

const starterNumber = async (ready: ReadyLine) => {
  const { data } = await ask<{ data: { id: string }[] }>(ready, '/numbers');
  return data[0]?.id ?? '';
};
const to_number = '+12025550147';

const app = apps.launch();
const ready = await app.ready();
const bareProcess = fork(fileURLToPath(new URL('load/bare-server.ts', import.meta.url)));
const [bareUrl] = (await once(bareProcess, 'message')) as [string];
const number_id = await starterNumber(ready);
const { apiKey } = ready;
const words = 'x'.repeat(60);

const reads = await shares(
  8_000,
  { method: 'GET', url: `${ready.api}/v1/numbers/${number_id}`, apiKey },
  { method: 'GET', url: `${bareUrl}/items/1`, apiKey },
);
report('one number, against a bare select', reads, { least: READ_FLOOR });

const writes = await shares(
  4_000,
  {
    method: 'POST',
    url: `${ready.api}/v1/messages`,
    apiKey,
    body: JSON.stringify({ number_id, to_number, body: words }),
  },
  {
    method: 'POST',
    url: `${bareUrl}/items`,
    apiKey,
    body: JSON.stringify({ name: 'a', body: words }),
  },
);
report('one text, against a bare insert', writes, { least: WRITE_FLOOR });
bareProcess.disconnect();
await app.stop();

/** An app with this many messages in one thread, written to its file while it was off. */
async function filled(count: number) {
  const folder = apps.folder();
  const empty = apps.launch([], folder);
  const first = await empty.ready();
  const { conversation_id: thread } = await ask<{ conversation_id: string }>(first, '/messages', {
    number_id: await starterNumber(first),
    to_number,
    body: 'x',
  });
  await empty.stop();
  const db = new Sqlite(join(folder, 'agentphone.db'));
  db.prepare(
    `insert into messages (id, account_id, conversation_id, number_id, agent_id, direction,
       channel, from_number, to_number, body, received_at)
     with recursive n(i) as (select 1 union all select i + 1 from n where i < @count)
     select 'msgfill' || i, account_id, conversation_id, number_id, null, 'inbound', 'sms',
       to_number, from_number, 'A message of an ordinary length, number ' || i, i
     from n, (select * from messages where conversation_id = @thread limit 1)`,
  ).run({ count, thread });
  db.exec('analyze');
  db.close();
  const again = apps.launch([], folder);
  const page = `/v1/conversations/${thread}/messages`;
  const middle = encodeURIComponent(new Date(Math.floor(count / 2)).toISOString());
  return { ready: await again.ready(), first: page, deep: `${page}?before=${middle}` };
}

/** How long a page takes for a single client. */
async function pageMs({ ready: { api, apiKey: key } }: { ready: ReadyLine }, path: string) {
  const page: Load = { method: 'GET', url: `${api}${path}`, apiKey: key };
  return (await sendLoad(page, 25, 1)).medianMs;
}

const few = await filled(1_000);
const many = await filled(MANY);
for (const place of ['first', 'deep'] as const) {
  // In alternation, so that both meet the same conditions.
  const growth: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    const fewMs = await pageMs(few, few[place]);
    growth.push((await pageMs(many, many[place])) / fewMs);
  }
  report(`${place} page at a million messages, against a thousand`, growth, { most: FLAT_CEILING });
}
await apps.clear();
process.exitCode = failures.length > 0 ? 1 : 0;

/**
 * The API against a bare Fastify route that does one prepared SQLite statement of the same kind, in
 * the same run, over real sockets; and the lists with a thousand and a million stored messages.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import Fastify from 'fastify';
import { systemTime } from '../../main/platform/clock.ts';
import { API_KEY, openApiWorld } from '../doubles/api-world.ts';

const READ_FLOOR = 0.6;
const WRITE_FLOOR = 0.3;
const FLAT_CEILING = 1.5;
const CONNECTIONS = 8;
const ROUNDS = 5;
const MANY = 1_000_000;

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

function send(method: string, url: string, body?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method,
        agent,
        headers: {
          authorization: `Bearer ${API_KEY}`,
          ...(body ? { 'content-type': 'application/json', 'content-length': body.length } : {}),
        },
      },
      (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 200
            ? resolve()
            : reject(new Error(`${method} ${url} answered ${response.statusCode}`)),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Requests per second of `count` requests over all connections. */
async function rate(count: number, once: () => Promise<void>): Promise<number> {
  let left = count;
  const startMs = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (left-- > 0) await once();
    }),
  );
  return (count / (performance.now() - startMs)) * 1000;
}

/** The median ratio of rounds that alternate, so that both meet the same machine. */
async function ratio(count: number, ours: () => Promise<void>, bare: () => Promise<void>) {
  await rate(count / 4, ours);
  await rate(count / 4, bare);
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const bareRate = await rate(count, bare);
    ratios.push((await rate(count, ours)) / bareRate);
  }
  return median(ratios);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function bareServer() {
  const folder = mkdtempSync(join(tmpdir(), 'bare-'));
  const db = new Sqlite(join(folder, 'bare.db'));
  db.pragma('journal_mode = wal');
  db.pragma('synchronous = normal');
  db.exec('create table items (id integer primary key, name text, body text, at integer)');
  const insert = db.prepare<[string, string, number]>(
    'insert into items (name, body, at) values (?, ?, ?)',
  );
  insert.run('a', '{}', 1);
  const select = db.prepare<[number]>('select id, name, body, at from items where id = ?');
  const app = Fastify();
  app.get<{ Params: { id: string } }>('/items/:id', async ({ params }) =>
    select.get(Number(params.id)),
  );
  app.post<{ Body: { name: string; body: string } }>('/items', async ({ body }) => {
    const { lastInsertRowid } = insert.run(body.name, body.body, 1);
    return { id: String(lastInsertRowid), status: 'sent' };
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    url,
    async close() {
      await app.close();
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const world = await openApiWorld({ numberAllowance: 5, real: systemTime, checkAnswers: false });
const url = await world.app.listen({ port: 0, host: '127.0.0.1' });
const bare = await bareServer();
const made = (await world.call('POST', '/v1/agents', { name: 'Desk' })).body;
const number = (await world.call('POST', '/v1/numbers', { agentId: made.id })).body;
const failures: string[] = [];

function report(name: string, value: number, ok: boolean, floor: string): void {
  console.log(`  ${ok ? '✓' : '✗'} ${name}: ${value.toFixed(2)} (${floor})`);
  if (!ok) failures.push(name);
}

const read = await ratio(
  4_000,
  () => send('GET', `${url}/v1/numbers/${number.id}`),
  () => send('GET', `${bare.url}/items/1`),
);
report('one number, against a bare select', read, read >= READ_FLOOR, `at least ${READ_FLOOR}`);

const item = JSON.stringify({ name: 'a', body: 'x'.repeat(60) });
const text = JSON.stringify({
  number_id: number.id,
  to_number: '+12025550147',
  body: 'x'.repeat(60),
});
const write = await ratio(
  2_000,
  () => send('POST', `${url}/v1/messages`, text),
  () => send('POST', `${bare.url}/items`, item),
);
report('one text, against a bare insert', write, write >= WRITE_FLOOR, `at least ${WRITE_FLOOR}`);

/** A world with that many messages in one thread, listening. */
async function filled(count: number) {
  const one = await openApiWorld({ real: systemTime, checkAnswers: false });
  const { id } = (await one.call('POST', '/v1/numbers', {})).body;
  const { conversation_id: thread } = (
    await one.call('POST', '/v1/messages', { number_id: id, to_number: '+12025550147', body: 'x' })
  ).body;
  one.db
    .prepare(
      `insert into messages (id, account_id, conversation_id, number_id, agent_id, direction,
         channel, from_number, to_number, body, received_at)
       with recursive n(i) as (select 1 union all select i + 1 from n where i < @count)
       select 'msgfill' || i, @account, @thread, @id, null, 'inbound', 'sms', '+12025550147',
         '+14155550100', 'A message of an ordinary length, number ' || i, i from n`,
    )
    .run({ count, account: one.accountId, thread, id });
  one.db.exec('analyze');
  const path = `/v1/conversations/${thread}/messages`;
  const middle = encodeURIComponent(new Date(Math.floor(count / 2)).toISOString());
  return {
    world: one,
    pages: { first: path, deep: `${path}?before=${middle}` },
    url: await one.app.listen({ port: 0, host: '127.0.0.1' }),
  };
}

async function pageMs(address: string): Promise<number> {
  const startMs = performance.now();
  await send('GET', address);
  return performance.now() - startMs;
}

const few = await filled(1_000);
const many = await filled(MANY);
for (const place of ['first', 'deep'] as const) {
  // In turns, so that both meet the same machine.
  const ratios: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    const times = { few: [] as number[], many: [] as number[] };
    for (let i = 0; i < 25; i += 1) {
      times.few.push(await pageMs(few.url + few.pages[place]));
      times.many.push(await pageMs(many.url + many.pages[place]));
    }
    ratios.push(median(times.many) / median(times.few));
  }
  const growth = median(ratios);
  report(
    `${place} page at a million messages, against a thousand`,
    growth,
    growth <= FLAT_CEILING,
    `at most ${FLAT_CEILING}`,
  );
}
await few.world.close();
await many.world.close();

agent.destroy();
await bare.close();
await world.close();
process.exitCode = failures.length > 0 ? 1 : 0;

/**
 * Measures the webhook engine against the simplest program that could do its job: signed
 * and stored deliveries per second, as a share of a bare undici loop that signs and posts the same
 * bodies and stores nothing; and the time from an event to its request on the wire at 200 events
 * per second. The receiver is a separate process. Rounds alternate, so that a busy machine affects
 * both alike.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { systemTime } from '../../main/platform/time/clock.ts';
import { WalKeeper } from '../../main/store/reader/wal-keeper.ts';
import { ACCOUNT, startEngine, textEvent } from '../doubles/app/webhook-engine.ts';

/** Many short rounds, because the speed of a busy machine changes from one second to the next. */
const ROUNDS = 21;
const DELIVERIES = 2_000;
const PARALLEL = 32;
/** The sources of events: each waits until its event is stored before it makes the next. */
const SENDERS = 50;
const RATIO_FLOOR = 0.5;
const PACED_PER_SECOND = 200;
const PACED_DELIVERIES = 1_000;
const WIRE_P95_FLOOR_MS = 20;

const receiver: ChildProcess = fork(
  join(import.meta.dirname, '../doubles/handlers/loopback-receiver.ts'),
);
const port = await new Promise<number>((resolve) => receiver.once('message', resolve));
const url = `http://127.0.0.1:${port}/hook`;

const engine = await startEngine();
// As in the app, the reader thread makes the checkpoints.
const wal = new WalKeeper({
  db: engine.db,
  reader: engine.reader,
  real: systemTime,
  onDefect: (error) => console.error(error),
});
wal.start();
const { secret } = engine.webhooks.set(ACCOUNT, null, { url });
const body = (id: number) =>
  Buffer.from(JSON.stringify({ ...textEvent(`Do you open on Sundays? ${id}`), history: [] }));

/**
 * Bare: sign, post, read the response, with as many requests at a time as the engine sends to one
 * target.
 */
async function bareRound(): Promise<number> {
  const agent = new Agent();
  let next = 0;
  const startedMs = performance.now();
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      for (let id = next++; id < DELIVERIES; id = next++) {
        const bytes = body(id);
        const timestamp = String(Math.floor(Date.now() / 1000));
        const mac = createHmac('sha256', secret).update(`${timestamp}.`).update(bytes);
        const answer = await request(url, {
          dispatcher: agent,
          method: 'POST',
          headers: {
            'Content-Type': 'application/json',
            'X-Webhook-ID': `del_${id}`,
            'X-Webhook-Event': 'agent.message',
            'X-Webhook-Timestamp': timestamp,
            'X-Webhook-Signature': `sha256=${mac.digest('hex')}`,
          },
          body: bytes,
        });
        await answer.body.text();
      }
    }),
  );
  const perSecond = DELIVERIES / ((performance.now() - startedMs) / 1000);
  await agent.close();
  return perSecond;
}

let messages = 0;
const event = () => {
  messages += 1;
  // Many conversations, because within one, deliveries wait for each other.
  return textEvent(`Do you open on Sundays? ${messages}`, {
    messageId: `msg${messages}`,
    conversationId: `conv_${messages % 500}`,
  });
};

/** Resolves when this many more requests have arrived. */
let arrived = 0;
let awaited = { count: Number.POSITIVE_INFINITY, resolve: () => {} };
engine.changes.subscribe((changes) => {
  for (const change of changes) {
    if (change.kind === 'delivery' && change.item.status === 'success') arrived += 1;
  }
  if (arrived >= awaited.count) awaited.resolve();
});
const arrivals = (more: number) =>
  new Promise<void>((resolve) => {
    awaited = { count: arrived + more, resolve };
  });

/** Engine: every event is stored like that of a text, signed, sent and recorded. */
async function engineRound(): Promise<number> {
  const allArrived = arrivals(DELIVERIES);
  const startedMs = performance.now();
  let sent = 0;
  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      while (sent < DELIVERIES) {
        sent += 1;
        await engine.inSharedTransaction(() => engine.events.enqueue(event()));
      }
    }),
  );
  await allArrived;
  return DELIVERIES / ((performance.now() - startedMs) / 1000);
}

/** Milliseconds from `enqueue` until the body is on the socket, in the order of the events. */
async function pacedRound(): Promise<number[]> {
  const enqueuedMs = new Map<string, number>();
  const wireMs: number[] = [];
  subscribe('undici:request:bodySent', (message) => {
    const { headers } = (message as { request: { headers: string[] } }).request;
    const id = headers[headers.indexOf('X-Webhook-ID') + 1] ?? '';
    const fromMs = enqueuedMs.get(id);
    if (fromMs !== undefined) wireMs.push(performance.now() - fromMs);
  });
  const allArrived = arrivals(PACED_DELIVERIES);
  const startedMs = performance.now();
  for (let sent = 0; sent < PACED_DELIVERIES; sent += 1) {
    const dueMs = startedMs + (sent * 1_000) / PACED_PER_SECOND;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
    const next = event();
    enqueuedMs.set(`del_${next.messageId}_${next.numberId}`, performance.now());
    void engine.inSharedTransaction(() => engine.events.enqueue(next));
  }
  await allArrived;
  return wireMs;
}

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const percentile = (values: readonly number[], share: number) =>
  sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

interface Round {
  readonly perSecond: number;
  /** Processor time of this thread per delivery, which shows the cost even on a busy machine. */
  readonly cpuUs: number;
}

async function measured(round: () => Promise<number>): Promise<Round> {
  const before = process.threadCpuUsage();
  const perSecond = await round();
  const { user, system } = process.threadCpuUsage(before);
  return { perSecond, cpuUs: (user + system) / DELIVERIES };
}

// One round of each as a warm-up.
await bareRound();
await engineRound();
const bare: Round[] = [];
const ours: Round[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  bare.push(await measured(bareRound));
  ours.push(await measured(engineRound));
}
const wireMs = await pacedRound();
const failed = engine.db
  .prepare<[], number>("select count(*) from deliveries where status <> 'success'")
  .pluck()
  .get();
wal.stop();
await engine.stop();
receiver.disconnect();

const ratios = ours.map(
  ({ perSecond }, round) => perSecond / (bare[round]?.perSecond ?? Number.NaN),
);
const figures = (rounds: readonly Round[]) => {
  const perSecond = percentile(
    rounds.map((round) => round.perSecond),
    0.5,
  );
  const cpuUs = percentile(
    rounds.map((round) => round.cpuUs),
    0.5,
  );
  return `${perSecond.toFixed(0)} a second, ${cpuUs.toFixed(0)} µs of the main thread each`;
};
const ratio = percentile(ratios, 0.5);
const p95 = percentile(wireMs, 0.95);
console.log(`bare undici loop       ${figures(bare)}`);
console.log(`signed and stored      ${figures(ours)}`);
console.log(
  `share                  ${ratio.toFixed(2)}, half of the rounds ${percentile(ratios, 0.25).toFixed(2)} to ${percentile(ratios, 0.75).toFixed(2)} (at least ${RATIO_FLOOR})`,
);
console.log(
  `event to wire at ${PACED_PER_SECOND}/s  p50 ${percentile(wireMs, 0.5).toFixed(2)} ms, p95 ${p95.toFixed(2)} ms of ${wireMs.length} (below ${WIRE_P95_FLOOR_MS})`,
);
const complete = failed === 0 && wireMs.length === PACED_DELIVERIES;
if (!complete) console.log(`not all arrived: ${failed} failed, ${wireMs.length} seen on the wire`);
process.exitCode = complete && ratio >= RATIO_FLOOR && p95 < WIRE_P95_FLOOR_MS ? 0 : 1;

/**
 * Measures whether anything grows with use: one hour of virtual time, then ten minutes of real
 * time, with calls, texts, and a handler that fails three times in seven: with an error, a broken
 * connection, or a torn answer. Reports the heap after a collection, memory, open files and handles
 * of this process, which runs the app, and of its speech process. Their slopes are fitted over the
 * real time without its first quarter, in which caches fill.
 *
 * Linux only. `AGENTPHONE_BENCH_MINUTES=1 npm run bench -- soak` is the short form.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { childProcessSpawner } from '../../main/platform/process/process-spawner.ts';
import { TestApp } from '../doubles/app/running-app.ts';
import { childrenOf, figuresOf } from '../doubles/processes/process-figures.ts';

const MINUTES = Number(process.env.AGENTPHONE_BENCH_MINUTES ?? 10);
const VIRTUAL_STEPS = 12;
const CALLS = 3;
/** Limits for the slopes; anything below these is noise. */
const HEAP_MB_PER_MINUTE = 1;
const DESCRIPTORS_PER_MINUTE = 1;

const FAILURES: readonly ((response: ServerResponse) => void)[] = [
  (response) => response.writeHead(500).end('no'),
  (response) => response.destroy(),
  (response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write('{"text":"The first half of', () => response.destroy());
  },
];
let requests = 0;
const handler = createServer((request, response) => {
  request.resume().on('end', () => {
    const failure = FAILURES[requests++ % 7];
    if (failure) return failure(response);
    response.setHeader('content-type', 'application/x-ndjson');
    response.end(`${JSON.stringify({ text: 'We are open from nine to five.' })}\n`);
  });
});
await new Promise<void>((resolve) => handler.listen(0, '127.0.0.1', resolve));

let speechPid = 0;
const testApp = new TestApp();
const { control, sdk } = await testApp.start(
  {},
  {
    spawn(entry, options) {
      const before = childrenOf(process.pid);
      const child = childProcessSpawner(entry, options);
      speechPid = childrenOf(process.pid).find((pid) => !before.includes(pid)) ?? 0;
      return child;
    },
  },
);
const { port } = handler.address() as AddressInfo;
await sdk.webhooks.createOrUpdateWebhook({ body: { url: `http://127.0.0.1:${port}/` } });
const [number] = (await sdk.numbers.listNumbers()).data;
const to = number?.phoneNumber ?? '';

/**
 * One call of two turns, with texts beside it. What a failing handler fails to say is not awaited.
 */
async function oneCall(n: number): Promise<void> {
  const from = `+120255501${String(10 + n)}`;
  const { callId } = await control.run('call.place', { from, to });
  await control.run('call.waitFor', { callId, event: 'greeted' });
  for (let turn = 1; turn <= 2; turn += 1) {
    await control.send('call.say', { callId, text: 'When are you open?' });
    await control.send('call.waitFor', { callId, event: 'agentTurn', turn, timeoutMs: 8_000 });
    await control.run('text.receive', { from, to, body: 'And on Sundays?' });
  }
  await control.send('call.hangUp', { callId });
}

const round = () => Promise.all(Array.from({ length: CALLS }, (_, n) => oneCall(n)));

interface Sample {
  readonly minute: number;
  readonly heapMb: number;
  readonly rssMb: number;
  readonly descriptors: number;
  readonly handles: number;
  readonly speechRssMb: number;
  readonly speechDescriptors: number;
  readonly speechThreads: number;
}

const startedMs = performance.now();
async function sample(): Promise<Sample> {
  for (let n = 0; n < 3; n += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const own = figuresOf(process.pid);
  const speech = figuresOf(speechPid);
  return {
    minute: (performance.now() - startedMs) / 60_000,
    heapMb: process.memoryUsage().heapUsed / 1024 ** 2,
    rssMb: own.rssMb,
    descriptors: own.descriptors,
    handles: process.getActiveResourcesInfo().length,
    speechRssMb: speech.rssMb,
    speechDescriptors: speech.descriptors,
    speechThreads: speech.threads,
  };
}

/** The slope by least squares, per minute. */
function slopeOf(samples: readonly Sample[], value: (one: Sample) => number): number {
  const mean = (of: (one: Sample) => number) =>
    samples.reduce((sum, one) => sum + of(one), 0) / samples.length;
  const x = mean(({ minute }) => minute);
  const y = mean(value);
  const spread = samples.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0);
  return samples.reduce((sum, one) => sum + (one.minute - x) * (value(one) - y), 0) / spread;
}

function tell(what: string, one: Sample): void {
  const cells = Object.entries(one).map(([name, value]) => `${name} ${value.toFixed(1)}`);
  console.log(`${what.padEnd(10)} ${cells.join('  ')}`);
}

const samples: Sample[] = [];
try {
  await round();
  tell('at first', await sample());
  await control.run('engines.set', { tts: { kind: 'virtual' } });
  await control.run('clock.freeze', {});
  for (let step = 0; step < VIRTUAL_STEPS; step += 1) {
    await round();
    await control.run('clock.advance', { by: 'PT5M' });
  }
  await control.run('clock.resume', {});
  tell('an hour on', await sample());
  await control.run('engines.set', { tts: { kind: 'flite' } });

  const realMs = performance.now();
  while (performance.now() - realMs < MINUTES * 60_000) {
    await round();
    const one = await sample();
    samples.push(one);
    tell('', one);
  }
} finally {
  await testApp.clear();
  handler.closeAllConnections();
  handler.close();
}

const settled = samples.slice(Math.floor(samples.length / 4));
const names = Object.keys(settled[0] ?? {}).filter((name) => name !== 'minute');
const slopes = new Map(
  names.map((name) => [name, slopeOf(settled, (one) => one[name as keyof Sample])]),
);
console.log(
  `\n${requests} requests to the handler; slopes per minute over ${settled.length} rounds`,
);
for (const [name, slope] of slopes) console.log(`  ${name.padEnd(20)}${slope.toFixed(3)}`);
const isFlat = (name: string, most: number) =>
  (slopes.get(name) ?? Number.POSITIVE_INFINITY) <= most;
const good =
  isFlat('heapMb', HEAP_MB_PER_MINUTE) &&
  ['descriptors', 'handles', 'speechDescriptors', 'speechThreads'].every((name) =>
    isFlat(name, DESCRIPTORS_PER_MINUTE),
  );
process.exitCode = good ? 0 : 1;

/**
 * Measures twenty concurrent typed calls whose callers all say a line at the same moment, so that
 * the embedded voice has twenty sentences to make. The timelines show how long each caller waits,
 * and the app's own part of it. Twenty lines at once wait for one another, so this is reported
 * without a limit (`voice-turn` has one). App and handler run in separate processes.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentPhoneClient } from 'agentphone';
import type { PartName, TimelineTurn } from '../../common/contract/index.ts';
import { ControlClient } from '../doubles/app/control-client.ts';
import { LaunchedApp } from '../doubles/app/launched-app.ts';

const CALLS = 20;
const ROUNDS = 8;
const OURS: ReadonlySet<PartName> = new Set(['dispatch', 'segmentation', 'playout']);
const LATENCY_P50_MS = 1_000;
/** The handler repeats the caller's line: about three seconds of speech in two sentences. */
const LINE = 'I would like a tandem for Sunday. Do you have one left?';

const receiver = fork(join(import.meta.dirname, '../doubles/handlers/voice-receiver.ts'));
const port = await new Promise<number>((resolve) => receiver.once('message', resolve));
const folder = mkdtempSync(join(tmpdir(), 'agentphone-bench-'));
const ports = ['--port', '0', '--control-port', '0', '--ingress-port', '0'];
const app = new LaunchedApp([...ports, '--json', '--no-open', '--data-dir', folder]);
const ready = await app.ready();
const control = new ControlClient(ready);
const sdk = new AgentPhoneClient({ token: ready.apiKey, environment: ready.api });
await sdk.webhooks.createOrUpdateWebhook({ body: { url: `http://127.0.0.1:${port}/` } });
const [number] = (await sdk.numbers.listNumbers()).data;
const to = number?.phoneNumber ?? '';

const turns: TimelineTurn[] = [];
try {
  const calls = await Promise.all(
    Array.from({ length: CALLS }, (_, n) =>
      control.run('call.place', { from: `+120255501${String(n + 10)}`, to }),
    ),
  );
  const each = (run: (callId: string) => Promise<unknown>) =>
    Promise.all(calls.map(({ callId }) => run(callId)));
  await each((callId) => control.run('call.waitFor', { callId, event: 'greeted' }));
  for (let turn = 1; turn <= ROUNDS; turn += 1) {
    await each((callId) => control.run('call.say', { callId, text: LINE }));
    await each((callId) => control.run('call.waitFor', { callId, event: 'agentTurn', turn }));
  }
  for (const { callId } of calls) {
    const timeline = await control.run('call.timeline', { callId });
    turns.push(...timeline.turns.filter(({ index }) => index > 0));
  }
} finally {
  process.kill(ready.pid, 'SIGTERM');
  await app.end;
  receiver.kill();
  rmSync(folder, { recursive: true, force: true });
}

const latency = figures(turns.flatMap(({ responseLatencyMs }) => responseLatencyMs ?? []));
const part = (wanted: (name: PartName) => boolean) =>
  figures(
    turns.map(({ parts }) =>
      parts
        .filter(({ name }) => wanted(name))
        .reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0),
    ),
  );
const own = part((name) => OURS.has(name));
console.log(`${CALLS} typed calls at once, ${ROUNDS} rounds, ${latency.n} answers that were heard`);
tell('response latency', latency);
tell('of it own share', own);
for (const wanted of [...OURS, 'synthesis']) {
  const of = part((name) => name === wanted);
  tell(`of it ${wanted}`, of);
}
const silences = turns.map(({ longestSilenceMs }) => longestSilenceMs);
tell('longest silence within an answer', figures(silences));
process.exitCode = latency.n === CALLS * ROUNDS && latency.p50 < LATENCY_P50_MS ? 0 : 1;

function tell(name: string, { p50, p95, p99, most }: ReturnType<typeof figures>): void {
  const [mid, high, higher, longest] = [p50, p95, p99, most].map((ms) => `${ms.toFixed(1)} ms`);
  console.log(`${name}: p50 ${mid}, p95 ${high}, p99 ${higher}, longest ${longest}`);
}

function figures(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
  return {
    n: sorted.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    most: sorted.at(-1) ?? Number.NaN,
  };
}

/**
 * Measures what the app itself adds to a turn: dispatch, segmentation and playout, read
 * from the timeline of a call whose handler, in a separate process, answers at once and whose voice
 * needs no time; and a scripted call of ten minutes on a frozen clock.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { PartName } from '../../common/contract/index.ts';
import { percentilesOf } from '../../common/rules/timeline/timeline.ts';
import { type StartedApp, TestApp } from '../doubles/app/running-app.ts';

const TURNS = 200;
const OURS: ReadonlySet<PartName> = new Set(['dispatch', 'segmentation', 'playout']);
const OWN_SHARE_MS = { p50: 15, p99: 15 };
const LINE_TO_FRAME_P99_MS = 40;
const FROZEN_MINUTES = 10;
const FROZEN_SECONDS = 3;

const receiver = fork(join(import.meta.dirname, '../doubles/handlers/voice-receiver.ts'));
const port = await new Promise<number>((resolve) => receiver.once('message', resolve));
const app = new TestApp();
const started = await app.start();
await started.sdk.webhooks.createOrUpdateWebhook({ body: { url: `http://127.0.0.1:${port}/` } });
const { data: agents } = await started.sdk.agents.listAgents();
const number = agents[0]?.numbers?.[0]?.phoneNumber ?? '';

const reached = [await liveTurns(started), await frozenCall(started)];
await app.clear();
receiver.kill();
process.exitCode = reached.every(Boolean) ? 0 : 1;

async function liveTurns({ control }: StartedApp): Promise<boolean> {
  const { callId } = await control.run('call.place', { from: '+12025550147', to: number });
  await control.run('call.waitFor', { callId, event: 'greeted' });
  for (let turn = 1; turn <= TURNS; turn += 1) {
    await control.run('call.say', { callId, text: 'Yes' });
    await control.run('call.waitFor', { callId, event: 'agentTurn', turn });
  }
  const timeline = await control.run('call.timeline', { callId });
  await control.run('call.hangUp', { callId });
  const turns = timeline.turns.filter(({ index }) => index > 0);
  const own = percentilesOf(
    turns.map(({ parts }) =>
      parts
        .filter(({ name }) => OURS.has(name))
        .reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0),
    ),
  );
  const lineToFrame = percentilesOf(
    turns.map(({ chunks }) => (chunks[0]?.spokenFromMs ?? Number.NaN) - (chunks[0]?.atMs ?? 0)),
  );
  console.log(`own share of a turn, ${TURNS} turns: p50 ${ms(own.p50)}, p99 ${ms(own.p99)}`);
  console.log(
    `line received to first frame: p50 ${ms(lineToFrame.p50)}, p99 ${ms(lineToFrame.p99)}`,
  );
  return (
    (own.p50 ?? Infinity) <= OWN_SHARE_MS.p50 &&
    (own.p99 ?? Infinity) <= OWN_SHARE_MS.p99 &&
    (lineToFrame.p99 ?? Infinity) <= LINE_TO_FRAME_P99_MS
  );
}

async function frozenCall({ control }: StartedApp): Promise<boolean> {
  await control.run('clock.freeze', {});
  const before = await control.run('clock.get', {});
  const startedMs = performance.now();
  const { callId } = await control.run('call.place', { from: '+12025550148', to: number });
  await control.run('call.waitFor', { callId, event: 'greeted' });
  const minutes = (now: string) => (Date.parse(now) - Date.parse(before.now)) / 60_000;
  let turn = 0;
  let passed = 0;
  // Five hundred letters take the scripted voice ten seconds.
  const line = 'a line that the agent repeats word for word, '.repeat(11);
  while (passed < FROZEN_MINUTES) {
    turn += 1;
    await control.run('call.say', { callId, text: line });
    await control.run('call.waitFor', { callId, event: 'agentTurn', turn });
    passed = minutes((await control.run('clock.get', {})).now);
  }
  await control.run('call.hangUp', { callId });
  await control.run('clock.resume', {});
  const seconds = (performance.now() - startedMs) / 1000;
  console.log(
    `frozen clock: ${passed.toFixed(1)} minutes of call, ${turn} turns, in ${seconds.toFixed(2)} s`,
  );
  return seconds <= FROZEN_SECONDS;
}

function ms(value: number | null): string {
  return value === null ? 'none' : `${value.toFixed(1)} ms`;
}

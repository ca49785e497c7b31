/**
 * Measures what the app itself adds to a hosted turn: dispatch, segmentation and playout,
 * and the time to the first sound, with a model in a separate process that answers at once and a
 * voice that needs no time; and how soon the model's connection is closed after the caller
 * interrupts.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { PartName } from '../../common/contract/index.ts';
import { percentilesOf } from '../../common/rules/timeline/timeline.ts';
import { TestApp } from '../doubles/app/running-app.ts';

const TURNS = 100;
const INTERRUPTIONS = 25;
const OURS: ReadonlySet<PartName> = new Set(['dispatch', 'segmentation', 'playout']);
/** Medians. The time to the close is measured from the caller's line, which is sent over HTTP. */
const FLOOR_MS = { ownShare: 15, firstSound: 60, closed: 50 };

const model = fork(join(import.meta.dirname, '../doubles/servers/instant-model.ts'));
const toldByModel = () => new Promise<unknown>((resolve) => model.once('message', resolve));
const { url } = (await toldByModel()) as { readonly url: string };
const app = new TestApp();
const { control, sdk } = await app.start();
await control.run('engines.set', { llm: { kind: 'openai', baseUrl: url, model: 'instant' } });
const [number] = (await sdk.numbers.listNumbers()).data;
await sdk.agents.updateAgent({
  agent_id: number?.agentId ?? '',
  voiceMode: 'hosted',
  systemPrompt: 'You run the front desk.',
});
const to = number?.phoneNumber ?? '';

const reached = [await answers(), await interruptions()];
await app.clear();
model.kill();
process.exitCode = reached.every(Boolean) ? 0 : 1;

async function greetedCall(): Promise<string> {
  const { callId } = await control.run('call.place', { from: '+12025550147', to });
  await control.run('call.waitFor', { callId, event: 'greeted' });
  return callId;
}

async function answers(): Promise<boolean> {
  const callId = await greetedCall();
  for (let turn = 1; turn <= TURNS; turn += 1) {
    await control.run('call.say', { callId, text: 'Is Sunday free?' });
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
  const sound = percentilesOf(turns.map((turn) => turn.responseLatencyMs ?? Number.NaN));
  console.log(`own share of a hosted turn, ${own.n} turns: p50 ${ms(own.p50)}, p99 ${ms(own.p99)}`);
  console.log(`line said to first sound: p50 ${ms(sound.p50)}, p99 ${ms(sound.p99)}`);
  return (
    (own.p50 ?? Infinity) <= FLOOR_MS.ownShare && (sound.p50 ?? Infinity) <= FLOOR_MS.firstSound
  );
}

async function interruptions(): Promise<boolean> {
  const callId = await greetedCall();
  const tookMs: number[] = [];
  for (let turn = 1; turn < 2 * INTERRUPTIONS; turn += 2) {
    await control.run('call.say', { callId, text: 'Tell me a long story.' });
    await control.run('call.waitFor', { callId, event: 'agentSpeaking', turn });
    const told = toldByModel();
    const saidMs = performance.timeOrigin + performance.now();
    await control.run('call.say', { callId, text: 'Stop.' });
    const { closedMs } = (await told) as { readonly closedMs: number };
    tookMs.push(closedMs - saidMs);
    await control.run('call.waitFor', { callId, event: 'agentTurn', turn: turn + 1 });
  }
  await control.run('call.hangUp', { callId });
  const closed = percentilesOf(tookMs);
  console.log(
    `interruption to closed connection, ${closed.n} turns: p50 ${ms(closed.p50)}, p99 ${ms(closed.p99)}`,
  );
  return (closed.p50 ?? Infinity) <= FLOOR_MS.closed;
}

function ms(value: number | null): string {
  return value === null ? 'none' : `${value.toFixed(1)} ms`;
}

/**
 * Measures barge-in by voice on the softphone, using the recording: from the first loud
 * sample of the caller to the last frame of the agent before it falls silent, on the common clock
 * of both channels; with real Silero, real Flite, and sensitivity 0.8. Then the same from the VAD's
 * decision, using the event log.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as passing } from 'node:timers/promises';
import { AgentPhoneClient } from 'agentphone';
import { percentilesOf } from '../../common/rules/timeline/timeline.ts';
import { readWav } from '../../main/speech/wav.ts';
import { ControlClient } from '../doubles/app/control-client.ts';
import { LaunchedApp } from '../doubles/app/launched-app.ts';

const TRIALS = 25;
const FLOOR_MS = { p50: 120, p99: 200, afterDecision: 20 };
const LOUD = 600;
const SILENT_FRAMES = 10;
const FRAME = 320;

const folder = mkdtempSync(join(tmpdir(), 'agentphone-bench-'));
const receiver = fork(join(import.meta.dirname, '../doubles/handlers/voice-receiver.ts'));
const port = await new Promise<number>((resolve) => receiver.once('message', resolve));
const app = new LaunchedApp([
  '--port',
  '0',
  '--control-port',
  '0',
  '--json',
  '--no-open',
  '--data-dir',
  folder,
]);
const ready = await app.ready();
const control = new ControlClient(ready);
const sdk = new AgentPhoneClient({ token: ready.apiKey, environment: ready.api });
await sdk.webhooks.createOrUpdateWebhook({ body: { url: `http://127.0.0.1:${port}/` } });
const { data: agents } = await sdk.agents.listAgents();
const number = agents[0]?.numbers?.[0]?.phoneNumber ?? '';
const clip = readFileSync(join(import.meta.dirname, '../fixtures/two-utterances.wav'));
const line =
  'the shop opens at ten and closes at four and there is a long list of bicycles to rent';

const fromSound: number[] = [];
const fromDecision: number[] = [];
for (let trial = 0; trial < TRIALS; trial += 1) {
  const { callId } = await control.run('call.place', { from: '+12025550147', to: number });
  await control.run('call.waitFor', { callId, event: 'greeted' });
  await control.run('call.say', { callId, text: line });
  await control.run('call.waitFor', { callId, event: 'agentSpeaking', turn: 1 });
  // At any point within a frame and within a word.
  await passing(300 + trial * 7);
  await control.run('call.play', { callId, wav: clip.toString('base64') });
  await passing(1_500);
  await control.run('call.hangUp', { callId });
  await measure(callId);
}
process.kill(ready.pid, 'SIGTERM');
await app.end;
receiver.kill();
rmSync(folder, { recursive: true, force: true });

const sound = percentilesOf(fromSound);
const decision = percentilesOf(fromDecision);
console.log(
  `first loud sample to last agent frame, ${sound.n} trials: p50 ${ms(sound.p50)}, p99 ${ms(sound.p99)}`,
);
console.log(`VAD's decision to last agent frame: p50 ${ms(decision.p50)}, p99 ${ms(decision.p99)}`);
const reached =
  sound.n === TRIALS &&
  (sound.p50 ?? Infinity) <= FLOOR_MS.p50 &&
  (sound.p99 ?? Infinity) <= FLOOR_MS.p99 &&
  (decision.p99 ?? Infinity) <= FLOOR_MS.afterDecision;
process.exitCode = reached ? 0 : 1;

async function measure(callId: string): Promise<void> {
  const { items } = await control.run('call.events', { callId });
  const paused = items.find(({ type }) => type === 'playout.paused');
  if (!paused) return;
  const response = await fetch(`${ready.api}/v1/calls/${callId}/recording`);
  const { samples } = readWav(new Uint8Array(await response.arrayBuffer()));
  const caller = samples.filter((_, n) => n % 2 === 0);
  const agent = samples.filter((_, n) => n % 2 === 1);
  const firstLoud = caller.findIndex((sample) => Math.abs(sample) > LOUD);
  const last = lastAgentSampleAfter(agent, firstLoud);
  if (firstLoud < 0 || last === null) return;
  fromSound.push((last - firstLoud) / 16);
  fromDecision.push(Math.max(0, last / 16 - paused.atUs / 1000));
}

/** The end of the last sound before the agent is silent for 200 ms. */
function lastAgentSampleAfter(agent: Int16Array, from: number): number | null {
  let last: number | null = null;
  for (let at = from - 5 * FRAME; at < agent.length; at += 1) {
    if (agent[at] !== 0) last = at + 1;
    else if (last !== null && at - last >= SILENT_FRAMES * FRAME) return last;
  }
  return last;
}

function ms(value: number | null): string {
  return value === null ? 'none' : `${value.toFixed(0)} ms`;
}

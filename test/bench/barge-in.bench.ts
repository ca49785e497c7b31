/**
 * Measures barge-in by voice at Twilio: from the caller's first loud sample to the last
 * sample of the agent that is played at the far end, on the far end's clock. The app runs in a
 * separate process, with real Silero, real Flite, and sensitivity 0.8; the far end is a double over
 * a real socket that plays its queue at the speed of sound and obeys `clear`. The softphone has a
 * separate benchmark.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as passing } from 'node:timers/promises';
import { AgentPhoneClient } from 'agentphone';
import { decodeMulaw } from '../../common/rules/sound/mulaw.ts';
import { percentilesOf } from '../../common/rules/timeline/timeline.ts';
import { readWav } from '../../main/speech/wav.ts';
import { ControlClient } from '../doubles/app/control-client.ts';
import { LaunchedApp } from '../doubles/app/launched-app.ts';
import { onThePhone } from '../doubles/calls/spoken-harness.ts';
import type { MediaCaller } from '../doubles/twilio/media-caller.ts';
import { PhoneNetwork } from '../doubles/twilio/phone-network.ts';
import { TwilioDouble } from '../doubles/twilio/twilio-double.ts';

const TRIALS = Number(process.env.AGENTPHONE_BENCH_TRIALS ?? 25);
const FLOOR_MS = { p50: 120, p99: 200 };
/**
 * Callers begin to speak within this stretch of the agent's first words. In its first half, echo
 * control knows least, because none of the agent's sound can have come back yet.
 */
const MOMENTS_MS = { first: 500, span: 1_700 };
const LOUD = 600;
const FRAME_MS = 20;
const BYTES_PER_MS = 8;
/** Silence of the agent that is longer than its own pauses. */
const SILENT_MS = 400;
const GREETING =
  'The shop opens at ten and closes at four and there is a long list of bicycles to rent, and of trailers, and of helmets in every size that you could wish for.';

const folder = mkdtempSync(join(tmpdir(), 'agentphone-bench-'));
const twilio = new TwilioDouble();
const network = new PhoneNetwork(twilio);
await twilio.start();
const ports = ['--port', '0', '--control-port', '0', '--ingress-port', '0'];
const app = new LaunchedApp([...ports, '--json', '--no-open', '--data-dir', folder]);
const ready = await app.ready();
const control = new ControlClient(ready);
const sdk = new AgentPhoneClient({ token: ready.apiKey, environment: ready.api });
const number = await connectNumber();
const clip = readWav(readFileSync(join(import.meta.dirname, '../fixtures/two-utterances.wav')));
const speech = onThePhone(clip.samples);
const firstLoud = decodeMulaw(speech).findIndex((sample) => Math.abs(sample) > LOUD);

const silentAfterMs: number[] = [];
for (let trial = 0; trial < TRIALS; trial += 1) {
  const { twiml, callSid } = await network.dial({ from: '+14155550199', to: number });
  const caller = await network.openStream(twiml, callSid);
  const [call] = (await control.run('call.list', {})).items;
  const callId = call?.id ?? '';
  await control.run('call.waitFor', { callId, event: 'agentSpeaking', turn: 0 });
  await passing(MOMENTS_MS.first + (trial * MOMENTS_MS.span) / TRIALS);
  caller.speak(speech);
  await passing((firstLoud / BYTES_PER_MS) | 0);
  await passing(1_500);
  measure(caller);
  caller.hangUp();
  await network.callStatus(callSid, 'completed', 3);
  await control.run('call.waitFor', { callId, event: 'ended' });
}
process.kill(ready.pid, 'SIGTERM');
await app.end;
await twilio.stop();
rmSync(folder, { recursive: true, force: true });

const { p50, p99, n } = percentilesOf(silentAfterMs);
console.log(
  `first loud sample of the caller to the last sample of the agent that is played, ${n} of ${TRIALS} trials: p50 ${ms(p50)}, p99 ${ms(p99)}`,
);
const reached =
  n === TRIALS && (p50 ?? Infinity) <= FLOOR_MS.p50 && (p99 ?? Infinity) <= FLOOR_MS.p99;
process.exitCode = reached ? 0 : 1;

/** A number at Twilio that is connected to us, and an agent whose greeting is long. */
async function connectNumber(): Promise<string> {
  const { accountSid, authToken, baseUrl } = twilio;
  const link = { accountSid, authToken, apiBaseUrl: baseUrl };
  const { ingressUrl } = await control.run('twilio.link', link);
  await control.run('publicUrl.set', { url: ingressUrl });
  const { sid, phoneNumber } = twilio.addNumber('+14155550123');
  const [agent] = (await sdk.agents.listAgents()).data;
  const agentId = agent?.id ?? '';
  const { id: numberId } = await control.run('twilio.import', { sid, agentId });
  const { previewId } = await control.run('twilio.previewSetup', { numberId });
  await control.run('twilio.applySetup', { numberId, previewId });
  await control.run('twilio.set', { traffic: 'allowed' });
  await sdk.agents.updateAgent({
    agent_id: agentId,
    beginMessage: GREETING,
    interruptionSensitivity: 0.8,
  });
  return phoneNumber;
}

function measure(caller: MediaCaller): void {
  const spokenAtMs = caller.spokenAtMs[Math.floor(firstLoud / BYTES_PER_MS / FRAME_MS)];
  if (spokenAtMs === undefined) return;
  // A frame arrives once all of it has been spoken.
  const loudAtMs = spokenAtMs - FRAME_MS + ((firstLoud / BYTES_PER_MS) % FRAME_MS);
  const { playedAtMs } = caller;
  const from = playedAtMs.findIndex((atMs) => atMs > loudAtMs);
  const last = playedAtMs.findIndex((atMs, index) => {
    const nextMs = playedAtMs[index + 1] ?? Number.POSITIVE_INFINITY;
    return index >= from - 1 && nextMs - atMs > SILENT_MS;
  });
  const lastMs = playedAtMs[last];
  if (lastMs !== undefined) silentAfterMs.push(lastMs + FRAME_MS - loudAtMs);
}

function ms(value: number | null): string {
  return value === null ? 'none' : `${value.toFixed(0)} ms`;
}

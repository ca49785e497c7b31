import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { childProcessSpawner } from '../../../../main/platform/process/process-spawner.ts';
import { readWav, wavHeader } from '../../../../main/speech/wav.ts';
import { CallTestApp } from '../../../doubles/app/call-test-app.ts';
import { Transcriber } from '../../../doubles/calls/spoken-harness.ts';

/** The whole app with its real speech process; two utterances half a second apart. */
const clip = readWav(
  readFileSync(new URL('../../../fixtures/two-utterances.wav', import.meta.url)),
).samples;
const HALVES = ['Do you rent out bicycles', 'on Sundays, I mean?'];

let testApp: CallTestApp;
let transcriber: Transcriber;
beforeEach(async () => {
  testApp = await CallTestApp.open({ spawn: childProcessSpawner });
  await testApp.change({ beginMessage: '' });
  transcriber = await Transcriber.start(...HALVES);
  await testApp.app.control.run('engines.set', transcriber.engine);
});
afterEach(async () => {
  await testApp.close();
  await transcriber.stop();
});

const wav = (samples: Int16Array) =>
  Buffer.concat([wavHeader(16_000, 1, samples.byteLength), new Uint8Array(samples.buffer)]);

it('asks again with the whole line, in the same turn, when the caller goes on before the answer', async () => {
  const seen: { transcript: string; history: unknown }[] = [];
  await testApp.webhook((request, response) => {
    const { data, recentHistory } = JSON.parse(request.body.toString());
    seen.push({ transcript: data.transcript, history: recentHistory });
    // The answer to the first half never comes; the request is aborted.
    if (data.transcript === HALVES[0]) return;
    response.end(JSON.stringify({ text: 'We do.' }));
  });
  const callId = await testApp.place();
  const base64 = wav(clip).toString('base64');
  await testApp.app.control.run('call.play', { callId, wav: base64 });
  await testApp.app.control.run('clock.advance', { by: 7_000 });
  await testApp.app.control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
  const whole = HALVES.join(' ');
  expect(seen).toEqual([
    { transcript: HALVES[0], history: [] },
    { transcript: whole, history: [] },
  ]);

  const { turns } = await testApp.app.control.run('call.get', { callId });
  expect(turns.filter(({ caller }) => caller !== null)).toEqual([
    { index: 1, caller: whole, agent: 'We do.', outcome: 'heard' },
  ]);
  const { items } = await testApp.app.control.run('delivery.list', { filter: 'channel:voice' });
  const voice = items.filter((delivery) => delivery.event === 'agent.message');
  expect(voice.map(({ status }) => status).sort()).toEqual(['cancelled', 'success']);

  const [turn] = (await testApp.app.control.run('call.timeline', { callId })).turns.slice(-1);
  expect(turn).toMatchObject({ index: 1, caller: whole, outcome: 'heard' });
  // Measured from the end of the second half.
  expect(turn?.callerStoppedMs ?? 0).toBeGreaterThan(4_700);
  const sum = turn?.parts.reduce((ms, part) => ms + part.endMs - part.startMs, 0) ?? 0;
  expect(sum).toBeCloseTo(turn?.responseLatencyMs ?? -1, 2);
});

it('has what the caller said last in the transcript, although they hung up at once', async () => {
  await testApp.webhook(
    (_request, response) => void response.end(JSON.stringify({ text: 'Yes.' })),
  );
  const callId = await testApp.place();
  const first = clip.subarray(0, 3.6 * 16_000);
  await testApp.app.control.run('call.play', {
    callId,
    wav: wav(first.slice()).toString('base64'),
  });
  await testApp.app.control.run('clock.advance', { by: 3_500 });
  await testApp.app.control.run('call.hangUp', { callId });
  const call = await testApp.ended(callId);
  expect(call.turns.map(({ caller }) => caller)).toEqual([HALVES[0]]);
});

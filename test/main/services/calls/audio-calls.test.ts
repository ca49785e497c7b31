import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  childProcessSpawner,
  type SpawnedProcess,
} from '../../../../main/platform/process/process-spawner.ts';
import { readWav } from '../../../../main/speech/wav.ts';
import { CallTestApp } from '../../../doubles/app/call-test-app.ts';
import { Transcriber } from '../../../doubles/calls/spoken-harness.ts';

/** The whole app with its real speech process, and a recogniser that is an HTTP server. */
const ANSWER = 'We are open every day of the week, and on holidays we close at two.';
/** Two utterances, synthesised with an engine other than ours. */
const CLIP = readFileSync(new URL('../../../fixtures/two-utterances.wav', import.meta.url));

let testApp: CallTestApp;
let transcriber: Transcriber;
const processes: SpawnedProcess[] = [];
beforeEach(async () => {
  processes.length = 0;
  testApp = await CallTestApp.open({
    spawn: (entry, options) => {
      const process = childProcessSpawner(entry, options);
      processes.push(process);
      return process;
    },
  });
  await testApp.webhook(
    (_request, response) => void response.end(JSON.stringify({ text: ANSWER })),
  );
  await testApp.change({ beginMessage: '' });
  transcriber = await Transcriber.start('One.', 'Two.', 'Three.', 'Four.', 'Five.', 'Six.');
  await testApp.app.control.run('engines.set', transcriber.engine);
});
afterEach(async () => {
  await testApp.close();
  await transcriber.stop();
});

const play = (callId: string) =>
  testApp.app.control.run('call.play', { callId, wav: CLIP.toString('base64') });
const eventsOf = async (callId: string) =>
  (await testApp.app.control.run('call.events', { callId })).items;

/** Waits until the clip is over, and the last thing said was answered completely. */
async function answered(callId: string, afterTurn: number): Promise<number> {
  await testApp.app.control.run('clock.advance', { by: 7_000 });
  const turn = (await testApp.app.control.run('call.get', { callId })).turns.at(-1)?.index ?? 0;
  expect(turn).toBeGreaterThan(afterTurn);
  await testApp.app.control.run('call.waitFor', { callId, event: 'agentTurn', turn });
  return turn;
}

describe('a call by sound alone', () => {
  it('is understood, answered aloud and recorded', async () => {
    const callId = await testApp.place();
    await play(callId);
    const turn = await answered(callId, 0);
    const view = await testApp.app.control.run('call.hangUp', { callId });
    const last = view.turns.find(({ index }) => index === turn);
    expect(last).toMatchObject({ agent: ANSWER, outcome: 'heard' });
    expect(transcriber.heardMs[0]).toBeGreaterThan(300);
    const response = await fetch(`${testApp.app.ready.api}/v1/calls/${callId}/recording`);
    const { channels, samples } = readWav(new Uint8Array(await response.arrayBuffer()));
    expect(channels).toBe(2);
    // If the caller continued before hearing anything, the turn is answered again.
    const events = await eventsOf(callId);
    const ofAnswer = events
      .slice(events.findLastIndex(({ type }) => type === 'caller.wentOn') + 1)
      .filter(({ turn: of }) => of === turn);
    const spokenMs = ofAnswer
      .filter(({ type }) => type === 'synthesis.ended')
      .reduce((sum, { data }) => sum + Number(data.durationMs), 0);
    const startUs = ofAnswer.find(({ type }) => type === 'playout.started')?.atUs;
    // From the logged time on, the right channel contains the whole answer.
    const agent = samples.filter((_, n) => n % 2 === 1);
    const answer = agent.subarray(((startUs ?? 0) / 1_000 - 25) * 16);
    const lastSound = answer.findLastIndex((sample) => sample !== 0);
    expect(Math.abs(lastSound / 16 - spokenMs)).toBeLessThan(400);
  });

  it('goes on when the speech process is killed in the middle of both speaking', async () => {
    const callId = await testApp.place();
    await play(callId);
    const turn = await answered(callId, 0);
    await play(callId);
    await testApp.app.control.run('clock.advance', { by: 2_000 });
    expect(processes).toHaveLength(1);
    processes[0]?.kill();
    const next = await answered(callId, turn);
    expect(processes).toHaveLength(2);
    const view = await testApp.app.control.run('call.get', { callId });
    expect(view.turns.find(({ index }) => index === next)).toMatchObject({
      agent: ANSWER,
      outcome: 'heard',
    });
    const types = (await eventsOf(callId)).map(({ type }) => type);
    expect(types).not.toContain('synthesis.failed');
    expect(view.phase).toBe('listening');
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { virtualSpeech } from '../../../../common/rules/sound/virtual-speech.ts';
import { pauseAfterMs } from '../../../../common/rules/speech-text/segmentation/pauses.ts';
import { toMs, toUs } from '../../../../common/rules/timeline/timeline.ts';
import { CallTestApp } from '../../../doubles/app/call-test-app.ts';
import { HostedTestApp } from '../../../doubles/app/hosted-test-app.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

/**
 * With a frozen clock, the virtual voice and requests of a fixed time, all figures are
 * deterministic.
 */
const HANDLER_MS = 150;
const FILLER = 'One moment, please.';
const ANSWER = 'From ten to four.';

async function still(testApp: CallTestApp, handlerTimeMs: number): Promise<void> {
  await testApp.app.control.run('engines.set', { tts: { kind: 'virtual' } });
  await testApp.app.control.run('clock.freeze', { handlerTimeMs });
}

describe('an interim line, five seconds of nothing, and the answer', () => {
  let testApp: CallTestApp;
  beforeEach(async () => {
    testApp = await CallTestApp.open();
    await still(testApp, HANDLER_MS);
    await testApp.change({ beginMessage: 'Harbour Bikes.' });
    await testApp.webhook((_request, response) => {
      response.setHeader('content-type', 'application/x-ndjson');
      response.write(`${JSON.stringify({ text: FILLER, interim: true })}\n`);
      response.end(`${JSON.stringify({ text: ANSWER })}\n`);
    });
  });
  afterEach(() => testApp.close());

  async function asked(): Promise<{ callId: string; turn: number }> {
    const { control } = testApp.app;
    const callId = await testApp.place();
    await control.run('call.waitFor', { callId, event: 'greeted' });
    const { turnIndex: turn } = await control.run('call.say', { callId, text: 'When is it?' });
    return { callId, turn };
  }

  it('is a quick turn with its silence told, to the microsecond', async () => {
    const { control } = testApp.app;
    await control.run('fault.set', {
      target: 'voiceStream',
      kind: 'stall',
      afterLines: 1,
      delayMs: 5_000,
    });
    const { callId, turn } = await asked();
    await control.run('call.waitFor', { callId, event: 'agentTurn', turn });
    const { turns, percentiles } = await control.run('call.timeline', { callId });
    const filler = virtualSpeech(FILLER, 1);
    const answer = virtualSpeech(ANSWER, 1);
    const silentMs = 5_000 + answer.costMs - filler.costMs - filler.durationMs;
    const zeroMs = turns[1]?.callerStoppedMs ?? Number.NaN;
    const resumedAtMs = zeroMs + HANDLER_MS + 5_000 + answer.costMs;
    expect(turns[1]).toMatchObject({
      responseLatencyMs: HANDLER_MS + filler.costMs,
      outcome: 'heard',
      cutBy: null,
      longestSilenceMs: silentMs,
      silenceMs: silentMs - pauseAfterMs(FILLER),
      resumedAtMs,
      warnings: [{ code: 'dead_air' }],
    });
    expect(percentiles.longestSilence).toMatchObject({ p50: silentMs, n: 1 });
    await control.run('call.hangUp', { callId });
    const { overall } = await control.run('latency.summary', {});
    expect(overall).toMatchObject({ overBudget: 0, deadAir: 1 });
    const calm = await control.run('latency.summary', { silenceBudgetMs: 4_000 });
    expect(calm).toMatchObject({ silenceBudgetMs: 4_000, overall: { deadAir: 0 } });
    const { content } = await control.run('call.export', { callId, format: 'markdown', turn });
    expect(content).toMatch(/3760 ms of silence, 1760 ms over/);
    expect(content).toContain(`longest ${silentMs.toFixed(3)} ms`);
  });

  it('is no more than the pause of a sentence where the lines follow each other', async () => {
    const { callId, turn } = await asked();
    await testApp.app.control.run('call.waitFor', { callId, event: 'agentTurn', turn });
    const { turns } = await testApp.app.control.run('call.timeline', { callId });
    expect(turns[1]).toMatchObject({
      longestSilenceMs: pauseAfterMs(FILLER),
      silenceMs: 0,
      resumedAtMs: null,
    });
    expect(turns[1]?.warnings).toEqual([]);
  });

  it('is cut by whoever cut it, and interrupted only by the caller', async () => {
    const { control } = testApp.app;
    const hangUp = async (afterMs: number) => {
      const { callId } = await asked();
      await control.run('clock.advance', { by: afterMs });
      const { turns } = await control.run('call.hangUp', { callId });
      const timeline = await control.run('call.timeline', { callId });
      return [turns[1]?.outcome, timeline.turns[1]?.outcome, timeline.turns[1]?.cutBy];
    };
    expect(await hangUp(HANDLER_MS + 500)).toEqual(['heard', 'heard', 'hangUp']);
    expect(await hangUp(HANDLER_MS - 50)).toEqual(['silent', 'silent', 'hangUp']);
    const { callId } = await asked();
    await control.run('clock.advance', { by: HANDLER_MS + 500 });
    await control.run('call.say', { callId, text: 'Never mind.' });
    const { turns } = await control.run('call.timeline', { callId });
    expect(turns[1]).toMatchObject({ outcome: 'interrupted', cutBy: 'caller' });
  });
});

it('is the same for what a tool has the agent say meanwhile', async () => {
  const toolMs = 2_000;
  const server = await WebServer.start((_request, response) => void response.end('{}'));
  const hosted = await HostedTestApp.open({
    customTools: [
      {
        name: 'look_up',
        description: 'Looks it up.',
        url: server.url,
        speakDuringExecution: true,
        executionMessage: FILLER,
      },
    ],
  });
  try {
    const { control } = hosted.testApp.app;
    await still(hosted.testApp, toolMs);
    const callId = await hosted.greeted();
    hosted.callTool('look_up', {}, ANSWER);
    await hosted.ask(callId, 'When is it?');
    const { turns } = await control.run('call.timeline', { callId });
    const filler = virtualSpeech(FILLER, 1);
    const [said, answered] = turns[1]?.pieces ?? [];
    const resumedAtMs = answered?.spokenFromMs ?? Number.NaN;
    const silentMs = toMs(toUs(resumedAtMs) - toUs(said?.spokenToMs ?? Number.NaN));
    // The tool takes its time, and the model after it takes some more.
    expect(silentMs).toBeGreaterThanOrEqual(toolMs - filler.durationMs - filler.costMs);
    expect(turns[1]).toMatchObject({ longestSilenceMs: silentMs, resumedAtMs });
  } finally {
    await hosted.close();
    await server.stop();
  }
});

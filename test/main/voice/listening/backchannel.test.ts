import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildTimeline } from '../../../../common/rules/timeline/timeline.ts';
import { BACKCHANNEL } from '../../../../common/rules/turns/agent-backchannel.ts';
import { transcriptEntries } from '../../../../common/rules/turns/transcript.ts';
import { readCall } from '../../../../common/rules/turns/turn-records.ts';
import type { SpeechRequest } from '../../../../main/speech/tts.ts';
import { readWav } from '../../../../main/speech/wav.ts';
import type { CallProfile } from '../../../../main/voice/call-profile.ts';
import { Recorder } from '../../../../main/voice/recorder.ts';
import { type CallHarness, callHarness, ScriptedTts } from '../../../doubles/calls/call-harness.ts';
import { LoudnessVad, makeSound, ScriptedStt } from '../../../doubles/hearing/scripted-hearing.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-backchannel-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function listening(profile: Partial<CallProfile> = {}, recorder: Recorder | null = null) {
  const stt = new ScriptedStt('It all began when my chain came off', 'And that was it');
  const harness = callHarness({ enableBackchannel: true, ...profile }, recorder, {
    vad: new LoudnessVad(),
    stt,
  });
  harness.session.answered();
  return harness;
}

/** Speech of `ms`, then a pause too short to end the turn, then speech again. */
async function speaksAtLength(harness: CallHarness, ms: number): Promise<void> {
  await makeSound(harness, ms, true);
  await makeSound(harness, 180, false);
  await makeSound(harness, 400, true);
}

describe('an agent that listens for long', () => {
  it('says "uh-huh" at a pause, softly, and goes on listening', async () => {
    const harness = listening();
    await speaksAtLength(harness, 5_500);

    expect(harness.data('backchannel.spoken')).toEqual([{ text: 'Uh-huh.', durationMs: 140 }]);
    // Only the pause, plus the time it takes to detect it.
    expect(harness.atMs('backchannel.spoken') - 5_500).toBeCloseTo(BACKCHANNEL.pauseMs, -1);
    expect(harness.leg.frames).toHaveLength(7);
    const loudest = Math.max(...harness.leg.frames.flatMap((frame) => [...frame]));
    expect(loudest).toBe(4_000);

    await makeSound(harness, 500, false);
    expect(harness.responder.asked).toHaveLength(1);
    expect(harness.responder.last.turn).toMatchObject({
      turn: 1,
      transcript: 'It all began when my chain came off',
      history: [],
    });
  });

  it('counts it neither as a turn, nor as words, nor as latency', async () => {
    const harness = listening();
    await speaksAtLength(harness, 5_500);
    await makeSound(harness, 500, false);
    harness.responder.last.line(0, 'Oh dear.');
    await harness.pass(1_000);
    harness.session.hangUp('user_hangup');

    expect(harness.data('backchannel.spoken')).toHaveLength(1);
    const said = transcriptEntries(readCall(harness.seen), 0).map(({ role, content }) => [
      role,
      content,
    ]);
    expect(said).toEqual([
      ['user', 'It all began when my chain came off'],
      ['agent', 'Oh dear.'],
    ]);
    const turn = buildTimeline('call_1', harness.seen).turns.find(({ index }) => index === 1);
    expect(turn?.pieces.map(({ text }) => text)).toEqual(['Oh dear.']);
    const stoppedMs = harness.seen.findLast(({ type }) => type === 'caller.stopped')?.atUs ?? 0;
    const waitedMs = harness.atMs('playout.started', 1) - stoppedMs / 1_000;
    expect(turn?.responseLatencyMs ?? waitedMs).toBeCloseTo(waitedMs, 0);
    expect(harness.types()).not.toContain('turn.interrupted');
    expect(harness.types()).not.toContain('playout.paused');
  });

  it('does so at most every six seconds, with another word', async () => {
    const harness = listening();
    for (let part = 0; part < 10; part += 1) await speaksAtLength(harness, 1_500);
    const texts = harness.data('backchannel.spoken').map(({ text }) => text);
    expect(texts).toEqual(['Uh-huh.', 'Right.', 'I see.']);
    const times = harness.seen.filter(({ type }) => type === 'backchannel.spoken');
    const gaps = times.slice(1).map(({ atUs }, n) => atUs - (times[n]?.atUs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(BACKCHANNEL.gapMs * 1000);
  });

  it('is in the recording, on the agent’s side, at its moment', async () => {
    const path = join(folder, 'call.wav');
    const harness = listening({}, new Recorder(path));
    await speaksAtLength(harness, 5_500);
    const atMs = harness.atMs('backchannel.spoken');
    harness.session.hangUp('user_hangup');
    await harness.pass(0);
    const { samples } = readWav(readFileSync(path));
    const agent = samples.filter((_, n) => n % 2 === 1);
    const first = agent.findIndex((sample) => sample !== 0);
    const last = agent.findLastIndex((sample) => sample !== 0);
    expect(first / 16).toBeCloseTo(atMs, 0);
    expect((last + 1 - first) / 16).toBeCloseTo(140, 0);
  });

  it('falls silent as soon as it has something to say', async () => {
    class Slow extends ScriptedTts {
      override async *synthesize(request: SpeechRequest, signal: AbortSignal) {
        for await (const chunk of super.synthesize(request, signal)) {
          yield request.text === 'Uh-huh.' ? new Int16Array(16_000).fill(2_000) : chunk;
        }
      }
    }
    const tts = new Slow();
    const stt = new ScriptedStt('That is all.');
    const harness = callHarness({ enableBackchannel: true }, null, {
      vad: new LoudnessVad(),
      stt,
      tts,
      callerTts: tts,
    });
    harness.session.answered();
    await makeSound(harness, 5_500, true);
    await makeSound(harness, 400, false);
    expect(harness.data('backchannel.spoken')).toHaveLength(1);
    harness.responder.last.line(0, 'I see.');
    await harness.pass(60);
    const after = harness.leg.frames.findIndex((frame) => frame.some((sample) => sample === 8_000));
    expect(after).toBeGreaterThan(0);
    for (const frame of harness.leg.frames.slice(after)) expect(frame).not.toContain(1_000);
  });

  it('keeps still while it has the floor, and where the setting is off', async () => {
    const speaking = listening();
    speaking.say('Tell me everything.');
    await speaking.pass(5);
    speaking.responder.last.line(0, 'word '.repeat(400), { interim: true });
    await speaking.pass(300);
    await makeSound(speaking, 300, true);
    // Paused but not cut: the agent still has the floor.
    expect(speaking.types(1)).toContain('playout.paused');
    await makeSound(speaking, 180, false);
    expect(speaking.data('backchannel.spoken')).toEqual([]);

    const off = listening({ enableBackchannel: false });
    await speaksAtLength(off, 6_000);
    expect(off.data('backchannel.spoken')).toEqual([]);
  });

  it('does so for a line that is made audible, at a pause in it, and not for a typed one', async () => {
    class Pausing extends ScriptedTts {
      override async *synthesize(request: SpeechRequest, signal: AbortSignal) {
        for await (const chunk of super.synthesize(request, signal)) {
          yield chunk;
          if (request.text.length < 100) continue;
          yield new Int16Array(16 * 300);
          yield chunk;
        }
      }
    }
    const tts = new Pausing();
    const harness = callHarness({ enableBackchannel: true }, null, { tts, callerTts: tts });
    harness.session.answered();
    harness.say('word '.repeat(50).trim(), 'typed');
    await harness.pass(6_000);
    expect(harness.data('backchannel.spoken')).toEqual([]);
    harness.responder.last.ended('complete');
    harness.say('word '.repeat(60).trim(), 'synthesised');
    await harness.pass(7_000);
    expect(harness.data('backchannel.spoken')).toEqual([{ text: 'Uh-huh.', durationMs: 140 }]);
    await harness.pass(7_000);
    expect(harness.responder.asked).toHaveLength(2);
  });

  it('listens in silence where the voice is out of order', async () => {
    const harness = listening();
    harness.tts.unspeakable.add('Uh-huh.');
    await speaksAtLength(harness, 5_500);
    expect(harness.data('backchannel.spoken')).toEqual([]);
    expect(harness.session.phase).toBe('listening');
  });

  it('does not put off hanging up on silence', async () => {
    const harness = listening({ maxSilenceMs: 10_000 });
    await makeSound(harness, 5_500, true);
    await makeSound(harness, 340, false);
    expect(harness.data('backchannel.spoken')).toHaveLength(1);
    harness.responder.last.ended('complete');
    await harness.pass(9_990);
    expect(harness.ends).toEqual([]);
    await harness.pass(20);
    expect(harness.ends).toEqual([{ reason: 'inactivity', status: 'completed' }]);
  });
});

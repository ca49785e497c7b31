import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildTimeline } from '../../../../common/rules/timeline/timeline.ts';
import { heardText, readCall } from '../../../../common/rules/turns/turn-records.ts';
import type { SpeechRequest } from '../../../../main/speech/tts.ts';
import { readWav } from '../../../../main/speech/wav.ts';
import { Recorder } from '../../../../main/voice/recorder.ts';
import { callHarness, ScriptedTts } from '../../../doubles/calls/call-harness.ts';
import { DistantLeg } from '../../../doubles/hearing/distant-leg.ts';
import { LoudnessVad, makeSound, ScriptedStt } from '../../../doubles/hearing/scripted-hearing.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-heard-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** 20 ms per letter, and all samples of the call differ. */
class CountingTts extends ScriptedTts {
  #made = 0;

  override async *synthesize(request: SpeechRequest, signal: AbortSignal) {
    for await (const chunk of super.synthesize(request, signal)) {
      yield chunk.map(() => {
        this.#made += 1;
        return this.#made;
      });
    }
  }
}

const FIRST = 'We are open every day.';
const ANSWER = `${FIRST} From ten to four. On holidays too.`;
/** Long enough that the pause between two sentences is shorter than the round trip. */
const WAY_MS = 220;
const isSound = (sample: number) => sample !== 0;
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

/** A call with a distant person who hears a long answer. */
async function farCall(words: string[], ways: { outMs: number; backMs: number }) {
  const legs: DistantLeg[] = [];
  const path = join(folder, 'call.wav');
  const tts = new CountingTts();
  const harness = callHarness(
    { interruptionSensitivity: 0.8 },
    new Recorder(path),
    { vad: new LoudnessVad(), stt: new ScriptedStt(...words), tts, callerTts: new ScriptedTts() },
    null,
    (real) => {
      const leg = new DistantLeg(real, { outMs: () => ways.outMs, backMs: () => ways.backMs });
      legs.push(leg);
      return leg;
    },
  );
  const [leg] = legs;
  if (!leg) throw new Error('There is no leg.');
  leg.attach({
    ringing() {},
    answered() {},
    notReached() {},
    said: () => 0,
    audio() {},
    dtmf() {},
    phoneSet() {},
    screeningPassed() {},
    hungUp() {},
    lost() {},
    interrupted() {},
    heard: (frame, agoMs, source) => harness.session.heard(frame, agoMs, source),
  });
  const startMs = harness.real.monotonicMs();
  harness.session.answered();
  harness.say('When are you open?');
  await harness.pass(5);
  harness.responder.last.line(0, ANSWER);
  return {
    harness,
    leg,
    startMs,
    heard: () => leg.ear.heard.flatMap(({ samples }) => [...samples.filter(isSound)]),
    recorded: () => {
      harness.session.hangUp('user_hangup');
      const { samples } = readWav(readFileSync(path));
      return [...samples.filter((sample, n) => n % 2 === 1 && isSound(sample))];
    },
    turn: (index: number) => readCall(harness.seen).turns.find((turn) => turn.index === index),
  };
}

describe('an agent whose sound leaves ahead of the pace', () => {
  it('is silent at the caller’s ear one way after the decision, before it is cut', async () => {
    const { harness, leg, startMs } = await farCall(['Wait, I meant Sunday'], {
      outMs: 60,
      backMs: 60,
    });
    await harness.pass(300);
    await makeSound(harness, 200, true);
    expect(harness.types(1)).not.toContain('playout.cut');
    const pausedMs = startMs + harness.atMs('playout.paused');
    const last = leg.ear.heard.at(-1)?.atMs ?? 0;
    expect(last + 20).toBeLessThanOrEqual(pausedMs + 60);
    await makeSound(harness, 400, true);
    expect(harness.types(1)).toContain('turn.interrupted');
    expect(leg.ear.heard.at(-1)?.atMs).toBe(last);
  });

  it('is known by what was heard of it once it is interrupted', async () => {
    const { harness, heard, recorded, turn } = await farCall(['Wait, I meant Sunday'], {
      outMs: WAY_MS,
      backMs: WAY_MS,
    });
    await harness.pass(1_480);
    await makeSound(harness, 700, true);
    await makeSound(harness, 500, false);
    const cuts = harness.data('playout.cut');
    // According to the pacing, the third piece had begun; at the ear it had not.
    expect(cuts).toMatchObject([
      { piece: 1, heardText: 'From ten to' },
      { piece: 2, heardText: '', playedMs: 0 },
    ]);
    const claimedMs = FIRST.length * 20 + (cuts[0]?.playedMs ?? 0);
    const heardMs = heard().length / 16;
    // The round trip and the frame being played do not count as heard.
    expect(claimedMs).toBeLessThanOrEqual(heardMs);
    expect(claimedMs).toBeGreaterThanOrEqual(heardMs - 2 * WAY_MS - 20);
    const record = turn(1);
    expect(record && heardText(record)).toBe(`${FIRST} From ten to`);
    expect(harness.responder.last.turn.history.at(-1)).toMatchObject({
      role: 'agent',
      content: `${FIRST} From ten to`,
    });
    expect(recorded()).toEqual(upTo(claimedMs * 16));
  });

  it('goes on at the same sample after a cough, and is recorded once', async () => {
    const { harness, heard, recorded } = await farCall([''], { outMs: 0, backMs: 0 });
    await harness.pass(300);
    await makeSound(harness, 120, true);
    expect(harness.types(1)).toContain('playout.paused');
    await makeSound(harness, 500, false);
    expect(harness.types(1)).toContain('playout.resumed');
    await harness.pass(4_000);
    expect(harness.data('turn.finished')).toContainEqual({ outcome: 'heard' });
    const whole = upTo((ANSWER.length - 2) * 320);
    expect(heard()).toEqual(whole);
    expect(recorded()).toEqual(whole);
  });

  it('repeats after a cough what the ways there and back took, and loses nothing', async () => {
    const { harness, heard, recorded } = await farCall([''], { outMs: 70, backMs: 50 });
    await harness.pass(450);
    await makeSound(harness, 120, true);
    await makeSound(harness, 500, false);
    await harness.pass(4_000);
    let known = 0;
    let repeated = 0;
    for (const sample of heard()) {
      expect(sample).toBeLessThanOrEqual(known + 1);
      if (sample <= known) repeated += 1;
      known = Math.max(known, sample);
    }
    const whole = upTo((ANSWER.length - 2) * 320);
    expect(known).toBe(whole.length);
    expect(repeated / 16).toBeLessThanOrEqual(70 + 50 + 20);
    expect(recorded()).toEqual(whole);
  });
});

describe('an answer that was taken back before anything of it was heard', () => {
  it('leaves no words in the transcript and no latency when the caller goes on', async () => {
    const { harness, leg, recorded, turn } = await farCall(['And on Sundays?'], {
      outMs: 40,
      backMs: 40,
    });
    leg.out.stall(2_000);
    await makeSound(harness, 700, true);
    await makeSound(harness, 500, false);
    expect(harness.types(1)).toContain('playout.started');
    expect(harness.data('playout.cut')).toEqual([{ piece: 0, playedMs: 0, heardText: '' }]);
    const record = turn(1);
    expect(record && heardText(record)).toBe('');
    expect(harness.responder.last.turn.history.map(({ role }) => role)).toEqual(['user']);
    const [timeline] = buildTimeline('call_1', harness.seen).turns.filter(
      ({ index }) => index === 1,
    );
    expect(timeline).toMatchObject({ outcome: 'interrupted', heard: '', responseLatencyMs: null });
    expect(recorded()).toEqual([]);
  });

  it('begins anew after a cough, and is timed from there', async () => {
    const { harness, leg, turn } = await farCall([''], { outMs: 40, backMs: 40 });
    leg.out.stall(300);
    await makeSound(harness, 120, true);
    await makeSound(harness, 500, false);
    await harness.pass(4_000);
    const types = harness.types(1).filter((type) => type.startsWith('playout.'));
    expect(types.slice(0, 4)).toEqual([
      'playout.started',
      'playout.paused',
      'playout.resumed',
      'playout.started',
    ]);
    expect(turn(1)?.pieces[0]?.startedUs).toBe(
      harness.seen.findLast(({ type, data }) => type === 'playout.started' && data.piece === 0)
        ?.atUs,
    );
    const record = turn(1);
    expect(record && heardText(record)).toBe(ANSWER);
    expect(harness.data('turn.finished')).toContainEqual({ outcome: 'heard' });
  });

  it('is silence when the call ends before it is heard', async () => {
    const { harness, leg, turn } = await farCall([], { outMs: 40, backMs: 40 });
    leg.out.stall(2_000);
    await harness.pass(300);
    harness.session.hangUp('user_hangup');
    const record = turn(1);
    expect(record && heardText(record)).toBe('');
  });
});

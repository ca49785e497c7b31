import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProductClock } from '../../../../main/platform/time/clock.ts';
import { readWav } from '../../../../main/speech/wav.ts';
import { Recorder } from '../../../../main/voice/recorder.ts';
import { AgentSound } from '../../../../main/voice/speaking/agent-sound.ts';
import { callHarness } from '../../../doubles/calls/call-harness.ts';
import { DistantLeg } from '../../../doubles/hearing/distant-leg.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

/** A frame of a voice, identified by its value. */
const frameOf = (value: number) => new Int16Array(320).fill(value);

function ahead(ways: ConstructorParameters<typeof DistantLeg>[1] = {}) {
  const real = new ManualTime();
  const clock = new ProductClock({ real });
  const startUs = clock.nowUs();
  const at = (dueMs: number) => startUs + dueMs * 1_000;
  const leg = new DistantLeg(real, ways);
  const log: string[] = [];
  const sound = new AgentSound({
    clock,
    leg,
    ambientSound: 'none',
    observer: {
      played: ([value], dueUs) =>
        log.push(`${value} at ${(dueUs - startUs) / 1_000}, ${(clock.nowUs() - startUs) / 1_000}`),
      unplayed: (fromUs, untilUs) =>
        log.push(`not ${(fromUs - startUs) / 1_000} to ${(untilUs - startUs) / 1_000}`),
    },
  });
  return { real, leg, sound, log, at };
}

describe('sound that leaves ahead of its time', () => {
  it('is told as played in its time', () => {
    const { real, leg, sound, log, at } = ahead();
    for (let n = 0; n < 3; n += 1) sound.speech(frameOf(n + 1), at(n * 20));
    expect(leg.frames).toHaveLength(3);
    expect(log).toEqual(['1 at 0, 0']);
    real.pass(100);
    expect(log.slice(1)).toEqual(['2 at 20, 20', '3 at 40, 40']);
  });

  it('is never told when it was taken back before', () => {
    const { real, sound, log, at } = ahead();
    for (let n = 0; n < 5; n += 1) sound.speech(frameOf(n + 1), at(n * 20));
    real.pass(20);
    // The first one was heard, the second has begun.
    expect(sound.takeBack()).toBe(80);
    real.pass(1_000);
    expect(log).toEqual(['1 at 0, 0', '2 at 20, 20', 'not 20 to 40']);
  });

  it('is told up to the end of the call, and no further', () => {
    const { real, sound, log, at } = ahead();
    for (let n = 0; n < 5; n += 1) sound.speech(frameOf(n + 1), at(n * 20));
    real.after(15, () => sound.stop());
    // The process is blocked for a while, and the first thing it then does is end the call.
    real.stall(45);
    real.pass(1_000);
    expect(log).toEqual(['1 at 0, 0', '2 at 20, 45', '3 at 40, 45']);
  });

  it('is taken back in the middle of a way that takes its time', () => {
    const { real, sound, log, at } = ahead({ outMs: () => 30, backMs: () => 30 });
    for (let n = 0; n < 5; n += 1) sound.speech(frameOf(n + 1), at(n * 20));
    real.pass(90);
    // One mark has come back by now.
    expect(sound.takeBack()).toBe(80);
    expect(log.at(-1)).toBe('not 20 to 100');
    sound.speech(frameOf(9), at(90));
    expect(log.at(-1)).toBe('9 at 90, 90');
  });

  it('says only of the agent’s words that they are to be said again', () => {
    const { sound, at } = ahead();
    sound.aside(frameOf(1), at(0));
    sound.speech(frameOf(2), at(20));
    sound.aside(frameOf(3), at(40));
    expect(sound.takeBack()).toBe(20);
    expect(sound.takeBack()).toBe(0);
  });

  it('is nothing that a carrier could take back that does not tell what it played', () => {
    const harness = callHarness();
    const unplayed: number[] = [];
    const sound = new AgentSound({
      clock: harness.clock,
      leg: harness.leg,
      ambientSound: 'none',
      observer: { played: () => {}, unplayed: (fromUs) => unplayed.push(fromUs) },
    });
    sound.speech(frameOf(1), harness.clock.nowUs());
    expect([sound.takeBack(), harness.leg.clears]).toEqual([0, 0]);
    expect([sound.cut(), harness.leg.clears]).toEqual([0, 1]);
    expect(unplayed).toEqual([]);
  });

  it('does not make the voice wait for the room, nor the room leave ahead', async () => {
    const legs: DistantLeg[] = [];
    const harness = callHarness({ ambientSound: 'office' }, null, {}, null, (real) => {
      const leg = new DistantLeg(real, { outMs: () => 40 });
      legs.push(leg);
      return leg;
    });
    const [leg] = legs;
    const startMs = harness.real.monotonicMs();
    harness.session.answered();
    await harness.pass(1_000);
    harness.say('Hello?');
    await harness.pass(5);
    harness.responder.last.line(0, 'word '.repeat(20).trim());
    await harness.pass(3_000);
    const heard = leg?.ear.heard ?? [];
    const first = heard.find(({ samples }) => isLoud(samples));
    // The time of its way, after the frame of ambience that is being played.
    const spokenMs = harness.atMs('playout.started');
    expect((first?.atMs ?? 0) - startMs - spokenMs).toBeLessThanOrEqual(60);
    // The ambience resumes when the voice is over, not later.
    const lastLoud = heard.findLastIndex(({ samples }) => isLoud(samples));
    const behind = heard[lastLoud + 1]?.atMs ?? 0;
    expect(behind - (heard[lastLoud]?.atMs ?? 0)).toBeLessThan(30);
    expect(Math.max(...(leg?.ear.holesMs ?? []))).toBeLessThan(10);
  });

  it('leaves the room to be heard while the agent is held still', async () => {
    const legs: DistantLeg[] = [];
    const harness = callHarness({ ambientSound: 'office' }, null, {}, null, (real) => {
      const leg = new DistantLeg(real);
      legs.push(leg);
      return leg;
    });
    const [leg] = legs;
    harness.session.answered();
    harness.say('Hello?');
    await harness.pass(5);
    harness.responder.last.line(0, 'word '.repeat(40).trim());
    await harness.pass(500);
    harness.say('One moment, please', 'synthesised');
    const { length } = leg?.ear.heard ?? [];
    await harness.pass(300);
    const during = leg?.ear.heard.slice(length) ?? [];
    expect(during.length).toBeGreaterThanOrEqual(13);
    expect(during.filter(({ samples }) => isLoud(samples))).toEqual([]);
    expect(during.filter(({ samples }) => isSilent(samples))).toEqual([]);
  });
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-ambience-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const isSilent = (frame: Int16Array) => frame.every((sample) => sample === 0);
const isLoud = (frame: Int16Array) => frame.some((sample) => Math.abs(sample) > 6_000);

describe('the agent’s sound', () => {
  it('without ambience is the voice and nothing else', async () => {
    const harness = callHarness({ greeting: 'Hello.' });
    harness.session.answered();
    await harness.pass(5_000);
    expect(harness.leg.frames).toHaveLength(6);
  });

  it('with ambience is a frame at all times, under the voice and between', async () => {
    const harness = callHarness({ greeting: 'Hello.', ambientSound: 'office' });
    await harness.pass(1_000);
    expect(harness.leg.frames).toHaveLength(0);
    harness.session.answered();
    await harness.pass(2_000);
    expect(Math.abs(harness.leg.frames.length - 100)).toBeLessThanOrEqual(2);
    expect(harness.leg.frames.filter(isSilent)).toEqual([]);
    expect(harness.leg.frames.filter(isLoud)).toHaveLength(6);

    harness.session.hangUp('user_hangup');
    const { length } = harness.leg.frames;
    await harness.pass(1_000);
    expect(harness.leg.frames).toHaveLength(length);
  });

  it('goes on while the agent is interrupted, and rushes nothing after a stall', async () => {
    const harness = callHarness({ ambientSound: 'outdoor' });
    harness.session.answered();
    harness.say('Hello?');
    await harness.pass(5);
    harness.responder.last.line(0, 'word '.repeat(60));
    await harness.pass(500);
    harness.say('Wait.');
    await harness.pass(1_000);
    expect(harness.leg.frames.slice(-45).filter(isLoud)).toEqual([]);
    expect(harness.leg.frames.slice(-45).filter(isSilent)).toEqual([]);
    const { length } = harness.leg.frames;
    harness.real.stall(3_000);
    expect(harness.leg.frames.length - length).toBeLessThanOrEqual(1);
  });

  it('is in the recording, room and voice', async () => {
    const path = join(folder, 'call.wav');
    const recorder = new Recorder(path);
    const harness = callHarness({ greeting: 'Hello.', ambientSound: 'coffee-shop' }, recorder);
    harness.session.answered();
    await harness.pass(1_000);
    harness.session.hangUp('user_hangup');
    const { samples } = readWav(readFileSync(path));
    const agent = samples.filter((_, n) => n % 2 === 1);
    const quiet = agent.findIndex((_, n) => isSilent(agent.subarray(n, n + 320)));
    // No gap anywhere.
    expect(quiet < 0 || quiet > agent.length - 700).toBe(true);
    expect(Math.max(...agent.subarray(0, 1_920))).toBeGreaterThan(7_000);
  });

  it('tells of the ear by the voice’s first frame, not by the room’s', async () => {
    const harness = callHarness({ ambientSound: 'office' });
    harness.session.answered();
    await harness.pass(1_000);
    harness.say('Hello?');
    await harness.pass(5);
    harness.responder.last.line(0, 'Hi.');
    await harness.pass(100);
    const first = harness.leg.frames.findIndex(isLoud);
    harness.session.heard(first - 1, 10, 'worklet');
    expect(harness.types()).not.toContain('ear.heard');
    harness.session.heard(first, 10, 'worklet');
    expect(harness.types()).toContain('ear.heard');
  });
});

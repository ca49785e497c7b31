import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWav } from '../../../main/speech/wav.ts';
import { Recorder } from '../../../main/voice/recorder.ts';
import { callWorld } from '../../doubles/call-world.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-ambience-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const isSilent = (frame: Int16Array) => frame.every((sample) => sample === 0);
const isLoud = (frame: Int16Array) => frame.some((sample) => Math.abs(sample) > 6_000);

describe('the agent’s sound', () => {
  it('without ambience is the voice and nothing else', async () => {
    const world = callWorld({ greeting: 'Hello.' });
    world.session.answered();
    await world.pass(5_000);
    expect(world.leg.frames).toHaveLength(6);
  });

  it('with ambience is a frame at all times, under the voice and between', async () => {
    const world = callWorld({ greeting: 'Hello.', ambientSound: 'office' });
    await world.pass(1_000);
    expect(world.leg.frames).toHaveLength(0);
    world.session.answered();
    await world.pass(2_000);
    expect(Math.abs(world.leg.frames.length - 100)).toBeLessThanOrEqual(2);
    expect(world.leg.frames.filter(isSilent)).toEqual([]);
    expect(world.leg.frames.filter(isLoud)).toHaveLength(6);

    world.session.hangUp('user_hangup');
    const { length } = world.leg.frames;
    await world.pass(1_000);
    expect(world.leg.frames).toHaveLength(length);
  });

  it('goes on while the agent is interrupted, and rushes nothing after a stall', async () => {
    const world = callWorld({ ambientSound: 'outdoor' });
    world.session.answered();
    world.say('Hello?');
    await world.pass(5);
    world.responder.last.line(0, 'word '.repeat(60));
    await world.pass(500);
    world.say('Wait.');
    await world.pass(1_000);
    expect(world.leg.frames.slice(-45).filter(isLoud)).toEqual([]);
    expect(world.leg.frames.slice(-45).filter(isSilent)).toEqual([]);
    const { length } = world.leg.frames;
    world.real.stall(3_000);
    expect(world.leg.frames.length - length).toBeLessThanOrEqual(1);
  });

  it('is in the recording, room and voice', async () => {
    const path = join(folder, 'call.wav');
    const recorder = new Recorder(path);
    const world = callWorld({ greeting: 'Hello.', ambientSound: 'coffee-shop' }, recorder);
    world.session.answered();
    await world.pass(1_000);
    world.session.hangUp('user_hangup');
    const { samples } = readWav(readFileSync(path));
    const agent = samples.filter((_, n) => n % 2 === 1);
    const quiet = agent.findIndex((_, n) => isSilent(agent.subarray(n, n + 320)));
    // Nowhere a hole.
    expect(quiet < 0 || quiet > agent.length - 700).toBe(true);
    expect(Math.max(...agent.subarray(0, 1_920))).toBeGreaterThan(7_000);
  });

  it('tells of the ear by the voice’s first frame, not by the room’s', async () => {
    const world = callWorld({ ambientSound: 'office' });
    world.session.answered();
    await world.pass(1_000);
    world.say('Hello?');
    await world.pass(5);
    world.responder.last.line(0, 'Hi.');
    await world.pass(100);
    const first = world.leg.frames.findIndex(isLoud);
    world.session.heard(first - 1, 10, 'worklet');
    expect(world.types()).not.toContain('ear.heard');
    world.session.heard(first, 10, 'worklet');
    expect(world.types()).toContain('ear.heard');
  });
});

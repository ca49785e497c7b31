import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWav } from '../../../../main/speech/wav.ts';
import { Recorder } from '../../../../main/voice/recorder.ts';
import { callWorld } from '../../../doubles/calls/call-world.ts';

/** What a call leaves: reports of the ear, event log, recording. */
function answered() {
  const world = callWorld();
  world.session.answered();
  return world;
}

describe('the ear', () => {
  it('tells once per turn when its first sound was heard', async () => {
    const world = answered();
    world.say('Hi');
    world.responder.last.line(0, 'Hello there.');
    await world.pass(100);
    world.session.heard(0, 30, 'worklet');
    world.session.heard(1, 0, 'worklet');
    const heard = world.seen.filter((event) => event.type === 'ear.heard');
    expect(heard.map(({ turn, data }) => [turn, data])).toEqual([[1, { source: 'worklet' }]]);
    expect(world.atMs('ear.heard')).toBe(70);
  });

  it('does not take a frame of an earlier turn for this one', async () => {
    const world = answered();
    world.say('Hi');
    world.responder.last.line(0, 'Hello.');
    await world.pass(500);
    world.say('Again');
    world.responder.last.line(0, 'Hello.');
    await world.pass(50);
    world.session.heard(5, 0, 'worklet');
    expect(world.types()).not.toContain('ear.heard');
    world.session.heard(6, 0, 'worklet');
    expect(world.seen.at(-1)).toMatchObject({ type: 'ear.heard', turn: 2 });
  });
});

describe('the event log', () => {
  it('is numbered without gaps and written within 100 ms', async () => {
    const world = answered();
    world.say('Hi');
    expect(world.stored).toEqual([]);
    await world.pass(100);
    expect(world.stored).toEqual(world.seen);
    expect(world.seen.map((event) => event.seq)).toEqual(world.seen.map((_, n) => n));
    expect(world.seen.every((event) => Number.isInteger(event.atUs))).toBe(true);
  });
});

describe('the recording', () => {
  it('has both sides where they were heard', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'agentphone-session-'));
    try {
      const path = join(folder, 'call.wav');
      const world = callWorld({ greeting: 'Hello.' }, new Recorder(path));
      await world.pass(1_000);
      world.session.answered();
      await world.pass(1_000);
      world.say('Hi agent', 'synthesised');
      await world.pass(1_000);
      world.session.hangUp('user_hangup');
      const { samples } = readWav(readFileSync(path));
      const loudMs = (channel: number) => {
        const side = samples.filter((_, n) => n % 2 === channel);
        const first = side.findIndex((sample) => sample !== 0);
        return [first / 16, (side.findLastIndex((sample) => sample !== 0) + 1) / 16];
      };
      expect(samples.length / 32).toBe(3_000);
      expect(loudMs(1)).toEqual([1_000, 1_120]);
      expect(loudMs(0)).toEqual([2_000, 2_160]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

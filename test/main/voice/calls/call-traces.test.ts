import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWav } from '../../../../main/speech/wav.ts';
import { Recorder } from '../../../../main/voice/recorder.ts';
import { callHarness } from '../../../doubles/calls/call-harness.ts';

/** What remains of a call: reports of the ear, event log, recording. */
function answered() {
  const harness = callHarness();
  harness.session.answered();
  return harness;
}

describe('the ear', () => {
  it('tells once per turn when its first sound was heard', async () => {
    const harness = answered();
    harness.say('Hi');
    harness.responder.last.line(0, 'Hello there.');
    await harness.pass(100);
    harness.session.heard(0, 30, 'worklet');
    harness.session.heard(1, 0, 'worklet');
    const heard = harness.seen.filter((event) => event.type === 'ear.heard');
    expect(heard.map(({ turn, data }) => [turn, data])).toEqual([[1, { source: 'worklet' }]]);
    expect(harness.atMs('ear.heard')).toBe(70);
  });

  it('does not take a frame of an earlier turn for this one', async () => {
    const harness = answered();
    harness.say('Hi');
    harness.responder.last.line(0, 'Hello.');
    await harness.pass(500);
    harness.say('Again');
    harness.responder.last.line(0, 'Hello.');
    await harness.pass(50);
    harness.session.heard(5, 0, 'worklet');
    expect(harness.types()).not.toContain('ear.heard');
    harness.session.heard(6, 0, 'worklet');
    expect(harness.seen.at(-1)).toMatchObject({ type: 'ear.heard', turn: 2 });
  });
});

describe('the event log', () => {
  it('is numbered without gaps and written within 100 ms', async () => {
    const harness = answered();
    harness.say('Hi');
    expect(harness.stored).toEqual([]);
    await harness.pass(100);
    expect(harness.stored).toEqual(harness.seen);
    expect(harness.seen.map((event) => event.seq)).toEqual(harness.seen.map((_, n) => n));
    expect(harness.seen.every((event) => Number.isInteger(event.atUs))).toBe(true);
  });
});

describe('the recording', () => {
  it('has both sides where they were heard', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'agentphone-session-'));
    try {
      const path = join(folder, 'call.wav');
      const harness = callHarness({ greeting: 'Hello.' }, new Recorder(path));
      await harness.pass(1_000);
      harness.session.answered();
      await harness.pass(1_000);
      harness.say('Hi agent', 'synthesised');
      await harness.pass(1_000);
      harness.session.hangUp('user_hangup');
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

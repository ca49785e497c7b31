import { describe, expect, it } from 'vitest';
import { readExtremes, stepsOf, waveformOf } from '../../../../common/rules/sound/waveform.ts';

/** At this rate, a step of 20 ms has two frames. */
const RATE_HZ = 100;

describe('a waveform', () => {
  it('has the lowest and the highest sample of each step', () => {
    const mono = Int16Array.of(256, 512, -256, -512, 300, -300, 32_767, -32_768);
    const { caller, agent } = waveformOf(mono, 1, RATE_HZ);
    expect([...agent]).toEqual([0, 2, -2, 0, -2, 1, -128, 127]);
    expect([...caller]).toEqual(new Array(8).fill(0));
  });

  it('has the caller left and the agent right', () => {
    const stereo = Int16Array.of(256, -512, 0, 0, -1_024, 768, 0, 0);
    const { caller, agent } = waveformOf(stereo, 2, RATE_HZ);
    expect([...caller]).toEqual([0, 1, -4, 0]);
    expect([...agent]).toEqual([-2, 0, 0, 3]);
  });

  it('ends with a step that is not full, and without a frame that is not whole', () => {
    const { agent } = waveformOf(Int16Array.of(0, 256, 0, 256, 0, 512, 9_999), 2, RATE_HZ);
    expect([...agent]).toEqual([0, 1, 0, 2]);
    expect(waveformOf(new Int16Array(), 2, RATE_HZ).caller).toHaveLength(0);
  });

  it('has steps that begin between two samples, too', () => {
    // At 75 Hz, a step is one and a half samples long: the first gets two, the second one.
    const { agent } = waveformOf(Int16Array.of(256, 512, 768, 1_024), 1, 75);
    expect([...agent]).toEqual([0, 2, 0, 3, 0, 4]);
  });

  it('is read in stretches as in one', () => {
    const mono = Int16Array.of(256, 0, 512, 0, 768, 0);
    const into = new Int8Array(6);
    const shape = { channels: 1, channel: 0, sampleRateHz: RATE_HZ };
    readExtremes(mono, shape, { firstStep: 1, steps: 1 }, into);
    expect([...into]).toEqual([0, 0, 0, 2, 0, 0]);
    readExtremes(mono, shape, { firstStep: 2, steps: 9 }, into);
    expect([...into]).toEqual([0, 0, 0, 2, 0, 3]);
  });

  it('has a step for every 20 ms begun', () => {
    expect([0, 1, 160, 161, 16_000].map((frames) => stepsOf(frames, 8_000))).toEqual([
      0, 1, 1, 2, 100,
    ]);
  });
});

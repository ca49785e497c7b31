import { describe, expect, it } from 'vitest';
import { ringSamples } from '../../../renderer/audio/ring-samples.ts';

describe('the ring tone', () => {
  it.each([44_100, 48_000])('at %i Hz lasts three seconds, most of them silent', (rate) => {
    const samples = ringSamples(rate);
    expect(samples.length).toBe(rate * 3);
    const sounding = samples.filter((sample) => sample !== 0).length / rate;
    expect(sounding).toBeGreaterThan(0.8);
    expect(sounding).toBeLessThan(0.9);
    expect(samples.subarray(Math.round(1.1 * rate)).every((sample) => sample === 0)).toBe(true);
  });

  it('is never loud, and makes no click where it begins, ends or starts over', () => {
    const samples = ringSamples(48_000);
    let loudest = 0;
    let steepest = 0;
    let before = samples.at(-1) ?? 0;
    for (const sample of samples) {
      loudest = Math.max(loudest, Math.abs(sample));
      steepest = Math.max(steepest, Math.abs(sample - before));
      before = sample;
    }
    expect(loudest).toBeGreaterThan(0.1);
    expect(loudest).toBeLessThanOrEqual(0.22);
    // The steepest that its own tones make.
    expect(steepest).toBeLessThan(0.03);
  });
});

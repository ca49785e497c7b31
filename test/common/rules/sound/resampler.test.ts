import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Resampler } from '../../../../common/rules/sound/resampler.ts';

const sine = (hz: number, rate: number, seconds: number, amplitude = 10_000) =>
  Int16Array.from({ length: rate * seconds }, (_, n) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * n) / rate)),
  );

const all = (from: number, to: number, samples: Int16Array) => {
  const resampler = new Resampler(from, to);
  return Int16Array.of(...resampler.push(samples), ...resampler.flush());
};

/** Root mean square without the ends, where a stream fades in and out. */
const level = (samples: Int16Array) => {
  const middle = samples.subarray(200, samples.length - 200);
  return Math.sqrt(middle.reduce((sum, x) => sum + x * x, 0) / middle.length);
};

describe('resampling', () => {
  it.each([
    [24_000, 16_000],
    [8_000, 16_000],
    [16_000, 8_000],
    [44_100, 16_000],
  ])('%i Hz to %i Hz keeps a tone where and as loud as it was', (from, to) => {
    const output = all(from, to, sine(1000, from, 1));
    const wanted = sine(1000, to, 1);
    expect(Math.abs(output.length - to)).toBeLessThanOrEqual(to / from + 1);
    let worst = 0;
    for (let n = 200; n < to - 200; n += 1) {
      worst = Math.max(worst, Math.abs((output[n] ?? 0) - (wanted[n] ?? 0)));
    }
    // -60 dB of the tone.
    expect(worst).toBeLessThan(10);
  });

  it('lets nothing through that the lower rate cannot carry', () => {
    const loud = level(all(24_000, 16_000, sine(3000, 24_000, 1)));
    const alias = level(all(24_000, 16_000, sine(10_000, 24_000, 1)));
    expect(alias / loud).toBeLessThan(0.001);
  });

  it('keeps silence silent and a constant constant', () => {
    expect(level(all(24_000, 16_000, new Int16Array(4800)))).toBe(0);
    const middle = all(24_000, 16_000, new Int16Array(4800).fill(5000)).subarray(200, 2900);
    expect(new Set(middle)).toEqual(new Set([5000]));
  });

  it('gives the same samples whatever the pieces in which they come', () => {
    const input = sine(440, 24_000, 0.2);
    const whole = all(24_000, 16_000, input);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 20 }), (lengths) => {
        const resampler = new Resampler(24_000, 16_000);
        const output: number[] = [];
        let at = 0;
        for (const length of lengths) {
          output.push(...resampler.push(input.subarray(at, at + length)));
          at += length;
        }
        output.push(...resampler.push(input.subarray(at)), ...resampler.flush());
        expect(output).toEqual([...whole]);
      }),
    );
  });

  it('clips rather than wraps', () => {
    const square = Int16Array.from({ length: 2400 }, (_, n) => (n % 24 < 12 ? 32_767 : -32_768));
    const output = all(24_000, 16_000, square);
    for (let n = 100; n < 1500; n += 1) {
      // Eight samples are half a period; if a sample wrapped around, its sign in the middle would
      // be wrong.
      if (n % 16 === 4) expect(output[n]).toBeGreaterThan(20_000);
    }
  });

  it('hands on what already has the right rate', () => {
    const samples = sine(1000, 16_000, 0.1);
    expect(new Resampler(16_000, 16_000).push(samples)).toEqual(samples);
  });

  it('refuses what is no rate', () => {
    expect(() => new Resampler(0, 16_000)).toThrow(RangeError);
    expect(() => new Resampler(16_000, 0.5)).toThrow(RangeError);
  });
});

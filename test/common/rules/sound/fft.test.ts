import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RealFft } from '../../../../common/rules/sound/fft.ts';

const signals = fc
  .constantFrom(4, 8, 32, 256)
  .chain((size) =>
    fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: size, maxLength: size }),
  );

function transformed(signal: number[]) {
  const fft = new RealFft(signal.length);
  const re = new Float32Array(signal.length / 2 + 1);
  const im = new Float32Array(signal.length / 2 + 1);
  fft.forward(Float32Array.from(signal), re, im);
  return { fft, re, im };
}

describe('the Fourier transform of a real signal', () => {
  it('is the sum that defines it', () => {
    fc.assert(
      fc.property(signals, (signal) => {
        const { re, im } = transformed(signal);
        const size = signal.length;
        for (let bin = 0; bin <= size / 2; bin += 1) {
          let cos = 0;
          let sin = 0;
          for (const [n, sample] of signal.entries()) {
            cos += sample * Math.cos((2 * Math.PI * bin * n) / size);
            sin -= sample * Math.sin((2 * Math.PI * bin * n) / size);
          }
          expect(Math.abs((re[bin] ?? 0) - cos)).toBeLessThan(1);
          expect(Math.abs((im[bin] ?? 0) - sin)).toBeLessThan(1);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('goes back to the signal', () => {
    fc.assert(
      fc.property(signals, (signal) => {
        const { fft, re, im } = transformed(signal);
        const back = new Float32Array(signal.length);
        fft.inverse(re, im, back);
        for (const [n, sample] of signal.entries()) {
          expect(Math.abs((back[n] ?? 0) - sample)).toBeLessThan(0.1);
        }
      }),
    );
  });

  it('refuses a length that is no power of two', () => {
    for (const size of [0, 2, 3, 320, 131_072]) expect(() => new RealFft(size)).toThrow(RangeError);
  });
});

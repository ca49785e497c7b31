import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../common/rules/seeded-random.ts';
import { EchoBound } from '../../../../../common/rules/sound/echo/echo-bound.ts';
import { ReferenceSpectra } from '../../../../../common/rules/sound/echo/reference-spectra.ts';
import { RealFft } from '../../../../../common/rules/sound/fft.ts';
import { FRAME_SAMPLES } from '../../../../../common/rules/sound/spectrum.ts';

const NOISE = 1_000;

/**
 * Plays a loud reference together with this share of its power, once per share. Returns the bound
 * after each.
 */
function bounds(shares: readonly number[]): number[] {
  const spectra = new ReferenceSpectra(new RealFft(FRAME_SAMPLES), 64);
  const random = seededRandom(1);
  const frame = Float32Array.from({ length: FRAME_SAMPLES }, () => 8_000 * (random() - 0.5));
  for (let n = 0; n < 64; n += 1) spectra.push(frame);
  const bound = new EchoBound(spectra, 45);
  return shares.map((share) => {
    spectra.push(frame);
    return bound.push(share * spectra.powerAt(0), NOISE) / spectra.powerAt(0);
  });
}

describe('how loud an echo can be', () => {
  it('is unknown at first', () => {
    expect(bounds([0.001])).toEqual([2]);
  });

  it('is known from what is quiet while the reference is loud', () => {
    expect(bounds(Array.from({ length: 60 }, () => 0.001)).at(-1)).toBeLessThan(0.005);
  });

  it('is never less than the echo that there is', () => {
    for (const bound of bounds(Array.from({ length: 200 }, () => 0.1))) {
      expect(bound).toBeGreaterThan(0.09);
    }
  });

  it('is not lowered much by one lost packet', () => {
    const shares = Array.from({ length: 200 }, (_, n) => (n === 150 ? 0 : 0.1));
    expect(Math.min(...bounds(shares))).toBeGreaterThan(0.07);
  });
});

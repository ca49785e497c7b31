import { BLOCK_SAMPLES, type Spectrum } from '../spectrum.ts';

/** Sounds are compared in the range that speech has even on a telephone: 250 to 3,600 Hz. */
export const LOW_BIN = 8;
export const HIGH_BIN = 116;

/**
 * Speech gets weaker at higher frequencies. Both sides are boosted there, like a pre-emphasis of
 * 0.9; otherwise their pitch would make any two voices similar. A power factor per bin.
 */
export const EMPHASIS = Float64Array.from(
  { length: HIGH_BIN },
  (_, bin) => 1.81 - 1.62 * Math.cos((2 * Math.PI * bin) / BLOCK_SAMPLES),
);

/** The power of a spectrum within the compared range. */
export function emphasisedPower({ re, im }: Spectrum): number {
  let sum = 0;
  for (let bin = LOW_BIN; bin < HIGH_BIN; bin += 1) {
    const a = re[bin] as number;
    const b = im[bin] as number;
    sum += (EMPHASIS[bin] as number) * (a * a + b * b);
  }
  return sum;
}

import { BLOCK_SAMPLES, type Spectrum } from '../spectrum.ts';

/** Sounds are compared where speech lies, on a telephone too: 250 to 3,600 Hz. */
export const LOW_BIN = 8;
export const HIGH_BIN = 116;

/**
 * Speech falls off with frequency. Both sides are lifted there, as by a pre-emphasis of 0.9, or the
 * pitch of two voices would make them alike. A factor of power by bin.
 */
export const EMPHASIS = Float64Array.from(
  { length: HIGH_BIN },
  (_, bin) => 1.81 - 1.62 * Math.cos((2 * Math.PI * bin) / BLOCK_SAMPLES),
);

/** The power of a spectrum where it is compared. */
export function emphasisedPower({ re, im }: Spectrum): number {
  let sum = 0;
  for (let bin = LOW_BIN; bin < HIGH_BIN; bin += 1) {
    const a = re[bin] as number;
    const b = im[bin] as number;
    sum += (EMPHASIS[bin] as number) * (a * a + b * b);
  }
  return sum;
}

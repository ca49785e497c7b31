import { FRAME_SAMPLES, type Spectrum } from '../spectrum.ts';

const EDGES_HZ = [
  250, 350, 450, 600, 750, 900, 1_100, 1_300, 1_500, 1_750, 2_000, 2_300, 2_700, 3_100, 3_600,
];
const HZ_PER_BIN = 16_000 / FRAME_SAMPLES;
const EDGES = EDGES_HZ.map((hz) => Math.round(hz / HZ_PER_BIN));

/** Speech is analysed in this many bands, from 250 Hz to 3.6 kHz, the range of a telephone. */
export const BANDS = EDGES.length - 1;

/** Fills `powers` with the power of the spectrum in each band, and returns the sum. */
export function bandPowers({ re, im }: Spectrum, powers: Float64Array): number {
  let all = 0;
  for (let band = 0; band < BANDS; band += 1) {
    let power = 0;
    const end = EDGES[band + 1] as number;
    for (let bin = EDGES[band] as number; bin < end; bin += 1) {
      power += (re[bin] as number) ** 2 + (im[bin] as number) ** 2;
    }
    powers[band] = power;
    all += power;
  }
  return all;
}

/** Sums a power per bin into bands. */
export function bandSums(bins: Float32Array, sums: Float64Array): void {
  for (let band = 0; band < BANDS; band += 1) {
    let sum = 0;
    const end = EDGES[band + 1] as number;
    for (let bin = EDGES[band] as number; bin < end; bin += 1) sum += bins[bin] as number;
    sums[band] = sum;
  }
}

export function binsOf(band: number): number {
  return (EDGES[band + 1] as number) - (EDGES[band] as number);
}

export function total(powers: Float64Array): number {
  let sum = 0;
  for (const power of powers) sum += power;
  return sum;
}

import { describe, expect, it } from 'vitest';
import {
  emphasisedPower,
  HIGH_BIN,
  LOW_BIN,
} from '../../../../../common/rules/sound/echo/emphasis.ts';
import {
  BANDS,
  bandPowers,
  bandSums,
  binsOf,
  total,
} from '../../../../../common/rules/sound/echo/sound-bands.ts';
import { BINS, emptySpectrum } from '../../../../../common/rules/sound/spectrum.ts';

/** A bin has 31.25 Hz, so the bands begin at bins 8, 11, 14 … and the last one ends before 115. */
const FIRST_BIN = 8;
const END_BIN = 115;

/** A spectrum with `re` and `im` in one bin. */
function oneBin(bin: number, re: number, im: number) {
  const spectrum = emptySpectrum(BINS);
  spectrum.re[bin] = re;
  spectrum.im[bin] = im;
  return spectrum;
}

describe('the bands of speech', () => {
  it('cover 250 Hz to 3.6 kHz once, wider towards the top', () => {
    const widths = Array.from({ length: BANDS }, (_, band) => binsOf(band));
    expect(widths.slice(0, 3)).toEqual([3, 3, 5]);
    expect(widths.at(-1)).toBe(16);
    expect(widths.reduce((sum, width) => sum + width)).toBe(END_BIN - FIRST_BIN);
  });

  it('have the power of the bins in them', () => {
    const powers = new Float64Array(BANDS).fill(7);
    expect(bandPowers(oneBin(11, 3, 4), powers)).toBe(25);
    expect([...powers]).toEqual([0, 25, ...new Array(BANDS - 2).fill(0)]);
  });

  it('add up to the whole', () => {
    const spectrum = emptySpectrum(BINS);
    spectrum.re.fill(2);
    spectrum.im.fill(1);
    const powers = new Float64Array(BANDS);
    expect(bandPowers(spectrum, powers)).toBe(5 * (END_BIN - FIRST_BIN));
    expect(total(powers)).toBe(5 * (END_BIN - FIRST_BIN));
    expect(powers[2]).toBe(5 * binsOf(2));
  });

  it('leave out what is below and above them', () => {
    const powers = new Float64Array(BANDS);
    const edges = [FIRST_BIN - 1, FIRST_BIN, END_BIN - 1, END_BIN];
    expect(edges.map((bin) => bandPowers(oneBin(bin, 1, 0), powers))).toEqual([0, 1, 1, 0]);
  });

  it('sum up any value per bin', () => {
    const sums = new Float64Array(BANDS).fill(7);
    bandSums(
      Float32Array.from({ length: BINS }, (_, bin) => bin),
      sums,
    );
    expect(sums[0]).toBe(8 + 9 + 10);
    expect(sums[1]).toBe(11 + 12 + 13);
    expect(total(sums)).toBe(((FIRST_BIN + END_BIN - 1) * (END_BIN - FIRST_BIN)) / 2);
  });
});

describe('the power with emphasis', () => {
  it('weighs high frequencies more', () => {
    const [low = 0, middle = 0, high = 0] = [16, 64, 112].map((bin) =>
      emphasisedPower(oneBin(bin, 1, 0)),
    );
    // 1 - 0.9 z⁻¹ at 500 Hz, 2 kHz and 3.5 kHz of 8 kHz.
    expect(low).toBeCloseTo(1.81 - 1.8 * 0.9 * Math.cos(Math.PI / 8), 9);
    expect(middle).toBeCloseTo(1.81, 9);
    expect(high).toBeCloseTo(1.81 + 1.8 * 0.9 * Math.cos(Math.PI / 8), 9);
  });

  it('adds up both parts of all bins in its range', () => {
    const both = oneBin(64, 3, 4);
    both.re[16] = 2;
    expect(emphasisedPower(both)).toBeCloseTo(
      emphasisedPower(oneBin(64, 5, 0)) + emphasisedPower(oneBin(16, 0, 2)),
      9,
    );
    const inside = [LOW_BIN - 1, LOW_BIN, HIGH_BIN - 1, HIGH_BIN].map(
      (bin) => emphasisedPower(oneBin(bin, 1, 1)) > 0,
    );
    expect(inside).toEqual([false, true, true, false]);
  });
});

import { describe, expect, it } from 'vitest';
import { Concealment } from '../../../../common/rules/sound/concealment.ts';

/** At this rate, 20 ms are four samples, and the fade of 80 ms has sixteen. */
const RATE_HZ = 200;

function filled(heard: readonly number[], length: number): number[] {
  const concealment = new Concealment(RATE_HZ);
  concealment.heard(Int16Array.from(heard));
  return [...concealment.fill(length)];
}

describe('concealment', () => {
  it('runs back and forth over the last 20 ms, fading', () => {
    const there = [400, 300, 200, 100, 100, 200, 300, 400, 400];
    const expected = there.map((sample, n) => Math.round((sample * (16 - n)) / 16));
    expect(filled([9_000, 100, 200, 300, 400], 9)).toEqual(expected);
  });

  it('is silent after 80 ms', () => {
    const sound = filled([16, 16, 16, 16], 40);
    expect(sound.slice(0, 17)).toEqual([16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(sound.slice(17)).toEqual(new Array(23).fill(0));
  });

  it('makes do with less than 20 ms', () => {
    expect(filled([16, 32], 5)).toEqual([32, 15, 14, 26, 24]);
  });

  it('is silent where nothing was heard', () => {
    expect(filled([], 3)).toEqual([0, 0, 0]);
    expect([...new Concealment(RATE_HZ).fill(2)]).toEqual([0, 0]);
  });
});

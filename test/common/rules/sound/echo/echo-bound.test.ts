import { describe, expect, it } from 'vitest';
import { EchoBound } from '../../../../../common/rules/sound/echo/echo-bound.ts';
import type { ReferenceSpectra } from '../../../../../common/rules/sound/echo/reference-spectra.ts';
import { clickOfPower, referenceOf } from './clicks.ts';

const LOUD = 1_000_000;
const steady = (power: number) => new Array<number>(16).fill(power);

/**
 * The bound after each window, when these powers are heard under a steady reference. All are
 * relative to the reference's.
 */
function boundsOf(powers: readonly number[], noise = 0) {
  const reference = referenceOf(steady(LOUD));
  const bound = new EchoBound(reference, 2);
  const unit = reference.powerAt(0);
  return powers.map((power) => bound.push(power * unit, noise * unit) / unit);
}

function closeTo(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [n, value] of expected.entries()) expect(actual[n]).toBeCloseTo(value, 5);
}

/** Plays a frame of each power, and hears silence. Returns the bound after each. */
function play(bound: EchoBound, reference: ReferenceSpectra, powers: readonly number[]): number[] {
  return powers.map((power) => {
    reference.push(clickOfPower(power));
    return bound.push(0, 0) / LOUD;
  });
}

describe('how loud an echo can be', () => {
  it('is twice as loud as the reference at first: three windows are ignored', () => {
    closeTo(boundsOf([0, 0, 0, 0]), [2, 2, 2, 2]);
  });

  it('falls by a fifth of the way for each window that is far quieter', () => {
    closeTo(boundsOf([0, 0, 0, 0, 0, 0]).slice(3), [2, 1.6, 1.28]);
    closeTo(boundsOf(new Array(6).fill(0.4)).slice(3), [2, 1.68, 1.424]);
  });

  it('settles in small steps where what is heard lies near', () => {
    closeTo(boundsOf(new Array(6).fill(0.6)).slice(3), [2, 2 * 0.976, 2 * 0.976 ** 2]);
    const bound = 2 * 0.976;
    const above = boundsOf([1.9, 1.9, 1.9, 1.9, 1.96, 1.97, 0]).slice(4);
    closeTo(above, [bound, bound * 1.008, bound * 1.008 ** 2]);
  });

  it('is never above twice the reference', () => {
    closeTo(boundsOf(new Array(6).fill(5)), [2, 2, 2, 2, 2, 2]);
  });

  it('takes a small step at a quarter of it, and rises at its very height', () => {
    closeTo(boundsOf(new Array(5).fill(2)), [2, 2, 2, 2, 2]);
    closeTo(boundsOf(new Array(5).fill(0.5)).slice(4), [2 * 0.976]);
  });

  it('counts what is heard beyond the noise, and at least a quarter of the noise', () => {
    closeTo(boundsOf(new Array(5).fill(0.6), 0.4).slice(4), [2 + 0.2 * (0.2 - 2)]);
    closeTo(boundsOf(new Array(5).fill(0.4), 0.4).slice(4), [2 + 0.2 * (0.1 - 2)]);
    closeTo(boundsOf([0, 0, 0, 0, 0], 0.4).slice(4), [2 + 0.2 * (0.1 - 2)]);
  });

  it('counts sound for a while after it, because an echo fades out', () => {
    // 0.7 of what was heard before, then 0.49, both near the bound; then 0.343, far below it.
    const near = 2 * 0.976 ** 2;
    const bounds = boundsOf([0, 0, 1, 0, 0, 0, 0]).slice(4);
    closeTo(bounds, [2 * 0.976, near, near + 0.2 * (0.343 - near)]);
  });

  it('is known for each delay on its own', () => {
    const reference = referenceOf([...steady(0), LOUD, LOUD]);
    const bound = new EchoBound(reference, 2);
    // At a delay of one block, the frame before the oldest loud one is silent still.
    const first = Array.from({ length: 5 }, () => bound.push(0, 0) / LOUD);
    closeTo(first, [2, 2, 2, 2, 2]);
    reference.push(clickOfPower(LOUD));
    closeTo(
      Array.from({ length: 5 }, () => bound.push(0, 0) / LOUD),
      [2, 2, 2, 2, 1.6],
    );
  });

  it('follows the reference as it is played', () => {
    const reference = referenceOf(steady(LOUD));
    const bound = new EchoBound(reference, 2);
    // Half the power at one delay: the louder of both delays and of the frame after counts.
    closeTo(play(bound, reference, [LOUD / 2, LOUD / 4, LOUD / 8, LOUD / 16]), [2, 1, 0.5, 0.25]);
  });

  it('learns nothing under a reference that is quiet beside its loudest moment', () => {
    const reference = referenceOf(steady(LOUD));
    const bound = new EchoBound(reference, 1);
    play(bound, reference, [LOUD, LOUD, LOUD]);
    const quiet = play(bound, reference, new Array(6).fill(0.09 * LOUD));
    expect(quiet.at(-1)).toBeCloseTo(0.18, 5);
    const louder = play(bound, reference, new Array(6).fill(0.11 * LOUD));
    expect(louder.at(-1)).toBeLessThan(0.2);
  });

  it('takes a quiet voice for what there is once the loud one was long ago', () => {
    const reference = referenceOf(steady(LOUD));
    const bound = new EchoBound(reference, 1);
    play(bound, reference, [LOUD]);
    // 0.999 per window: 0.09 is more than a tenth after 106 windows.
    const quiet = play(bound, reference, new Array(116).fill(0.09 * LOUD));
    expect(quiet[104]).toBeCloseTo(0.18, 5);
    expect(quiet[115]).toBeLessThan(0.17);
  });

  it('is not lowered much by one lost packet', () => {
    const powers = Array.from({ length: 200 }, (_, n) => (n === 150 ? 0 : 0.1));
    expect(Math.min(...boundsOf(powers))).toBeGreaterThan(0.07);
  });
});

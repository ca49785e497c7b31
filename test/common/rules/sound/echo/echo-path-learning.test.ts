import { describe, expect, it } from 'vitest';
import { BINS, BLOCK_SAMPLES, emptySpectrum } from '../../../../../common/rules/sound/spectrum.ts';
import { clickOfPower, noiseOf, referenceOf } from './clicks.ts';
import {
  DELAY_SAMPLES,
  ECHO,
  FOUND,
  LEFT,
  left,
  newPath,
  nothing,
  REFERENCE,
} from './known-echo.ts';

describe('a path on probation', () => {
  /** As loud as the echo may be, all of it left by the filter, and unlike the reference. */
  const unlike = { power: ECHO, left: left(ECHO), likeness: 0.1 } as const;

  it('is dropped after three windows that do not resemble the reference', () => {
    expect(newPath().times(3, unlike)).toEqual(['echo', 'echo', null]);
    expect(
      newPath()
        .times(6, { ...unlike, windows: 0.5 })
        .indexOf(null),
    ).toBe(5);
  });

  it.each([
    ['resembles it', { likeness: 0.3 }],
    ['is too loud for the echo', { power: 4.1 * ECHO }],
    ['is too quiet for it', { power: 0.23 * ECHO }],
    ['is halved by the filter', { left: left(0.49 * ECHO) }],
  ])('is kept by a window that %s', (_, other) => {
    const { judge, times } = newPath();
    times(2, unlike);
    expect(judge({ ...unlike, ...other })).not.toBeNull();
    expect(times(2, unlike)).not.toContain(null);
  });

  it.each([
    ['resembles it', { likeness: 0.29 }],
    ['is loud for the echo', { power: 3.8 * ECHO, left: left(3.8 * ECHO) }],
    ['is quiet for it', { power: 0.26 * ECHO }],
    ['is reduced by the filter', { left: left(0.51 * ECHO) }],
  ])('is not kept by a window that hardly %s', (_, other) => {
    const { judge, times } = newPath();
    times(2, unlike);
    expect(judge({ ...unlike, ...other })).toBeNull();
  });

  it('judges the likeness without the noise', () => {
    const noise = noiseOf(ECHO / 2);
    const alike = 0.3 / Math.sqrt(2);
    expect(newPath().times(3, { ...unlike, noise, likeness: alike + 0.01 })).not.toContain(null);
    expect(newPath().times(3, { ...unlike, noise, likeness: alike - 0.01 })).toContain(null);
  });

  it('is not judged while the reference is quiet', () => {
    const { reference, times } = newPath();
    times(1, { left: nothing() });
    // The room sustains a loud reference for a while.
    for (let n = 0; n < 20; n += 1) {
      reference.push(clickOfPower(REFERENCE / 100));
      times(1, { loud: false });
    }
    expect(times(6, { ...unlike, power: ECHO / 100, left: left(ECHO / 100) })).not.toContain(null);
  });

  it('has passed after forty windows', () => {
    const { times } = newPath();
    const explained = { ...unlike, likeness: 0.4 };
    times(37, explained);
    expect(times(3, unlike)).toContain(null);
    const later = newPath();
    later.times(38, explained);
    expect(later.times(5, unlike)).not.toContain(null);
  });

  it('begins again with a restart', () => {
    const { path, times } = newPath();
    times(45, { ...unlike, likeness: 0.4 });
    path.restart({ delaySamples: DELAY_SAMPLES, likeness: 0.5 }, FOUND.power);
    expect(times(3, unlike)).toContain(null);
  });
});

describe('the level of an echo', () => {
  it('is that of all windows with echo, relative to the reference', () => {
    const { path, judge } = newPath();
    judge({ power: 0.3 * ECHO, left: nothing() });
    judge({ power: 0.1 * ECHO, left: nothing() });
    expect(path.levelDb).toBeCloseTo(10 * Math.log10((0.4 * ECHO) / (2 * REFERENCE)), 2);
    expect(path.delaySamples).toBe(DELAY_SAMPLES);
  });

  it('does not count the noise, nor what is not echo', () => {
    const { path, judge } = newPath();
    const noise = noiseOf(0.1 * ECHO);
    judge({ power: 0.3 * ECHO, left: nothing(), noise });
    judge({ power: 0.05 * ECHO, left: nothing(), noise });
    judge({ power: 5 * ECHO });
    judge({ loud: false });
    expect(path.levelDb).toBeCloseTo(10 * Math.log10((0.2 * ECHO) / (2 * REFERENCE)), 2);
  });

  it('begins anew with a restart', () => {
    const { path, judge } = newPath();
    judge({ power: ECHO, left: nothing() });
    path.restart({ delaySamples: 1_280, likeness: 0.5 }, FOUND.power);
    expect(path.levelDb).toBe(0);
    expect(path.delaySamples).toBe(1_280);
    judge({ power: 0.1 * ECHO, left: nothing() });
    expect(path.levelDb).toBeCloseTo(10 * Math.log10((0.1 * ECHO) / REFERENCE), 1);
  });
});

describe('the gain assumed for a new path', () => {
  /** Up to which power what is left is explained, in `LEFT`. */
  function explained(found: { power: number; likeness: number }): number {
    let most = 0;
    let least = 100;
    while (least - most > 0.01) {
      const middle = (most + least) / 2;
      const rest = left(middle * LEFT);
      const isEcho = newPath({ found }).judge({ power: 100 * ECHO, left: rest }) === 'echo';
      if (isEcho) most = middle;
      else least = middle;
    }
    return most / 4;
  }

  it('is twice what resembles the reference, and at most all that is heard', () => {
    expect(explained({ power: FOUND.power, likeness: 0.5 })).toBeCloseTo(1, 1);
    expect(explained({ power: FOUND.power, likeness: 0.6 })).toBeCloseTo(2 * 2 * 0.36, 1);
    expect(explained({ power: FOUND.power, likeness: 0.9 })).toBeCloseTo(2, 1);
    expect(explained({ power: 2 * FOUND.power, likeness: 0.5 })).toBeCloseTo(2, 1);
  });
});

describe('the residual of a path', () => {
  it('is learnt from the windows with echo', () => {
    const { judge, times } = newPath();
    times(10, { left: nothing() });
    expect(judge({ left: left(3.5 * LEFT) })).toBe('undecided');
  });
});

describe('the filter of a path', () => {
  it('learns the echo, and starts anew with another path', () => {
    // Only the frames at the delay of the path, and after it, have sound.
    const powers = [...new Array(13).fill(0), REFERENCE, REFERENCE, 0];
    const { path, reference } = newPath({ reference: referenceOf(powers) });
    const echo = emptySpectrum(BINS);
    for (let bin = 0; bin < BINS; bin += 1) {
      echo.re[bin] = 0.1 * (reference.at(2).re[bin] ?? 0);
      echo.im[bin] = 0.1 * (reference.at(2).im[bin] ?? 0);
    }
    const estimated = new Float32Array(BLOCK_SAMPLES);
    const loudest = () => {
      path.predict(estimated);
      return Math.max(...estimated.map(Math.abs));
    };
    expect(loudest()).toBe(0);
    path.learn(echo);
    expect(loudest()).toBeGreaterThan(0.01);
    path.restart({ delaySamples: DELAY_SAMPLES, likeness: 0.5 }, FOUND.power);
    expect(loudest()).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import type { Likeness } from '../../../../../common/rules/sound/echo/echo-finder.ts';
import { EchoSearch } from '../../../../../common/rules/sound/echo/echo-search.ts';
import { noiseOf, referenceOf } from './clicks.ts';

const NOISE = 1_000;
const REFERENCE = 1_000_000;
/** As loud as an echo may be, and clearly louder. */
const POSSIBLE = REFERENCE;
const TOO_LOUD = 17 * REFERENCE;

interface Heard {
  power?: number;
  likeness?: number;
  loud?: boolean;
  faint?: boolean;
  windows?: number;
}

/** A search under a reference of this power. `judge` gives it the next window. */
function newSearch(reference = REFERENCE) {
  const search = new EchoSearch(referenceOf(new Array(16).fill(reference)), 2);
  const found: Likeness[] = [];
  let compared = 0;
  const judge = ({
    power = POSSIBLE,
    likeness = 0,
    loud = true,
    faint = false,
    windows = 1,
  }: Heard) =>
    search.judge(
      { power, noise: noiseOf(NOISE), loud, faint, windows },
      () => {
        compared += 1;
        return { delaySamples: 640, likeness };
      },
      (echo) => found.push(echo),
    );
  const times = (count: number, heard: Heard) => Array.from({ length: count }, () => judge(heard));
  return { search, found, judge, times, compared: () => compared };
}

describe('the search for the first echo of a call', () => {
  it('is undecided until the evidence for the echo suffices', () => {
    const { search, found, times } = newSearch();
    expect(times(4, { likeness: 0.8 })).toEqual(new Array(4).fill('undecided'));
    expect(search.isPending).toBe(true);
    expect(found).toEqual([]);
    expect(times(1, { likeness: 0.8 })).toEqual(['echo']);
    expect(found).toEqual([{ delaySamples: 640, likeness: 0.8 }]);
    expect(search.isPending).toBe(false);
  });

  it('begins anew after an echo', () => {
    const { times } = newSearch();
    times(5, { likeness: 0.8 });
    expect(times(4, { likeness: 0.8 }).at(-1)).toBe('undecided');
  });

  it('counts how much of a window is new', () => {
    const { times } = newSearch();
    expect(times(10, { likeness: 0.8, windows: 0.5 }).indexOf('echo')).toBe(9);
  });

  it('knows the caller by what does not resemble the reference', () => {
    const { search, times } = newSearch();
    expect(times(3, { likeness: 0.1 })).toEqual(['undecided', 'undecided', 'caller']);
    expect(search.isPending).toBe(false);
  });

  it('takes longer to know a faint caller', () => {
    const { times } = newSearch();
    expect(times(12, { likeness: 0.1, faint: true }).indexOf('caller')).toBe(9);
  });

  it('takes what is louder than any echo for the caller at once', () => {
    const { search, judge } = newSearch();
    expect(judge({ power: TOO_LOUD, likeness: 0.6 })).toBe('caller');
    // That it was too loud says nothing of what follows.
    expect(search.isPending).toBe(true);
    expect(newSearch().judge({ power: 15 * REFERENCE, likeness: 0.6 })).toBe('undecided');
  });

  it('finds the echo in what is too loud, too', () => {
    const { times } = newSearch();
    // Only every fourth window is compared.
    const verdicts = times(9, { power: TOO_LOUD, likeness: 0.5 });
    expect(verdicts).toEqual([...new Array(8).fill('caller'), 'echo']);
  });

  it('compares every fourth window while the caller is known to speak', () => {
    const { times, compared } = newSearch();
    times(3, { likeness: 0.1 });
    expect(compared()).toBe(3);
    expect(times(9, { likeness: 0.1 })).toEqual(new Array(9).fill('caller'));
    expect(compared()).toBe(5);
  });

  it('stays with the caller once they are known, even if a vowel resembles the reference', () => {
    const { times } = newSearch();
    times(3, { likeness: 0.1 });
    expect(times(8, { likeness: 0.29 })).toEqual(new Array(8).fill('caller'));
  });

  it('takes a supposed echo that was the caller for the caller from there on', () => {
    const { search, times } = newSearch();
    search.mistaken();
    expect(search.isPending).toBe(false);
    expect(times(3, { likeness: 0.1 })).toEqual(['caller', 'caller', 'caller']);
    // Enough was heard to know an echo by little likeness at the next comparison.
    expect(times(4, { likeness: 0.31 })).toContain('echo');
  });

  it('hears the caller wherever no echo would be heard above the noise', () => {
    // An echo can be at most twice the reference.
    expect(newSearch(0.29 * NOISE).judge({ likeness: 0.6 })).toBe('caller');
    expect(newSearch(0.29 * NOISE).judge({ loud: false })).toBe('clear');
    expect(newSearch(0.31 * NOISE).judge({ power: 4 * NOISE, likeness: 0.6 })).toBe('undecided');
    expect(newSearch(0.31 * NOISE).judge({ loud: false })).toBe('quiet');
  });

  it('judges the likeness without the noise', () => {
    // Half of what is heard is noise, so the rest resembles the reference more than 0.7.
    const { times } = newSearch();
    expect(times(5, { power: 2 * NOISE, likeness: 0.55 }).at(-1)).toBe('echo');
  });
});

describe('a pause in the search', () => {
  const quiet = { loud: false } as const;

  it('counts back what was heard, window by window', () => {
    const { search, times } = newSearch();
    times(4, { likeness: 0.6 });
    times(3, quiet);
    expect(search.isPending).toBe(true);
    times(1, quiet);
    expect(search.isPending).toBe(false);
    // It does not count below zero.
    times(4, quiet);
    expect(times(5, { likeness: 0.8 }).at(-1)).toBe('echo');
  });

  it('remembers no more than 14 windows', () => {
    const { search, times } = newSearch();
    search.mistaken();
    times(1, { likeness: 0 });
    times(9, quiet);
    // 14 less 9 and one more: enough for an echo of 0.8.
    expect(times(4, { likeness: 0.75 })).toContain('echo');
  });

  it('leaves it open who speaks after ten silent windows', () => {
    const { search, times } = newSearch();
    times(3, { likeness: 0.1 });
    times(9, quiet);
    expect(times(1, { likeness: 0.6 })).toEqual(['caller']);
    times(10, quiet);
    expect(search.isPending).toBe(false);
    expect(times(1, { likeness: 0.6 })).toEqual(['undecided']);
  });

  it('counts only silent windows in a row', () => {
    const { times } = newSearch();
    times(3, { likeness: 0.1 });
    times(9, quiet);
    times(1, { likeness: 0.1 });
    times(9, quiet);
    expect(times(1, { likeness: 0.6 })).toEqual(['caller']);
  });

  it('is a long one where no echo would be heard', () => {
    const { times } = newSearch(0.29 * NOISE);
    times(3, { likeness: 0.1, power: 10 * NOISE });
    expect(times(1, quiet)).toEqual(['clear']);
  });

  it('is over when the search is told to forget', () => {
    const { search, times } = newSearch();
    times(3, { likeness: 0.1 });
    search.forget();
    expect(times(1, { likeness: 0.6 })).toEqual(['undecided']);
  });
});

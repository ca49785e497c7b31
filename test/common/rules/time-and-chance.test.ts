import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDateTime, toDateTimeOrNull } from '../../../common/rules/date-time.ts';
import { NOW_MS } from '../../../common/rules/foreign-code.ts';
import { seededRandom } from '../../../common/rules/seeded-random.ts';

describe('a moment as the API writes it', () => {
  it('is RFC 3339 in UTC, to the millisecond', () => {
    expect(toDateTime(1_700_000_000_007)).toBe('2023-11-14T22:13:20.007Z');
    expect(toDateTimeOrNull(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(toDateTimeOrNull(null)).toBeNull();
  });
});

it('the time in code for other servers is that of their machine', () => {
  const call = NOW_MS.split('.');
  expect(call).toEqual(['Date', 'now()']);
});

describe('seeded numbers', () => {
  it('are those of mulberry32', () => {
    const next = seededRandom(1);
    // From the published generator.
    expect([next(), next(), next()]).toEqual([
      0.6270739405881613, 0.002735721180215478, 0.5274470399599522,
    ]);
  });

  it('are the same for the same seed, and from 0 to below 1', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [one, two] = [seededRandom(seed), seededRandom(seed)];
        const numbers = Array.from({ length: 20 }, one);
        expect(Array.from({ length: 20 }, two)).toEqual(numbers);
        expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
      }),
    );
  });

  it('are spread evenly', () => {
    const next = seededRandom(7);
    const tenths = Array<number>(10).fill(0);
    for (let at = 0; at < 10_000; at += 1) {
      const tenth = Math.floor(next() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});

import { describe, expect, it } from 'vitest';
import { durationMs } from '../../../common/rules/duration.ts';

describe('a duration', () => {
  it.each([
    ['PT5M', 300_000],
    ['PT2H30M', 9_000_000],
    ['P1D', 86_400_000],
    ['P2W', 1_209_600_000],
    ['P1DT1S', 86_401_000],
    ['PT0.25S', 250],
    ['PT0S', 0],
    ['PT90M', 5_400_000],
  ])('%s is %d ms', (iso, ms) => expect(durationMs(iso)).toBe(ms));

  it.each([
    '',
    'P',
    'PT',
    'P1DT',
    '5M',
    'PT5',
    'P1M',
    'P1Y',
    'PT-5M',
    '-PT5M',
    'PT5m',
    'PT1.2345S',
    '1',
  ])('"%s" is none', (iso) => expect(durationMs(iso)).toBeNull());
});

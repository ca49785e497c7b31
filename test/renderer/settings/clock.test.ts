import { describe, expect, it } from 'vitest';
import { clockMove } from '../../../renderer/settings/clock/clock-move.ts';
import { offsetWords, spanWords } from '../../../renderer/settings/clock/clock-words.ts';

const now = new Date(2026, 10, 30, 12, 0).getTime();
const movedBy = (typed: string) => {
  const move = clockMove(typed, now);
  return 'toMs' in move ? move.toMs - now : move.problem;
};

describe('what is typed to move the clock', () => {
  it.each([
    ['90s', 90_000],
    ['+5 min', 300_000],
    ['2h 30m', 9_000_000],
    ['1.5 d', 129_600_000],
    ['pt5m', 300_000],
    ['P1D', 86_400_000],
    ['18:30', 23_400_000],
    ['11:00', 82_800_000],
    ['2026-12-01 12:00', 86_400_000],
    ['2026-12-01T12:00', 86_400_000],
  ])('reads %s', (typed, byMs) => {
    expect(movedBy(typed)).toBe(byMs);
  });

  it.each(['', 'soon', '5', '25:00', '5 months', '2026-13-01'])(
    'does not guess at "%s"',
    (typed) => {
      expect(movedBy(typed)).toContain('Type a duration');
    },
  );

  it('does not go back', () => {
    expect(movedBy('2026-11-01 12:00')).toContain('That has passed');
    expect(movedBy('0 s')).toContain('That has passed');
  });
});

describe('the words of a clock that was moved', () => {
  it('say by how much, in two units', () => {
    expect([499, 299_999, -40_400, 97_200_000].map(offsetWords)).toEqual([
      null,
      '5 min ahead',
      '40 s behind',
      '1 d 3 h ahead',
    ]);
    expect(spanWords(86_400_000 + 60_000)).toBe('1 d');
  });
});

import { describe, expect, it } from 'vitest';
import {
  calendarPeriod,
  isTimeZone,
  lastDays,
  lastMonths,
} from '../../../common/rules/calendar.ts';

const at = (text: string) => Date.parse(text);
const shown = ({ startMs, endMs }: { startMs: number; endMs: number }) => [
  new Date(startMs).toISOString(),
  new Date(endMs).toISOString(),
];

describe('a calendar period', () => {
  it.each([
    ['week', '2026-11-01T12:00:00Z', 'UTC', '2026-10-26T00:00:00.000Z', '2026-11-02T00:00:00.000Z'],
    [
      'month',
      '2026-12-31T23:59:59Z',
      'UTC',
      '2026-12-01T00:00:00.000Z',
      '2027-01-01T00:00:00.000Z',
    ],
    ['year', '2026-06-01T00:00:00Z', 'UTC', '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    // In New York, the clocks go back on 1 November 2026, so the month has an extra hour.
    [
      'month',
      '2026-11-15T00:00:00Z',
      'America/New_York',
      '2026-11-01T04:00:00.000Z',
      '2026-12-01T05:00:00.000Z',
    ],
    // There, it is still the day before.
    [
      'year',
      '2027-01-01T03:00:00Z',
      'America/New_York',
      '2026-01-01T05:00:00.000Z',
      '2027-01-01T05:00:00.000Z',
    ],
    [
      'week',
      '2026-11-01T20:00:00Z',
      'Asia/Kolkata',
      '2026-11-01T18:30:00.000Z',
      '2026-11-08T18:30:00.000Z',
    ],
  ] as const)('%s at %s in %s', (kind, moment, zone, start, end) => {
    expect(shown(calendarPeriod(kind, at(moment), zone))).toEqual([start, end]);
  });

  it('counts days and months back, without gaps', () => {
    const days = lastDays(3, at('2026-03-01T05:00:00Z'));
    expect(days.map((day) => shown(day)[0]?.slice(0, 10))).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ]);
    const months = lastMonths(3, at('2026-01-31T05:00:00Z'));
    expect(months.map((month) => shown(month)[0]?.slice(0, 7))).toEqual([
      '2025-11',
      '2025-12',
      '2026-01',
    ]);
    for (const list of [days, months]) {
      for (const [i, one] of list.entries())
        expect(list[i + 1]?.startMs ?? one.endMs).toBe(one.endMs);
    }
  });

  it('knows time zones', () => {
    expect([isTimeZone('Europe/Berlin'), isTimeZone('Mars/Base')]).toEqual([true, false]);
  });
});

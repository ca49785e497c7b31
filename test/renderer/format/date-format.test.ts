import { describe, expect, it } from 'vitest';
import { formatAgo, formatMoment, windowLocale } from '../../../renderer/format/date-format.ts';

/** Local time, wherever the test runs. */
const local = (day: number, hour: number, minute: number, year = 2026) =>
  new Date(year, 10, day, hour, minute, 12);

describe('when something was', () => {
  const nowMs = local(26, 14, 30).getTime();
  const ago = (date: Date, locale = 'en-GB') => formatAgo(date.toISOString(), nowMs, locale);

  it.each([
    ['just now', local(26, 14, 30)],
    ['1 min ago', local(26, 14, 29)],
    ['59 min ago', local(26, 13, 31)],
    ['13:30', local(26, 13, 30)],
    ['00:01', local(26, 0, 1)],
    ['Yesterday, 23:59', local(25, 23, 59)],
    ['24 Nov, 23:59', local(24, 23, 59)],
    ['2 Nov 2025, 09:05', local(2, 9, 5, 2025)],
    // The product's clock may be behind what a carrier told.
    ['14:31', local(26, 14, 31)],
  ])('is told as %s', (words, date) => {
    expect(ago(date)).toBe(words);
  });

  it('is told in the manner of the region', () => {
    expect(ago(local(26, 9, 5), 'en-US').replace(/\s/g, ' ')).toBe('9:05 AM');
    expect(ago(local(24, 21, 5), 'en-US').replace(/\s/g, ' ')).toBe('Nov 24, 9:05 PM');
    expect(formatMoment(local(26, 14, 5).toISOString(), 'en-GB')).toMatch(
      /^Thursday,? 26 November 2026 at 14:05:12/,
    );
  });

  it.each([
    [['de-DE', 'en'], 'en-DE'],
    [['de'], 'en-DE'],
    [['en-US'], 'en-US'],
    [['ja'], 'en-JP'],
    [[], 'en-GB'],
    [['not a language'], 'en-GB'],
  ])('takes the region of %j', (languages, locale) => {
    expect(windowLocale(languages)).toBe(locale);
  });
});

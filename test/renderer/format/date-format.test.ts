import { describe, expect, it } from 'vitest';
import {
  dayNumber,
  formatAgo,
  formatAs,
  formatMoment,
  windowLocale,
} from '../../../renderer/format/date-format.ts';

/** Local time, wherever the test runs. */
const local = (day: number, hour: number, minute: number, year = 2026) =>
  new Date(year, 10, day, hour, minute, 12);
const nowMs = local(26, 14, 30).getTime();
/** Some versions of the language data write narrow spaces. */
const plain = (text: string) => text.replace(/\s/g, ' ');

describe('when something was', () => {
  const ago = (date: Date, locale = 'en-GB') => formatAgo(date.toISOString(), nowMs, locale);

  it.each([
    ['just now', local(26, 14, 30)],
    ['1 min ago', local(26, 14, 29)],
    ['59 min ago', local(26, 13, 31)],
    ['13:30', local(26, 13, 30)],
    ['00:00', local(26, 0, 0)],
    ['yesterday, 23:59', local(25, 23, 59)],
    ['yesterday, 00:00', local(25, 0, 0)],
    ['24 Nov, 23:59', local(24, 23, 59)],
    ['2 Nov 2025, 09:05', local(2, 9, 5, 2025)],
  ])('is told as %s', (words, date) => {
    expect(ago(date)).toBe(words);
  });

  // The clock may be moved back, and a retry is yet to come.
  it.each([
    ['in 1 min', local(26, 14, 31)],
    ['in 59 min', local(26, 15, 29)],
    ['15:30', local(26, 15, 30)],
    ['23:59', local(26, 23, 59)],
    ['tomorrow, 00:00', local(27, 0, 0)],
    ['28 Nov, 00:00', local(28, 0, 0)],
    ['2 Nov 2027, 09:05', local(2, 9, 5, 2027)],
  ])('is told as %s where it is yet to come', (words, date) => {
    expect(ago(date)).toBe(words);
  });

  it('is told by minutes over the border of a day', () => {
    const afterMidnightMs = local(26, 0, 5).getTime();
    expect(formatAgo(local(25, 23, 50).toISOString(), afterMidnightMs, 'en-GB')).toBe('15 min ago');
    expect(formatAgo(local(25, 22, 50).toISOString(), afterMidnightMs, 'en-GB')).toBe(
      'yesterday, 22:50',
    );
  });

  it.each([
    ['en-US', '3 min. ago', '9:05 AM', 'yesterday, 9:05 PM', 'Nov 24, 9:05 PM'],
    ['en-GB', '3 min ago', '09:05', 'yesterday, 21:05', '24 Nov, 21:05'],
    ['de-DE', 'vor 3 Min.', '09:05', 'gestern, 21:05', '24. Nov., 21:05'],
    ['ja-JP', '3 分前', '9:05', '昨日, 21:05', '11月24日, 21:05'],
  ])('is told in the manner of %s', (locale, ...words) => {
    const moments = [local(26, 14, 27), local(26, 9, 5), local(25, 21, 5), local(24, 21, 5)];
    expect(moments.map((date) => plain(ago(date, locale)))).toEqual(words);
  });
});

describe('a moment where the order counts', () => {
  const as = (form: 'recent' | 'day' | 'time', date: Date, locale = 'en-GB') =>
    plain(formatAs(form, date.toISOString(), nowMs, locale));

  it('is a time to the second today, and has its day on another one', () => {
    expect(as('recent', local(26, 0, 0))).toBe('00:00:12');
    expect(as('recent', local(25, 23, 59))).toBe('25 Nov, 23:59');
    expect(as('recent', local(27, 0, 0))).toBe('27 Nov, 00:00');
  });

  it.each([
    ['en-US', '9:05:12 AM', 'Nov 26, 9:05 AM'],
    ['en-GB', '09:05:12', '26 Nov, 09:05'],
    ['de-DE', '09:05:12', '26. Nov., 09:05'],
    ['ja-JP', '9:05:12', '11月26日, 9:05'],
  ])('is written in the manner of %s', (locale, time, day) => {
    expect(as('time', local(26, 9, 5), locale)).toBe(time);
    expect(as('day', local(26, 9, 5), locale)).toBe(day);
  });
});

it('says the whole of a moment', () => {
  const said = (locale: string) => plain(formatMoment(local(26, 14, 5).toISOString(), locale));
  expect(said('en-GB')).toMatch(/^Thursday,? 26 November 2026 at 14:05:12 \S+/);
  expect(said('en-US')).toMatch(/^Thursday, November 26, 2026 at 2:05:12 PM \S+/);
  expect(said('de-DE')).toMatch(/^Donnerstag, 26\. November 2026 um 14:05:12 \S+/);
  expect(said('ja-JP')).toMatch(/^2026年11月26日木曜日 14:05:12 \S+/);
});

it('counts days from midnight to midnight, local time', () => {
  const day = (date: Date) => dayNumber(date.getTime());
  expect(day(local(26, 0, 0)) - day(local(25, 23, 59))).toBe(1);
  expect(day(local(26, 23, 59))).toBe(day(local(26, 0, 0)));
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

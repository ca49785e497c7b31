import type { EnglishRule, Scene } from './english-rule.ts';
import { clock } from './times.ts';
import { DAY_NAMES, MONTH_NUMBERS, monthName } from './words/calendar-words.ts';

const MONTH = Object.keys(MONTH_NUMBERS)
  .sort((a, b) => b.length - a.length)
  .join('|');
const DAY = String.raw`[0-3]?\d`;
const ENDING = '(?:st|nd|rd|th)?';
const YEAR = String.raw`(?:,? (?<year>(?:19|20)\d\d))?`;
const NO_MORE = String.raw`(?![\w%]|[:.,]\d)`;

/** "2026-11-30", "2026-11-30T10:30:00Z". */
export const isoDates: EnglishRule = {
  reading: 'dates',
  hasFigures: true,
  pattern:
    /(?<![\w-])(?<year>(?:19|20)\d\d)(?<mark>[-/.])(?<month>[01]\d)\k<mark>(?<day>[0-3]\d)(?:[T ](?<hour>[0-2]\d):(?<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?<zone>Z|[+-][01]\d:?[0-5]\d)?)?(?![\w-])/g,
  say: ({ groups }, scene) => {
    const { year = '', month = '', day = '', hour, minute, zone } = groups;
    const date = dateWords(Number(month), Number(day), year, scene);
    if (date === null || !hour) return date;
    const time = clock(Number(hour), minute ?? '00', '', scene);
    return `${date}, at ${time}${zone === 'Z' ? ' U T C' : ''}`;
  },
};

/** Introduces the expiry date of a card, which consists of month and year. */
const EXPIRES =
  /\b(?:expir(?:es?|y|ing|ation|ed)|exp\.?|valid (?:until|thru|through|to)|good (?:thru|through))(?:,|:)?(?: (?:date|on|in|is|of|at))*:? ?$/i;
const FRACTION_AHEAD =
  /^(?:["″]|[ -](?:inch(?:es)?|in\b(?=\.?$|[,;!?)]|\.? [a-z]))(?!\w)|[ -](?:cups?|miles?|of)\b)/i;
/** A day of the week, or the first date of a range. */
const BEFORE_DATE = new RegExp(
  `(?:\\b(?:on|by|until|till|since|${Object.keys(DAY_NAMES).join('|')})\\.?,? |\\b(?:from|on|until|by) \\d{1,2}\\/\\d{1,2} ?- ?)$`,
  'i',
);

/** "11/30/2026", "30.11.2026", "11/30". */
export const figureDates: EnglishRule = {
  reading: 'dates',
  hasFigures: true,
  pattern:
    /(?<![\w/.]|(?<!\d\/\d\d?)-)(?<first>[0-3]?\d)(?<mark>[/.-])(?<second>[0-3]?\d)(?:\k<mark>(?<year>(?:19|20)\d\d|\d\d))?(?![\w/]|-(?!\d{1,2}\/\d)|\.\d)/g,
  say: ({ written, groups, before, after }, scene) => {
    const { first = '', second = '', mark, year = '' } = groups;
    const isShort = mark === '/' && year === '';
    if (isShort && EXPIRES.test(before) && second.length === 2 && Number(first) <= 12) {
      return `${monthName(Number(first))} ${scene.year(2000 + Number(second))}`;
    }
    // As in "11/16 inch".
    if (isShort && FRACTION_AHEAD.test(after)) return null;
    // "3.5", "10-4", "1/2" and "24/7" are not dates.
    const isMonthDay = Number(second) > 12 && Number(first) <= 12;
    const isDayMonth = !scene.monthFirst && Number(first) > 12 && written !== '24/7';
    const isSure =
      year !== '' || (isShort && (isMonthDay || isDayMonth || BEFORE_DATE.test(before)));
    if (!isSure || (year.length === 2 && mark === '.')) return null;
    const monthFirst = mark !== '.' && scene.monthFirst && Number(first) <= 12;
    const isMonthFirst = monthFirst || Number(second) > 12;
    const [month, day] = isMonthFirst ? [first, second] : [second, first];
    const full = year.length === 2 ? `20${year}` : year;
    return dateWords(Number(month), Number(day), full, scene);
  },
};

/** "Nov 30th", "November 30, 2026", "Nov. 3-5". */
export const monthFirstDates: EnglishRule = {
  reading: 'dates',
  hasFigures: true,
  pattern: new RegExp(
    `\\b(?<month>${MONTH})\\.? (?<day>${DAY})${ENDING}(?: ?[-–] ?(?<to>${DAY})${ENDING})?${YEAR}${NO_MORE}`,
    'g',
  ),
  say: ({ groups }, scene) => {
    const { month = '', day = '', to, year = '' } = groups;
    const number = MONTH_NUMBERS[month] ?? 0;
    if (!to) return dateWords(number, Number(day), year, scene);
    const first = dateWords(number, Number(day), '', scene);
    const inYear = year === '' ? '' : `, ${scene.year(Number(year))}`;
    return first && `${first} to ${scene.ordinal(Number(to))}${inYear}`;
  },
};

/** "30 Nov 2026", "the 30th of November". */
export const dayFirstDates: EnglishRule = {
  reading: 'dates',
  hasFigures: true,
  pattern: new RegExp(
    `(?<![\\w.,:/$-])(?<day>${DAY})${ENDING}(?: of)? (?<month>${MONTH})\\b(?:\\.(?=,| [a-z\\d]))?${YEAR}${NO_MORE}`,
    'g',
  ),
  say: ({ groups, before }, scene) => {
    const { day = '', month = '', year = '' } = groups;
    const date = dateWords(MONTH_NUMBERS[month] ?? 0, Number(day), '', scene);
    if (date === null) return null;
    const the = /\b(?:the|every|each|this|next|last) $/i.test(before) ? '' : 'the ';
    const inYear = year === '' ? '' : `, ${scene.year(Number(year))}`;
    return `${the}${scene.ordinal(Number(day))} of ${monthName(MONTH_NUMBERS[month] ?? 0)}${inYear}`;
  },
};

function dateWords(month: number, day: number, year: string, scene: Scene): string | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const date = `${monthName(month)} ${scene.ordinal(day)}`;
  return year === '' ? date : `${date}, ${scene.year(Number(year))}`;
}

import type { EnglishRule } from './english-rule.ts';
import { DAY_NAMES, MONTH_NUMBERS, monthName } from './words/calendar-words.ts';

const anyOf = (names: readonly string[]) =>
  [...names].sort((a, b) => b.length - a.length).join('|');
const DAY = anyOf(Object.keys(DAY_NAMES));
const SHORT_DAY = 'Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun';
const MONTH = anyOf(Object.keys(MONTH_NUMBERS));
const SHORT_MONTH = 'Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec';
const LINK = String.raw`\.? ?(?:[-–—]| to | through ) ?`;
const ALSO = String.raw`\.?(?: ?[&/] ?|, (?:and |or )?| and | or )`;
/** A dot that marks an abbreviation and does not end the sentence. */
const DOT = String.raw`(?:\.(?=,| [a-z\d]))?`;

/** "Mon-Fri", "Monday – Friday and Sat", "Sat & Sun". */
export const dayLists: EnglishRule = {
  reading: 'dates',
  pattern: new RegExp(`\\b(?<days>(?:${DAY})(?:(?:${LINK}|${ALSO})(?:${DAY})\\b)+)${DOT}`, 'g'),
  say: ({ groups: { days = '' } }) =>
    days
      .replace(
        new RegExp(`\\b(?:${DAY})\\b\\.?`, 'g'),
        (day) => DAY_NAMES[day.replace('.', '')] ?? day,
      )
      .replace(/ ?[-–—] ?| through /g, ' to ')
      .replace(/ ?[&/] ?/g, ' and '),
};

/** A date has been put into words when the days are looked for. */
const DATE_AHEAD = new RegExp(`^,? (?:[\\d\\ue000-\\uf8ff]|${MONTH})`);

/** "Tue", "on Sun", "Sat, Nov 3". */
export const shortDays: EnglishRule = {
  reading: 'dates',
  pattern: new RegExp(`\\b(?<day>${SHORT_DAY})\\b${DOT}`, 'g'),
  say: ({ written, groups, before, after }) => {
    const { day = '' } = groups;
    const isWord = /^(?:Sat|Sun|Wed|Mon)$/.test(day);
    const isDay =
      written.endsWith('.') ||
      DATE_AHEAD.test(after) ||
      /(?:\b(?:on|until|till|every|next|last|this|by)|[,&/]) $/i.test(before);
    // "the sun" and "sat" can be ordinary words.
    return isWord && !isDay ? null : (DAY_NAMES[day] ?? null);
  },
};

/** "Jan–Mar", "Nov 2026", "in Sept". */
export const shortMonths: EnglishRule = {
  reading: 'dates',
  pattern: new RegExp(
    `\\b(?:(?<from>${MONTH})${LINK}(?<last>${MONTH})\\b${DOT}|(?<month>${SHORT_MONTH})\\b(?:(?<dot>\\.)(?=,| [a-z\\d])|(?= (?:19|20)\\d\\d\\b)|\\.? '(?<year>\\d\\d)\\b)|(?<=\\b(?:in|until|since|of|every|last|next) )(?<sure>${SHORT_MONTH})\\b)`,
    'g',
  ),
  say: ({ groups }, scene) => {
    const { from, last, month, year, sure } = groups;
    const name = (short: string) => monthName(MONTH_NUMBERS[short] ?? 0);
    if (from && last) return `${name(from)} to ${name(last)}`;
    const inYear = year ? ` ${scene.year(2000 + Number(year))}` : '';
    return name(month || sure || '') + inYear;
  },
};

import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { EnglishRule, Scene } from './english-rule.ts';

const GAP = '[ .-]';

/** "+1 415 555 0123", "(415) 555-0123", "+44 20 7946 0958", "1-800-555-0199". */
export const groupedPhones: EnglishRule = {
  reading: 'phoneNumbers',
  hasFigures: true,
  pattern: new RegExp(
    `(?<![\\w+.,$€£-])(?<number>\\+\\d{1,3}(?:[ .-]?\\(?\\d{1,5}\\)?){1,6}|(?:1[ .-]?)?\\(\\d{2,5}\\) ?\\d{3,4}(?:${GAP}\\d{2,4}){1,3}|(?:1${GAP})?\\d{3}(?:(?<gap>${GAP})\\d{3}\\k<gap>| \\d{3}-)\\d{4}|0\\d{2,4} \\d{3,4} \\d{3,4}|0\\d{2,5}[ /-]\\d{4,8})(?:,? ?(?:x|ext\\.?|extension) ?(?<extension>\\d{1,6}))?(?![\\w%]|[.,-]\\d)`,
    'gi',
  ),
  say: ({ groups }, scene) => {
    const { number = '', extension } = groups;
    const count = number.replace(/\D/g, '').length;
    if (count < 7 || count > 15) return null;
    // If it is written without groups, it gets those of its country.
    const grouped = /^\+\d+$/.test(number)
      ? (parsePhoneNumberFromString(number)?.formatInternational() ?? number)
      : number;
    const more = extension ? `, extension ${scene.digits(extension)}` : '';
    return spoken(grouped, scene) + more;
  },
};

/** "555-0123", "555 0123". */
export const localPhones: EnglishRule = {
  reading: 'phoneNumbers',
  hasFigures: true,
  pattern: /(?<![\w+.,$€£/-])(?<number>[2-9]\d\d[- ]\d{4})(?![\w%/]|[.,-]\d| ?[-–])/g,
  say: ({ groups: { number = '' }, before }, scene) => {
    const isCalled = /\b(?:call|dial|phone|number|reach|text|ring|at|on|is|to)\b[^.]{0,30}$/i.test(
      before,
    );
    return number.includes('-') || isCalled ? spoken(number, scene) : null;
  },
};

/** "14155550123", "4155550123", and the short ones to dial or text: "911", "74174". */
export const plainPhones: EnglishRule = {
  reading: 'phoneNumbers',
  hasFigures: true,
  pattern: /(?<![\w+.,$€£-])(?<number>1?[2-9]\d{9}|[1-9]11|112|999|988|\d{5,6})(?![\w%]|[.,-]\d)/g,
  say: ({ groups: { number = '' }, before }, scene) => {
    if (number.length > 6) {
      const [, country = '', area, exchange, line] =
        /^(1?)(\d{3})(\d{3})(\d{4})$/.exec(number) ?? [];
      return spoken([country, area, exchange, line].filter((part) => part).join(' '), scene);
    }
    const isCalled =
      /\b(?:call|calling|called|dial|dialing|text|ring|phone)\b(?: \w+){0,2} $/i.test(before);
    return isCalled ? scene.digits(number) : null;
  },
};

/** Digit by digit, with a pause between groups. */
function spoken(number: string, scene: Scene): string {
  const plus = number.startsWith('+') ? 'plus ' : '';
  const groups = number.match(/\d+/g) ?? [];
  return (
    plus +
    groups
      .flatMap(short)
      .map((group) => scene.digits(group))
      .join(', ')
  );
}

/**
 * Splits groups of more than four digits, because a listener forgets the beginning of a longer one.
 */
function short(group: string): string[] {
  if (group.length <= 4) return [group];
  const first = group.length > 6 ? 3 : Math.ceil(group.length / 2);
  return [group.slice(0, first), ...short(group.slice(first))];
}

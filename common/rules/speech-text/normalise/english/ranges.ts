import { type EnglishRule, NUMBER } from './english-rule.ts';
import { year } from './words/number-words.ts';

/** "Dec 24 - Jan 2", "noon-1pm": ranges of things already put into words. */
export const spans: EnglishRule = {
  reading: 'ranges',
  pattern:
    /(?<=[\ue000-\uf8ff]|\b(?:noon|midnight)) ?[-–—] ?(?=[\ue000-\uf8ff]|(?:noon|midnight)\b)/g,
  say: () => ' to ',
};

/** "16:9", "5:1". */
export const ratios: EnglishRule = {
  reading: 'ranges',
  hasFigures: true,
  pattern: /(?<![\w:.,/])(?<first>\d{1,4}):(?<second>\d{1,4})(?![\w:/])/g,
  say: ({ groups: { first = '', second = '' } }, scene) =>
    `${scene.number(first)} to ${scene.number(second)}`,
};

/** "10-4", "5–7", "2020-2024", "18 - 25", "A–Z". */
export const ranges: EnglishRule = {
  reading: 'ranges',
  pattern: new RegExp(
    `(?<![\\w.,:/$€£#+*-])(?:(?<from>${NUMBER}) ?[-–—] ?(?<to>${NUMBER})|(?<first>[A-Z])[-–](?<last>[A-Z]))(?![\\w%:/*-]|[.,]\\d| ?[=–-])`,
    'g',
  ),
  say: ({ groups }, scene) => {
    const { from, to, first = '', last = '' } = groups;
    if (!from || !to) return first < last ? `${first} to ${last}` : null;
    const [low, high] = [from, to].map((count) => Number(count.replaceAll(',', '')));
    // "747-400" is a name; "10-4" is a range of hours.
    const link = (low ?? 0) > (high ?? 0) && (low ?? 0) > 24 ? ' ' : ' to ';
    // Flite reads the number in "2020 to" as a quantity.
    const isYear = (count: string) => /^(?:19|20)\d\d$/.test(count);
    const said = (count: string) => (isYear(count) ? year(Number(count)) : scene.number(count));
    return said(from) + link + said(to);
  },
};

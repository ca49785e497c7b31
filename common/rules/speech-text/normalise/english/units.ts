import { type EnglishRule, isOfNoun, NUMBER } from './english-rule.ts';
import { GLUED_UNITS, UNITS } from './words/unit-names.ts';

const anyOf = (units: Readonly<Record<string, unknown>>) =>
  Object.keys(units)
    .sort((a, b) => b.length - a.length)
    .map((unit) => unit.replace(/[.]/g, '\\.'))
    .join('|');
const NOT_BEFORE = String.raw`(?<![\w.,:/$€£-])`;

/** "3 km", "20°C", "5-7 kg", "a 10-km run", "-4°", "5 x 3 m". */
export const units: EnglishRule = {
  reading: 'units',
  hasFigures: true,
  pattern: new RegExp(
    `(?<![\\w.,:/$€£])(?<minus>(?<!\\w)[-−])?(?<count>${NUMBER})(?:(?<link> ?[-–—] ?| to | x | ?× ?)(?<last>${NUMBER}))?(?:(?<gap>[ \\u00a0]?|-)(?<unit>${anyOf(UNITS)})|(?<glued>${anyOf(GLUED_UNITS)}))(?<dot>\\.(?= [a-z]))?(?![\\w²³]|\\/\\w)`,
    'g',
  ),
  say: (found, scene) => {
    const { written, groups, after } = found;
    const { minus, count = '', link = '', last, gap, unit = '', glued = '' } = groups;
    const names = UNITS[unit] ?? GLUED_UNITS[glued];
    // "4K", "seat 12M" and "12 W Main St." are not quantities.
    if (!names || /^[48]K$/.test(written) || (glued === 'M' && !/^ [a-z]/.test(after))) return null;
    // 3M, the company.
    if (written === '3M' && !/^ (?:people|(?!products|masks|filters)[a-z]+s)\b/.test(after))
      return null;
    if (unit.length === 1 && gap !== '' && /^ [A-Z]/.test(after)) return null;
    const [one, many] = names;
    const below = minus ? 'minus ' : '';
    const first = `${below}${scene.number(count)}`;
    const final = last || count;
    // As in "a 10-km run". With nothing but figures around, it is impossible to know.
    const isAdjective = gap === '-' || isOfNoun(found);
    const name = final === '1' || isAdjective ? one : many;
    if (!last) return `${first} ${name}`;
    const between = /[x×]/.test(link) ? 'by' : 'to';
    return `${first} ${between} ${scene.number(last)} ${name}`;
  },
};

/** `5'10"`, `6 ft 2 in`, `5'`, `27"`. */
export const feetAndInches: EnglishRule = {
  reading: 'units',
  hasFigures: true,
  pattern:
    /(?<![\w.,])(?:(?<feet>\d{1,3}) ?(?:(?:['′]|ft\.?) ?(?<inches>\d{1,2}(?:\.\d+)?) ?(?:"|''|in\b(?:\.(?= [a-z]))?)|′|'(?= (?:tall|high|long|wide|deep|by|x)\b))(?![\w'])|(?<only>\d{1,3}(?:\.\d+)?)"(?!\w))/g,
  say: (found, scene) => {
    const { groups, before } = found;
    const { feet, inches, only } = groups;
    if (only) {
      const isOne = only === '1' || isOfNoun(found);
      return isQuoted(before) ? null : `${scene.number(only)} ${isOne ? 'inch' : 'inches'}`;
    }
    if (!feet) return null;
    const feetWords = `${scene.number(feet)} ${feet === '1' ? 'foot' : 'feet'}`;
    return inches ? `${feetWords} ${scene.number(inches)}` : feetWords;
  },
};

/** "50%", "5-10%". */
export const percents: EnglishRule = {
  reading: 'units',
  hasFigures: true,
  pattern: new RegExp(
    `${NOT_BEFORE}(?<minus>[-−+])?(?<count>${NUMBER})(?:%? ?[-–—] ?(?<last>${NUMBER}))? ?%(?!\\w)`,
    'g',
  ),
  say: ({ written, groups }, scene) => {
    const { minus = '', count = '', last } = groups;
    if (!last && minus === '' && scene.reads('percents') && !written.includes(' ')) return written;
    return `${sign(minus)}${scene.number(count)}${last ? ` to ${scene.number(last)}` : ''} percent`;
  },
};

function sign(minus: string): string {
  return minus === '' ? '' : minus === '+' ? 'plus ' : 'minus ';
}

/** Whether a quotation is open at this point. */
function isQuoted(before: string): boolean {
  return (before.match(/"/g)?.length ?? 0) % 2 === 1;
}

import type { EnglishRule, Found, Scene } from './english-rule.ts';
import { numberWords } from './words/number-words.ts';

// biome-ignore format: a table is read in rows
const GLYPHS: Readonly<Record<string, readonly [above: number, below: number]>> = {
  '½': [1, 2], '⅓': [1, 3], '⅔': [2, 3], '¼': [1, 4], '¾': [3, 4], '⅕': [1, 5],
  '⅖': [2, 5], '⅗': [3, 5], '⅘': [4, 5], '⅙': [1, 6], '⅚': [5, 6], '⅛': [1, 8],
  '⅜': [3, 8], '⅝': [5, 8], '⅞': [7, 8],
};
// biome-ignore format: a table is read in rows
const PARTS: Readonly<Record<number, readonly [one: string, many: string]>> = {
  2: ['half', 'halves'], 3: ['third', 'thirds'], 4: ['quarter', 'quarters'],
  5: ['fifth', 'fifths'], 6: ['sixth', 'sixths'], 8: ['eighth', 'eighths'],
  16: ['sixteenth', 'sixteenths'], 32: ['thirty-second', 'thirty-seconds'],
  64: ['sixty-fourth', 'sixty-fourths'],
};

/** "½", "1½", "1 1/2", "3/4". But "24/7", "9/10" and "50/50" are read as two numbers. */
export const fractions: EnglishRule = {
  reading: 'fractions',
  pattern:
    /(?<![\w./,:$]|(?<!\d\/\d\d?)-)(?:(?<count>\d{1,4})?(?<glyph>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])|(?:(?<whole>\d{1,4}) )?(?<above>\d{1,3})[/⁄](?<below>\d{1,3}))(?<inch> in\b(?=\.?$|[,;!?)]|\. [a-z]| (?:thick|wide|long|deep|tall|drill|bit|bolt|screw|nut|pipe|hose)\b))?(?![\w/]|[.,]\d)/g,
  say: (found, scene) => {
    const said = fractionWords(found, scene);
    return found.groups.inch ? `${said} inch` : said;
  },
};

function fractionWords({ groups, before, after }: Found, scene: Scene): string {
  const { count = '', glyph, whole = '', above = '', below = '' } = groups;
  const [top, bottom] = glyph ? (GLYPHS[glyph] ?? [0, 1]) : [Number(above), Number(below)];
  const counted = count + whole;
  const part = partWords(top, bottom, scene);
  if (part === null) {
    const pair = pairWords(above, below);
    return whole === '' ? pair : `${scene.number(whole)} ${pair}`;
  }
  if (top > 1) return counted === '' ? part : `${scene.number(counted)} and ${part}`;
  if (counted !== '') return `${scene.number(counted)} and a ${part}`;
  if (/\ban? $/i.test(before)) return part;
  if (bottom !== 2) return `one ${part}`;
  return /^ (?:full|empty|off|price|past|the|of|an?)\b/.test(after) ? part : `a ${part}`;
}

/** Null if people do not say it as a fraction: "24/7", "9/10". */
function partWords(above: number, below: number, scene: Scene): string | null {
  const names = PARTS[below];
  if (!names || above < 1 || above >= below) return null;
  const [one, many] = names;
  return above === 1 ? one : `${scene.number(String(above))} ${many}`;
}

function pairWords(above: string, below: string): string {
  const [a, b] = [numberWords(above), numberWords(below)];
  // A score out of ten or a hundred.
  return (below === '10' || below === '100') && Number(above) <= Number(below)
    ? `${a} out of ${b}`
    : `${a} ${b}`;
}

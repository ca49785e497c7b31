import type { EnglishRule, Scene } from './english-rule.ts';

/** Signs that are spoken wherever they occur, including their blanks. */
// biome-ignore format: a table is read in rows
const ANYWHERE: Readonly<Record<string, string>> = {
  '≈': 'about', '≤': 'at most', '≥': 'at least', '≠': 'is not', '±': 'plus or minus',
  '×': 'times', '÷': 'divided by', '√': 'the square root of', π: 'pi', '∞': 'infinity',
  '→': 'to', '⇒': 'to', '←': 'from', '©': 'copyright', '§': 'section', '†': '', '‡': '',
  '®': '', '™': '', '•': '', '·': '', '°': 'degrees', '№': 'number', '¢': 'cents',
  '€': 'euros', '£': 'pounds', '¥': 'yen', '♥': '', '✓': '', '✔': '', '★': '', '☎': '',
  '∑': 'the sum of', '−': 'minus', '′': '', '″': '', '¬': 'not', '¶': '',
};

export const signs: EnglishRule = {
  reading: 'symbols',
  pattern: new RegExp(`[ ]?[${Object.keys(ANYWHERE).join('')}][ ]?`, 'gu'),
  say: ({ written }) => {
    const said = ANYWHERE[written.trim()] ?? '';
    return said === '' ? (/^ .* $/.test(written) ? ' ' : written.replace(/\S/, '')) : ` ${said} `;
  },
};

/** "C#", "F#", "C++", "A*", ".NET": names. */
export const namesWithSigns: EnglishRule = {
  reading: 'symbols',
  pattern:
    /(?<![\w.])(?:(?<sharp>[CFJ])#|(?<plus>[CG])\+\+|(?<star>[A-Z])\*|(?<net>\.NET)\b|(?<letter>[A-Z])\+(?=\s|[.,!?]|$))(?!\w)/g,
  say: ({ groups }) => {
    const { sharp, plus, star, letter } = groups;
    if (sharp) return `${sharp} sharp`;
    if (plus) return `${plus} plus plus`;
    if (star) return `${letterName(star)} star`;
    return letter ? `${letterName(letter)} plus` : 'dot net';
  },
};

/** "rated 5*", "a 4.8★ place". */
export const ratings: EnglishRule = {
  reading: 'symbols',
  hasFigures: true,
  pattern: /(?<![\w.,*#$-])(?<count>[0-5](?:\.\d)?)(?:\*| ?[★⭐]\ufe0f?)(?![\w*#])/g,
  say: ({ groups: { count = '' }, before, after }, scene) => {
    const isKey = /\b(?:press|dial|enter|type|hit|push)\b[^.]{0,20}$/i.test(before);
    const isOne = isKey || count === '1' || (/^ [a-z]/.test(after) && /\ban? $/i.test(before));
    return `${scene.number(count)} ${isOne ? 'star' : 'stars'}`;
  },
};

/** "*67", "*#06#", "**21*": dial codes. */
export const dialCodes: EnglishRule = {
  reading: 'symbols',
  hasFigures: true,
  pattern: /(?<![\w*#])(?<code>[*#]{1,4}\d{1,12}(?:[*#]+\d*)*|\d{1,12}(?:\*\d{1,12})*#)(?![\w*#])/g,
  say: ({ groups: { code = '' } }, scene) =>
    (code.match(/\d+|[*#]/g) ?? [])
      .map((part) => (/\d/.test(part) ? scene.digits(part) : keyName(part, scene)))
      .join(' '),
};

/** "Press *", "press #": keys. */
export const keys: EnglishRule = {
  reading: 'symbols',
  pattern:
    /(?<![\w*#])["'“(]?(?<key>[*#]{1,3})["'”)]?(?:(?<name> (?:key|sign|button))\b)?(?![\w*#])/g,
  say: ({ groups, before, after }, scene) => {
    const { key = '', name = '' } = groups;
    const isProduct = /[\d)] $/.test(before) && /^ [\d(]/.test(after) && key === '*';
    if (isProduct) return 'times';
    return [...key].map((each) => keyName(each, scene)).join(' ') + name;
  },
};

/**
 * Arithmetic signs, and signs between words: "R & D", "1 + 1 = 2", "and/or", "~5", "2 < 3", "a_b".
 */
export const operators: EnglishRule = {
  reading: 'symbols',
  pattern:
    /(?<= )(?<plain>&|\+|=|<|>|<=|>=|==|!=|@|\/|\^|\||\*|-(?= ?\d+ ?=))(?= )|(?<by>(?<=[\d\ue000-\uf8ff] )x(?= [\d\ue000-\uf8ff]))|(?<times>(?<=\d)\*(?=\d))|(?<power>(?<=[\w)])\^(?=-?\d)|(?<=\d)\*\*(?=-?\d))|(?<minus>(?<=\d) ?- ?(?=\d+ ?=))|(?<glued>(?<=\d)\+(?=\d)|(?<=[\w)])=(?=[\w(\ue000-\uf8ff])|(?<=[\w)\ue000-\uf8ff])[<>]=?(?=[\d\ue000-\uf8ff]))|(?<about>~(?= ?\d))|(?<more>(?<=\d)\+(?=\s|[.,!?]|$))|(?<plus>(?<!\S)\+(?=\d))|(?<less>(?<!\S)[<>]=? ?(?=[\d$\ue000-\uf8ff]))|(?<either>(?<=[\w\ue000-\uf8ff])\/(?=[\w\ue000-\uf8ff]))|(?<under>(?<=\w)_(?=\w))|(?<also>(?<=[a-z])&(?=[a-z]))|(?<hashtag>(?<!\S)#(?=[A-Za-z]))|(?<at>(?<!\S)@(?=\w))/gi,
  say: ({ written, groups, before, after }, scene) => {
    const { plain, minus, glued, less } = groups;
    if (plain) return operator(plain, before, after, scene);
    if (minus) return ' minus ';
    if (glued) return ` ${OPERATORS[glued] ?? ''} `;
    if (less) return COMPARED[less.trim()] ?? null;
    if (groups.by) return 'by';
    if (groups.times) return ' times ';
    if (groups.power) return ' to the power of ';
    if (groups.about) return 'about ';
    if (groups.more) return ' plus';
    if (groups.plus) return 'plus ';
    if (groups.either) return /\band$/i.test(before) && /^or\b/i.test(after) ? ' ' : ' slash ';
    if (groups.under) return ' underscore ';
    if (groups.also) return ' and ';
    if (groups.hashtag) return 'hashtag ';
    return groups.at ? 'at ' : written;
  },
};

// biome-ignore format: a table is read in rows
const COMPARED: Readonly<Record<string, string>> = {
  '<': 'less than ', '>': 'more than ', '<=': 'at most ', '>=': 'at least ',
};

// biome-ignore format: a table is read in rows
const OPERATORS: Readonly<Record<string, string>> = {
  '&': 'and', '+': 'plus', '=': 'equals', '<': 'is less than', '>': 'is more than',
  '<=': 'is at most', '>=': 'is at least', '==': 'equals', '!=': 'is not', '@': 'at',
  '/': 'slash', '^': 'to the power of', '*': 'star', '-': 'minus',
};

function operator(sign: string, before: string, after: string, _scene: Scene): string {
  // Separates table cells or alternatives.
  if (sign === '|') return ',';
  if (sign === '*' && /\d $/.test(before) && /^ \d/.test(after)) return 'times';
  if (sign === '/' && /\d $/.test(before) && /^ \d/.test(after)) return 'divided by';
  return OPERATORS[sign] ?? sign;
}

function keyName(key: string, scene: Scene): string {
  if (key === '*') return 'star';
  return scene.monthFirst ? 'pound' : 'hash';
}

function letterName(letter: string): string {
  return letter === 'A' ? 'ay' : letter;
}

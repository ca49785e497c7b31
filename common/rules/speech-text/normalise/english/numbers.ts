import { type EnglishRule, NUMBER } from './english-rule.ts';

/** "22nd", "1ST". */
export const ordinals: EnglishRule = {
  reading: 'ordinals',
  hasFigures: true,
  pattern: /(?<![\w.,-])(?<count>\d{1,3}(?:,\d{3})+|\d+)(?:st|nd|rd|th|ST|ND|RD|TH)(?!\w)/g,
  say: ({ groups: { count = '' } }, scene) => scene.ordinal(Number(count.replaceAll(',', ''))),
};

/** "1e6", "6.02×10²³", "10⁶", "10^6", "5²", "x⁴"; "x¹" has a footnote. */
export const powers: EnglishRule = {
  reading: 'symbols',
  pattern:
    /(?<![\w.,])(?:(?<!\d )(?<letter>[a-zA-Z])(?<raised>⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[⁰²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]*|¹[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(?<base>-?\d+(?:\.\d+)?)(?:[eE](?<e>[+-]?\d{1,3})|(?: ?[×x*] ?10(?:\^(?<times>-?\d+)|(?<timesHigh>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)))|(?<high>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)))(?!\w)/g,
  say: ({ groups }, scene) => {
    const { letter, raised = '', base = '', e, times, timesHigh, high } = groups;
    if (letter) return `${letter} ${powerWords(lowered(raised), (n) => scene.number(n))}`;
    const count = scene.number(base);
    if (high) return `${count} ${powerWords(lowered(high), (n) => scene.number(n))}`;
    const power = e ? String(Number(e)) : times || lowered(timesHigh ?? '');
    return `${count} times ${scene.number('10')} to the power of ${signed(power, (n) => scene.number(n))}`;
  },
};

/** "1990s", "the '90s". */
export const decades: EnglishRule = {
  reading: 'plainNumbers',
  hasFigures: true,
  pattern: /(?<!\w)['’]?(?<decade>(?:1[89]|20)?\d0)['’]?s\b/g,
  say: ({ groups: { decade = '' } }, scene) => {
    if (scene.reads('plainNumbers')) return `${decade}s`;
    const words = scene.year(Number(decade));
    return words.endsWith('y') ? `${words.slice(0, -1)}ies` : `${words}s`;
  },
};

/** The remaining figures: "1,234", "3.5", "-4". */
export const numbers: EnglishRule = {
  reading: 'plainNumbers',
  hasFigures: true,
  pattern: new RegExp(`(?<minus>(?<![\\w)])[-−] ?)?(?<count>${NUMBER})`, 'g'),
  say: ({ groups: { minus = '', count = '' }, before, after }, scene) => {
    // As in "Ada42".
    const open = /\p{L}$/u.test(before) ? ' ' : '';
    const close = /^\p{L}/u.test(after) ? ' ' : '';
    return `${open}${minus === '' ? '' : 'minus '}${scene.number(count)}${close}`;
  },
};

const HIGH = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function lowered(high: string): string {
  return [...high].map((char) => (char === '⁻' ? '-' : String(HIGH.indexOf(char)))).join('');
}

function powerWords(power: string, number: (written: string) => string): string {
  if (power === '2') return 'squared';
  if (power === '3') return 'cubed';
  return `to the power of ${signed(power, number)}`;
}

function signed(power: string, number: (written: string) => string): string {
  return power.startsWith('-') ? `minus ${number(power.slice(1))}` : number(power);
}

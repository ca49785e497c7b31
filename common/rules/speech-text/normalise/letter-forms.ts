/** Figures in dark circles, which no standard form takes apart: from where on, and the first number. */
const DARK_FIGURES: readonly (readonly [from: number, to: number, first: number])[] = [
  ...([
    [0x2776, 0x277f, 1],
    [0x2780, 0x2789, 1],
    [0x278a, 0x2793, 1],
  ] as const),
  ...([
    [0x24eb, 0x24f4, 11],
    [0x24f5, 0x24fe, 1],
    [0x24ff, 0x24ff, 0],
  ] as const),
];
/** In circles, brackets or with a dot: each is a word of its own. */
const ENCLOSED = /[\u2460-\u24ff\u2776-\u2793\u{1f100}-\u{1f12f}]/gu;
/** Ligatures, Roman numerals, letters and figures of full width, bold or in script. */
const FORMS =
  /[\ufb00-\ufb06\u2160-\u2188\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u{1d400}-\u{1d7ff}]/gu;
/** Marks of full width: scripts that have their own keep them. */
const WIDE_MARKS = /[\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff5e]/g;

/**
 * With plain letters and figures in place of their other forms: "ﬁ" is "fi", "①" is "1", "Ａ" is
 * "A". Powers, fractions and signs stay, as they mean more than their letters.
 */
export function inPlainForms(text: string): string {
  if (!/[^ -~]/.test(text)) return text;
  const marks =
    /[A-Za-z]/.test(text) && !/[\p{Script=Han}\p{Script=Kana}\p{Script=Hang}]/u.test(text);
  const plain = text
    .replace(ENCLOSED, (char, at: number) => apart(char, at, text))
    .replace(FORMS, (char) => char.normalize('NFKC'));
  return marks ? plain.replace(WIDE_MARKS, (char) => char.normalize('NFKC')) : plain;
}

function apart(char: string, at: number, text: string): string {
  const word = figure(char) ?? char.normalize('NFKC').replace(/[().]/g, '');
  const before = /[\p{L}\p{N}]$/u.test(text.slice(0, at)) ? ' ' : '';
  const after = /^[\p{L}\p{N}]/u.test(text.slice(at + char.length)) ? ' ' : '';
  return before + word + after;
}

function figure(char: string): string | null {
  const code = char.codePointAt(0) ?? 0;
  const row = DARK_FIGURES.find(([from, to]) => code >= from && code <= to);
  return row ? String(row[2] + code - row[0]) : null;
}

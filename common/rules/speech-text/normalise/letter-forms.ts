/**
 * Figures in dark circles, which no Unicode normalisation form decomposes: the first code point of
 * each row, the last, and the first number.
 */
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
/** In circles, in brackets or with a dot: each becomes a separate word. */
const ENCLOSED = /[\u2460-\u24ff\u2776-\u2793\u{1f100}-\u{1f12f}]/gu;
/** Ligatures, Roman numerals, and full-width, bold or script letters and figures. */
const FORMS =
  /[\ufb00-\ufb06\u2160-\u2188\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u{1d400}-\u{1d7ff}]/gu;
/** Full-width punctuation; scripts with punctuation of their own keep it. */
const WIDE_MARKS = /[\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff5e]/g;

/**
 * Replaces special forms of letters and figures by plain ones: "ﬁ" becomes "fi", "①" "1", "Ａ" "A".
 * Powers, fractions and symbols stay, because their form carries meaning.
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

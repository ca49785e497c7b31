/** One word of a text as it is compared, and where it stands in the text (UTF-16 units). */
export interface Word {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Characters that are words by themselves: of scripts that put no spaces between words, and
 * pictographs. A sequence of them is then found at any place and of any length.
 */
const SINGLE =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u30fc\\uff70\\p{Script=Bopomofo}' +
  '\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Extended_Pictographic}';
const WORDS = new RegExp(
  `[${SINGLE}][\\p{M}\\uff9e\\uff9f]*|(?:(?![${SINGLE}])[\\p{L}\\p{N}\\p{M}])+`,
  'gu',
);
const ASCII_WORDS = /[a-z0-9]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const ASCII_ONLY = /^[\x00-\x7f]*$/;

/** Letters that Unicode does not take apart, though people type the right-hand side for them. */
const SPELT_OUT: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  þ: 'th',
  ς: 'σ',
};
const SPELT_OUT_LETTERS = new RegExp(`[${Object.keys(SPELT_OUT).join('')}]`, 'g');

/** The words of a text, in order. Case, accents and the width of letters make no difference. */
export function wordsOf(text: string): Word[] {
  if (ASCII_ONLY.test(text)) {
    return [...text.toLowerCase().matchAll(ASCII_WORDS)].map(({ 0: folded, index }) => ({
      folded,
      start: index,
      end: index + folded.length,
    }));
  }
  return [...text.matchAll(WORDS)].flatMap(({ 0: word, index }) => {
    const folded = fold(word);
    return folded === '' ? [] : [{ folded, start: index, end: index + word.length }];
  });
}

/** The same words with a space between them. */
export function foldedText(text: string): string {
  if (ASCII_ONLY.test(text)) return text.toLowerCase().match(ASCII_WORDS)?.join(' ') ?? '';
  return wordsOf(text)
    .map(({ folded }) => folded)
    .join(' ');
}

function fold(word: string): string {
  return (
    word
      .toLowerCase()
      .normalize('NFKD')
      // Accents of Latin, Greek and Cyrillic. The marks of other scripts tell words apart.
      .replace(/[\u0300-\u036f]/g, '')
      .normalize('NFKC')
      .replace(SPELT_OUT_LETTERS, (letter) => SPELT_OUT[letter] ?? letter)
      // What a compatibility form is spelt out with, such as the dots of "℡".
      .replace(/[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}\u30fc]/gu, '')
      .toLowerCase()
  );
}

/** A phone number is looked for by any three or more of its digits, mostly the last ones. */
const FEWEST_DIGITS = 3;

/** The words of an address, and for its digits every end of them. */
export function addressText(address: string): string {
  const words = foldedText(address);
  if (!/^\+?\d+$/.test(address)) return words;
  const digits = address.replace('+', '');
  const ends = [];
  for (let start = 1; start <= digits.length - FEWEST_DIGITS; start += 1) {
    ends.push(digits.slice(start));
  }
  return [digits, ...ends].join(' ');
}

/** Letters that Unicode does not decompose into an ASCII letter and an accent. */
// biome-ignore format: a table is read in rows
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss', ẞ: 'SS', æ: 'ae', Æ: 'Ae', œ: 'oe', Œ: 'Oe', ø: 'o', Ø: 'O', ł: 'l', Ł: 'L',
  đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', þ: 'th', Þ: 'Th', ı: 'i', ħ: 'h', Ħ: 'H', ŋ: 'ng',
  ĳ: 'ij', ŀ: 'l', ſ: 's', ƒ: 'f', ª: 'a', º: 'o', '’': "'", '‘': "'", '“': '"', '”': '"',
  '„': '"',
    '«': '"',
    '»': '"',
    '–': '-',
    '—': ', ',
    '…': '...',
    '€': ' euro ',
    '£': ' pound ',
};

/** Replaces accented and similar letters by ASCII: José becomes Jose, Straße Strasse. */
export function inAscii(text: string): string {
  return text
    .replace(/[^ -~]/gu, (char) => LETTERS[char] ?? char)
    .normalize('NFD')
    .replace(/(?<=[A-Za-z])\p{M}+/gu, '')
    .normalize('NFC');
}

import type { EnglishRule } from './english-rule.ts';
import { cardinal, ordinal } from './words/number-words.ts';

/** "Henry VIII" is read as the eighth; numbered things as eight. */
const RULERS =
  'king|queen|pope|louis|henry|elizabeth|charles|george|edward|william|james|richard|philip|catherine|pius|benedict|john paul|napoleon|ramses|nicholas|alexander';
const NUMBERED =
  'chapter|part|act|volume|phase|section|war|type|class|title|article|level|stage|book|bowl|appendix|schedule|grade|tier|division|group|generation|mark|rocky|final fantasy';

/** Only after words that make it certain: "an IV drip" is not a number. */
export const romans: EnglishRule = {
  reading: 'romans',
  pattern: new RegExp(
    `(?<=\\b(?:(?<ruler>${RULERS})|(?:${NUMBERED})) )(?=[IVX]{2})(?<roman>X{0,3}(?:IX|IV|V?I{0,3}))(?![\\w-])`,
    'gi',
  ),
  say: ({ written, groups: { ruler } }) => {
    if (written !== written.toUpperCase()) return null;
    const number = romanValue(written);
    return ruler ? `the ${ordinal(number)}` : cardinal(number);
  },
};

const VALUES: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10 };

function romanValue(roman: string): number {
  const values = [...roman].map((letter) => VALUES[letter] ?? 0);
  return values.reduce(
    (sum, value, n) => (value < (values[n + 1] ?? 0) ? sum - value : sum + value),
    0,
  );
}

// biome-ignore format: a table is read in rows
const SMALL = [
  'zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten',
  'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen',
  'nineteen',
];
// biome-ignore format: a table is read in rows
const TENS = [
  '', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety',
];
const SCALES = ['', ' thousand', ' million', ' billion', ' trillion'];
// biome-ignore format: a table is read in rows
const ORDINALS: Readonly<Record<string, string>> = {
  one: 'first', two: 'second', three: 'third', five: 'fifth', eight: 'eighth',
  nine: 'ninth', twelve: 'twelfth',
};

/** 0 to 999,999,999,999,999 in words. */
export function cardinal(number: number): string {
  if (number < 1000) return underThousand(number);
  const groups: string[] = [];
  for (let rest = number, scale = 0; rest > 0; rest = Math.floor(rest / 1000), scale += 1) {
    const group = rest % 1000;
    if (group > 0) groups.unshift(`${underThousand(group)}${SCALES[scale] ?? ''}`);
  }
  return groups.join(' ');
}

export function ordinal(number: number): string {
  const words = cardinal(number);
  const [last = ''] = /[a-z]+$/.exec(words) ?? [];
  const ending = ORDINALS[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`);
  return words.slice(0, words.length - last.length) + ending;
}

/** A year as people say it: "twenty twenty-six", "nineteen oh five", "two thousand five". */
export function year(number: number): string {
  const century = Math.floor(number / 100);
  const rest = number % 100;
  if (number < 1000 || number > 2999 || (century % 10 === 0 && rest < 10)) return cardinal(number);
  if (rest === 0) return `${cardinal(century)} hundred`;
  return `${cardinal(century)} ${rest < 10 ? 'oh ' : ''}${cardinal(rest)}`;
}

export function digitWords(digits: string): string {
  return [...digits].map((digit) => SMALL[Number(digit)] ?? digit).join(' ');
}

/**
 * A number as written: `1,234`, `-3.50`, `0123`. Numbers with a leading zero, or too long to be a
 * quantity, are said digit by digit; four digits without a comma may be a year.
 */
export function numberWords(written: string): string {
  const [, sign = '', whole = '', fraction] = /^([-−]?)([\d,]*)(?:\.(\d+))?$/.exec(written) ?? [];
  const digits = whole.replaceAll(',', '');
  const minus = sign === '' ? '' : 'minus ';
  const point = fraction === undefined ? '' : ` point ${digitWords(fraction)}`;
  return `${minus}${wholeWords(whole, digits, fraction !== undefined)}${point}`.trim();
}

function wholeWords(written: string, digits: string, hasFraction: boolean): string {
  if (digits === '') return '';
  if (/^0\d/.test(digits) || digits.length > 15) return digitWords(digits);
  const isYear = !hasFraction && !written.includes(',') && /^(?:19|20)\d\d$/.test(digits);
  return isYear ? year(Number(digits)) : cardinal(Number(digits));
}

function underThousand(number: number): string {
  if (number < 20) return SMALL[number] ?? '';
  if (number < 100) {
    const rest = number % 10;
    return `${TENS[Math.floor(number / 10)]}${rest === 0 ? '' : `-${SMALL[rest]}`}`;
  }
  const rest = number % 100;
  const hundreds = `${SMALL[Math.floor(number / 100)]} hundred`;
  return rest === 0 ? hundreds : `${hundreds} ${underThousand(rest)}`;
}

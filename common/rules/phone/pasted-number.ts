/**
 * Without what cannot be seen and with one kind of dash and blank: a number that is copied from a
 * contact or a web page brings marks of direction (U+202D … U+202C) and dashes that do not break.
 */
export function withoutUnseen(text: string): string {
  return text
    .replace(/[\p{Cf}\p{Variation_Selector}]/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/\p{Zs}/gu, ' ')
    .trim();
}

/** Longer texts are shown by their beginning. */
const LONGEST_SHOWN = 60;

/**
 * What was taken for a number and is none, for the beginning of a sentence, with the character that
 * cannot be in one: letters of other alphabets look like ours, and others cannot be seen.
 */
export function noPhoneNumber(text: string): string {
  const seen = withoutUnseen(text);
  const shown = [...seen.replace(/\p{C}/gu, '\ufffd')];
  const quoted =
    shown.length > LONGEST_SHOWN ? `${shown.slice(0, LONGEST_SHOWN).join('')}…` : shown.join('');
  const odd = /[^+()\d\s.\-/]/u.exec(seen)?.[0];
  // In words one letter says no more than the next.
  if (odd === undefined || !/\d{3}/.test(seen)) return `"${quoted}" is no phone number`;
  const point = `U+${(odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const letter = /[\p{C}\p{M}]/u.test(odd) ? point : `"${odd}" (${point})`;
  return `"${quoted}" is no phone number: ${letter} cannot be in one`;
}

/**
 * Removes invisible characters and unifies dashes and blanks. A number copied from a contact or a
 * web page contains directional marks (U+202D … U+202C) and non-breaking dashes.
 */
export function withoutUnseen(text: string): string {
  return text
    .replace(/[\p{Cf}\p{Variation_Selector}]/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/\p{Zs}/gu, ' ')
    .trim();
}

/** Longer texts are quoted by their beginning only. */
const LONGEST_SHOWN = 60;

/**
 * The beginning of a sentence about a text that is not a phone number. It names the first character
 * that no number can contain, because letters of other alphabets may look like ours, or may be
 * invisible.
 */
export function noPhoneNumber(text: string): string {
  const seen = withoutUnseen(text);
  const shown = [...seen.replace(/\p{C}/gu, '\ufffd')];
  const quoted =
    shown.length > LONGEST_SHOWN ? `${shown.slice(0, LONGEST_SHOWN).join('')}…` : shown.join('');
  const odd = /[^+()\d\s.\-/]/u.exec(seen)?.[0];
  // In a text without digits, no single letter is the culprit.
  if (odd === undefined || !/\d{3}/.test(seen)) return `"${quoted}" is no phone number`;
  const point = `U+${(odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const letter = /[\p{C}\p{M}]/u.test(odd) ? point : `"${odd}" (${point})`;
  return `"${quoted}" is no phone number: ${letter} cannot be in one`;
}

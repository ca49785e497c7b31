import { withHidden } from './hidden-characters.ts';

/** Text as a string literal of Python 3. Half a surrogate pair, which UTF-8 has no bytes for, becomes U+FFFD. */
export function pythonString(text: string): string {
  // JSON's escapes mean the same in Python, but for surrogate pairs, so those stay characters.
  return withHidden(JSON.stringify(text.toWellFormed()), (character) => {
    const code = character.codePointAt(0) ?? 0;
    const digits = code.toString(16);
    return code > 0xffff ? `\\U${digits.padStart(8, '0')}` : `\\u${digits.padStart(4, '0')}`;
  });
}

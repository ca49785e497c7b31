import { withHidden } from './hidden-characters.ts';

/**
 * Text as a string literal of Python 3. A lone surrogate, which UTF-8 cannot encode, becomes
 * U+FFFD.
 */
export function pythonString(text: string): string {
  // JSON's escapes mean the same in Python except those of surrogate pairs, so such characters are
  // left unescaped.
  return withHidden(JSON.stringify(text.toWellFormed()), (character) => {
    const code = character.codePointAt(0) ?? 0;
    const digits = code.toString(16);
    return code > 0xffff ? `\\U${digits.padStart(8, '0')}` : `\\u${digits.padStart(4, '0')}`;
  });
}

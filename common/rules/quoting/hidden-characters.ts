/**
 * Invisible characters: controls, line ends of every kind, marks that change the direction of
 * writing. Text for other languages has them as escapes, so that a reader sees what a machine will
 * do.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Replaces each hidden character by the result of `written`. */
export function withHidden(text: string, written: (character: string) => string): string {
  return text.replace(HIDDEN, written);
}

/** On one line, with hidden characters replaced by spaces; for comments and headings. */
export function onOneLine(text: string): string {
  return withHidden(text, () => ' ');
}

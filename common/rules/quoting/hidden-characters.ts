/**
 * Characters that are not seen where they stand: controls, line ends of every kind, marks that turn
 * the direction of writing round. In text for other languages they are written as escapes, so that
 * what a reader sees is what a machine will do.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Has each hidden character replaced by what `written` makes of it. */
export function withHidden(text: string, written: (character: string) => string): string {
  return text.replace(HIDDEN, written);
}

/** On one line and without hidden characters, for comments and heads; their place is a space. */
export function onOneLine(text: string): string {
  return withHidden(text, () => ' ');
}

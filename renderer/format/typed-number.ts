/**
 * A number as people type it: decimal digits, with a sign and a fraction where there is one. NaN for
 * anything else, an empty text and spellings of programs such as `0x10` and `1e1` among it: NaN
 * passes no comparison, and the server refuses it as no number.
 */
export function typedNumber(text: string): number {
  return /^\s*-?\d*\.?\d+\s*$/.test(text) ? Number(text) : Number.NaN;
}

import type { Reading } from '../speaks.ts';

/** What a rule may ask for. */
export interface Scene {
  /** `11/30` is November 30th, as in the United States. */
  readonly monthFirst: boolean;
  /** Whether the voice reads such things well by itself. */
  reads(reading: Reading): boolean;
  /** A number as it is written, in figures where the voice reads them. */
  number(written: string): string;
  /** Digit by digit. */
  digits(digits: string): string;
  /** Without its ending: 22 is "22nd" or "twenty-second". */
  ordinal(number: number): string;
  year(number: number): string;
}

/** One kind of written thing, and how it is said. */
export interface EnglishRule {
  /** Left as it is written where the voice reads it. */
  readonly reading: Reading;
  /** There is a figure in each of them: texts without one are not searched. */
  readonly hasFigures?: true;
  /** With the flag `g`; named groups are handed to `say`. */
  readonly pattern: RegExp;
  /** Null: this is something else. What is said is not looked at by later rules. */
  say(found: Found, scene: Scene): string | null;
}

export interface Found {
  /** What was matched. */
  readonly written: string;
  /** By name; empty where a group took no part. */
  readonly groups: Readonly<Record<string, string>>;
  readonly before: string;
  readonly after: string;
}

/** `1,234.50`, `1234` or `.5`. */
export const NUMBER = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<!\d)\.\d+`;

/** Whether the words are a noun's: "a £5 note", but not "a kilogram", "5 in a row". */
export function isOfNoun({ before, after }: Found): boolean {
  return (
    /\ban? $/i.test(before) &&
    /^ (?!(?:an?|per|each|for|in|of|off|to|and|or|is|at|on|by|more|less)\b)[a-z]/.test(after)
  );
}

/** A figure, or something that was put into words already. */
export const FIGURE_AHEAD = /^ ?[\d\ue000-\uf8ff]/;

/** Letter by letter. "A" before a figure or a word would be an article. */
export function spelled(letters: string, after: string): string {
  const apart = [...letters].join(' ');
  return /^ ?[a-z\d\ue000-\uf8ff]/.test(after) ? apart.replace(/(?<![^ ])A$/, 'ay') : apart;
}

/** "1 mile", "2 miles". */
export function plural(count: string, one: string, many: string): string {
  return count === '1' ? one : many;
}

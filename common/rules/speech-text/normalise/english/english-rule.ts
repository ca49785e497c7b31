import type { Reading } from '../speaks.ts';

/** What a rule can use. */
export interface Scene {
  /** Whether `11/30` is November 30th, as in the United States. */
  readonly monthFirst: boolean;
  /** Whether the voice reads this kind of text correctly by itself. */
  reads(reading: Reading): boolean;
  /** A number in words, or in figures if the voice reads them. */
  number(written: string): string;
  /** The digits one by one. */
  digits(digits: string): string;
  /** The number as an ordinal: "22nd" or "twenty-second". */
  ordinal(number: number): string;
  year(number: number): string;
}

/** One kind of notation, and how it is said. */
export interface EnglishRule {
  /** The rule is skipped if the voice reads this by itself. */
  readonly reading: Reading;
  /** Every match contains a figure, so texts without figures need not be searched. */
  readonly hasFigures?: true;
  /** Has the flag `g`. Its named groups are passed to `say`. */
  readonly pattern: RegExp;
  /** Null: the match is something else. Later rules do not see what is returned here. */
  say(found: Found, scene: Scene): string | null;
}

export interface Found {
  /** The matched text. */
  readonly written: string;
  /** By name; empty for a group that did not take part. */
  readonly groups: Readonly<Record<string, string>>;
  readonly before: string;
  readonly after: string;
}

/** `1,234.50`, `1234` or `.5`. */
export const NUMBER = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<!\d)\.\d+`;

/** Whether the words modify a noun: "a £5 note", but not "a kilogram" or "5 in a row". */
export function isOfNoun({ before, after }: Found): boolean {
  return (
    /\ban? $/i.test(before) &&
    /^ (?!(?:an?|per|each|for|in|of|off|to|and|or|is|at|on|by|more|less)\b)[a-z]/.test(after)
  );
}

/** A figure, or something that has already been put into words. */
export const FIGURE_AHEAD = /^ ?[\d\ue000-\uf8ff]/;

/** Letter by letter. A plain "A" before a figure or a word would be read as the article. */
export function spelled(letters: string, after: string): string {
  const apart = [...letters].join(' ');
  return /^ ?[a-z\d\ue000-\uf8ff]/.test(after) ? apart.replace(/(?<![^ ])A$/, 'ay') : apart;
}

/** "1 mile", "2 miles". */
export function plural(count: string, one: string, many: string): string {
  return count === '1' ? one : many;
}

import { foldedText } from './words.ts';

/** What somebody looks for: all of these sequences of words, in any order. */
export interface SearchQuery {
  readonly phrases: readonly Phrase[];
  /** The digits, where it is written like a phone number; null where it is not. */
  readonly digits: string | null;
}

/** Words that stand side by side. */
export interface Phrase {
  readonly words: readonly string[];
  /** The last word may go on. Not what was put in quotes. */
  readonly isOpen: boolean;
}

/** Nobody types more; what is pasted is looked for by its beginning. */
const MOST_CHARACTERS = 500;
const MOST_PHRASES = 12;
const MOST_WORDS = 40;

/**
 * Reads what was typed, whatever it is: words, or words in quotes that belong together. Everything
 * else only separates words.
 */
export function parseSearch(typed: string): SearchQuery {
  const text = typed.slice(0, MOST_CHARACTERS);
  const phrases: Phrase[] = [];
  let left = MOST_WORDS;
  for (const [, quoted, open] of text.matchAll(/["“„«]([^"”“»]*)["”“»]|([^\s"“„«]+|["“„«])/g)) {
    const words = foldedText(quoted ?? open ?? '')
      .split(' ')
      .filter((word) => word !== '')
      .slice(0, left);
    if (words.length === 0) continue;
    phrases.push({ words, isOpen: quoted === undefined });
    left -= words.length;
    if (left <= 0 || phrases.length >= MOST_PHRASES) break;
  }
  return { phrases: phrases.map(closedIfShort), digits: digitsOf(text) };
}

/**
 * A short word with others behind it is meant as it is: as a beginning it would be that of every other
 * word, which finds no more and takes longest.
 */
function closedIfShort(phrase: Phrase, index: number, all: readonly Phrase[]): Phrase {
  const isLast = index === all.length - 1;
  const isShort = (phrase.words.at(-1)?.length ?? 0) < 3;
  return isShort && !isLast ? { ...phrase, isOpen: false } : phrase;
}

export function isEmptySearch({ phrases }: SearchQuery): boolean {
  return phrases.length === 0;
}

/**
 * In the language of SQLite's FTS5. Words are letters and digits only and stand in quotes, so that
 * nothing of them is an operator.
 */
export function matchExpression({ phrases }: SearchQuery): string {
  return phrases
    .map(({ words, isOpen }) => `"${words.join(' ')}"${isOpen ? ' *' : ''}`)
    .join(' AND ');
}

/** The same for what `addressText` wrote. */
export function addressExpression(query: SearchQuery): string {
  return query.digits === null ? matchExpression(query) : `"${query.digits}" *`;
}

/** Either of the two: for rows whose words include addresses. */
export function wordOrAddressExpression(query: SearchQuery): string {
  const words = matchExpression(query);
  return query.digits === null ? words : `(${words}) OR ${addressExpression(query)}`;
}

function digitsOf(text: string): string | null {
  const trimmed = text.trim();
  if (!/^\+?[\d\s().\-/]+$/.test(trimmed)) return null;
  const digits = trimmed.replace(/\D/g, '');
  return digits.length >= 3 ? digits : null;
}

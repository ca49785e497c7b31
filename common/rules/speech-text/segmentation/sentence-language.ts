/**
 * What a language's dots mean. Words are given without their last dot: in lower case where the case
 * does not matter, capitalised where only the capitalised word is one ("Sun.", "Mar.").
 */
export interface SentenceLanguage {
  /** Stand before a name: no sentence ends with them. */
  readonly titles: ReadonlySet<string>;
  /** Stand before a name as titles, and behind one as part of it: "Dr. Oak", "5 Oak Dr." */
  readonly roads: ReadonlySet<string>;
  /** Stand in the middle of a sentence. */
  readonly inner: ReadonlySet<string>;
  /** Stand before a number, and may be words of their own elsewhere: "No. 5", "No. I will not." */
  readonly beforeNumber: ReadonlySet<string>;
  /** Words of their own, but short ones where a number or a small letter follows: "Sec. 2", "2nd ed. of". */
  readonly weak: ReadonlySet<string>;
  /** May stand at a sentence's end; a word that begins sentences tells. */
  readonly either: ReadonlySet<string>;
  /** Words that begin sentences, in lower case, and are not names. */
  readonly starters: ReadonlySet<string>;
  /** A number with a dot is an ordinal behind the first and before the second. */
  readonly ordinals: {
    readonly after: ReadonlySet<string>;
    readonly before: ReadonlySet<string>;
  } | null;
}

export function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')));
}

/** Whether the word is in the list, where it matters in its own case. */
export function isOne(list: ReadonlySet<string>, word: string): boolean {
  return list.has(word) || list.has(word.toLowerCase());
}

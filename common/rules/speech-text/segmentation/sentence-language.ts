/**
 * The meaning of dots in one language. Words are listed without their final dot: in lower case if
 * case does not matter, capitalised if only the capitalised word is an abbreviation ("Sun.",
 * "Mar.").
 */
export interface SentenceLanguage {
  /** Always followed by a name, so they never end a sentence. */
  readonly titles: ReadonlySet<string>;
  /** Titles before a name, or parts of a name after it: "Dr. Oak", "5 Oak Dr." */
  readonly roads: ReadonlySet<string>;
  /** Never at the end of a sentence. */
  readonly inner: ReadonlySet<string>;
  /** Abbreviations before a number, but ordinary words elsewhere: "No. 5", "No. I will not." */
  readonly beforeNumber: ReadonlySet<string>;
  /**
   * Abbreviations before a number or a lower-case word, but ordinary words elsewhere: "Sec. 2",
   * "2nd ed. of".
   */
  readonly weak: ReadonlySet<string>;
  /** May or may not end a sentence; they do if a word follows that begins sentences. */
  readonly either: ReadonlySet<string>;
  /** Words that begin sentences, in lower case, and are not names. */
  readonly starters: ReadonlySet<string>;
  /** A number with a dot is an ordinal after the first and before the second pattern. */
  readonly ordinals: {
    readonly after: ReadonlySet<string>;
    readonly before: ReadonlySet<string>;
  } | null;
}

export function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')));
}

/** Whether the list contains the word, in lower case or as written. */
export function isOne(list: ReadonlySet<string>, word: string): boolean {
  return list.has(word) || list.has(word.toLowerCase());
}

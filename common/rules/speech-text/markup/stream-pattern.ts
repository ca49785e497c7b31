/**
 * A pattern for text that is still arriving: it matches, it cannot match, or the text so far may
 * become a match.
 */
export class StreamPattern {
  readonly #whole: RegExp;
  readonly #begun: RegExp;

  /**
   * @param atoms regular expressions in order. Each is one character class, repeated from zero or
   * one up to a bound, so that every beginning of a match is recognised as such. Words are passed
   * through `letters`
   */
  constructor(...atoms: readonly string[]) {
    this.#whole = new RegExp(atoms.join(''), 'yi');
    const begun = atoms.reduceRight((rest, atom) => `(?:$|${atom}${rest})`, '');
    this.#begun = new RegExp(begun, 'yi');
  }

  /** @param final no more text follows, so a partial match does not count */
  at(text: string, from: number, final: boolean): RegExpExecArray | 'more' | null {
    this.#whole.lastIndex = from;
    const match = this.#whole.exec(text);
    if (match || final) return match;
    this.#begun.lastIndex = from;
    return this.#begun.test(text) ? 'more' : null;
  }
}

/** A word as atoms, such that each of its beginnings counts as a partial match. */
export function letters(word: string): string[] {
  return [...word].map((letter) => letter.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'));
}

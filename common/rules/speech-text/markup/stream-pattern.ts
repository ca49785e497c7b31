/**
 * A pattern that can be asked about text that has not all come yet: it matches, it cannot match, or
 * what there is may become a match.
 */
export class StreamPattern {
  readonly #whole: RegExp;
  readonly #begun: RegExp;

  /**
   * @param atoms regular expressions in order. Each is one class of characters, as often as from
   *   none or one to a bound, so that every beginning of a match is seen as one; words go through
   *   `letters`
   */
  constructor(...atoms: readonly string[]) {
    this.#whole = new RegExp(atoms.join(''), 'yi');
    const begun = atoms.reduceRight((rest, atom) => `(?:$|${atom}${rest})`, '');
    this.#begun = new RegExp(begun, 'yi');
  }

  /** @param final nothing more comes, so that what is only begun is not a match */
  at(text: string, from: number, final: boolean): RegExpExecArray | 'more' | null {
    this.#whole.lastIndex = from;
    const match = this.#whole.exec(text);
    if (match || final) return match;
    this.#begun.lastIndex = from;
    return this.#begun.test(text) ? 'more' : null;
  }
}

/** A word as atoms: any of its beginnings may come alone. */
export function letters(word: string): string[] {
  return [...word].map((letter) => letter.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'));
}

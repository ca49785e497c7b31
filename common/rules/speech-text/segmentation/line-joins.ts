/**
 * Puts a space between lines that were sent without one. A line of several words is a phrase of its
 * own, and its last word does not run into the next phrase; tokens of a model bring their own
 * spaces, and so does a stream in which any line began or ended with one.
 */
export class LineJoins {
  #last = '';
  #lastWasPhrase = false;
  #bringsSpaces = false;

  /** The line's text, with a space before it where one is missing. */
  next(text: string): string {
    if (text === '') return text;
    const isPhrase = /\S\s+\S/.test(text);
    const touches = this.#last !== '' && /\S$/.test(this.#last) && /^\S/.test(text);
    if (this.#last !== '' && !touches) this.#bringsSpaces = true;
    const isMissing =
      touches &&
      isPhrase &&
      this.#lastWasPhrase &&
      !this.#bringsSpaces &&
      runTogether(this.#last, text);
    this.#last = text.slice(-1);
    this.#lastWasPhrase = isPhrase;
    return isMissing ? ` ${text}` : text;
  }
}

/**
 * Whether the last word of one and the first word of the other would be read as one: "acme.io/a."
 * and "Yes" too, but not "3." and "30".
 */
function runTogether(before: string, after: string): boolean {
  return /[\p{L}\p{N},;:]$/u.test(before)
    ? /^[\p{L}\p{N}]/u.test(after)
    : /[.!?…]$/.test(before) && /^[\p{Lu}\p{Lo}]/u.test(after);
}

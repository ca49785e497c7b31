/**
 * Turns a model's stream of text into words that can be spoken: without markup, and without what
 * some models write down of their thinking. Pure; words are never held back, only what may be the
 * beginning of a tag, and white space, which goes out with the next word.
 */
export class SpokenDeltas {
  /** White space that waits for its word. */
  #space = '';
  /** What may become a tag. */
  #tag = '';
  /** The name of the element that is left out just now. */
  #unspoken: string | null = null;

  /** What of the delta is to be spoken now; empty when nothing is. */
  push(delta: string): string {
    let words = '';
    for (const char of delta) words += this.#take(char);
    return this.#spaced(words);
  }

  /** What was held back and turned out to be no tag. */
  end(): string {
    const rest = this.#unspoken === null ? this.#tag : '';
    this.#tag = '';
    return this.#spaced(plain(rest));
  }

  #take(char: string): string {
    if (this.#tag === '') {
      if (char === '<') this.#tag = char;
      else if (this.#unspoken === null) return plain(char);
      return '';
    }
    this.#tag += char;
    if (char !== '>') {
      // "a < b" is no tag, nor is anything that goes on for long.
      if (TAG_START.test(this.#tag) && this.#tag.length <= LONGEST_TAG) return '';
      const text = this.#tag;
      this.#tag = '';
      return this.#unspoken === null ? plain(text) : '';
    }
    const [, closing, name = ''] = TAG.exec(this.#tag) ?? [];
    this.#tag = '';
    const element = name.toLowerCase();
    if (this.#unspoken === null) {
      if (!closing && UNSPOKEN_ELEMENTS.has(element)) this.#unspoken = element;
      return ' ';
    }
    if (closing && element === this.#unspoken) this.#unspoken = null;
    return '';
  }

  #spaced(words: string): string {
    const text = this.#space + words;
    const end = text.trimEnd().length;
    // White space alone says nothing, but the words beside it must not run together.
    this.#space = text.slice(end);
    return text.slice(0, end);
  }
}

const UNSPOKEN_ELEMENTS: ReadonlySet<string> = new Set([
  'think',
  'thinking',
  'reasoning',
  'tool_call',
  'function_call',
]);
const TAG_START = /^<\/?(?:[a-z][^<]*)?$/i;
const TAG = /^<(\/?)([a-z][\w:-]*)/i;
const LONGEST_TAG = 200;

/** Marks of emphasis and code are not read out. */
function plain(text: string): string {
  return text.replaceAll(/[*`]/g, '');
}

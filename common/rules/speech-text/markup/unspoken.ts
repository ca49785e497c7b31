/** How far a stretch that is not spoken goes. */
export interface Taken {
  /** Up to here the text belongs to it. */
  readonly to: number;
  readonly ended: boolean;
  /** What of it is spoken after all, once it has ended. */
  readonly say?: string;
  /** What it turned out to be, where only its end tells. */
  readonly notice?: NoticeKind;
}

/** A stretch of text that is not spoken. It is fed until it ends; what it needs it remembers. */
export interface Unspoken {
  /** What it is when the stream ends inside it. */
  readonly unclosed: NoticeKind;
  take(text: string, from: number): Taken;
}

/** Up to a closing mark. */
export class UpTo implements Unspoken {
  readonly unclosed: NoticeKind;
  readonly #kind: NoticeKind;
  readonly #closing: RegExp;
  readonly #firsts: ReadonlySet<string>;
  readonly #longest: number;

  /**
   * @param kind what it is
   * @param closing matches the mark
   * @param firsts the characters that the mark may begin with
   * @param longest its most characters: so much waits where it may be torn
   */
  constructor(
    kind: 'thinking' | 'toolCall' | 'code' | 'tags',
    closing: RegExp,
    firsts: string,
    longest: number,
  ) {
    this.#kind = kind;
    this.unclosed = kind === 'thinking' ? 'thinkingUnclosed' : kind;
    this.#closing = new RegExp(closing, 'gi');
    this.#firsts = new Set(firsts);
    this.#longest = longest;
  }

  take(text: string, from: number): Taken {
    this.#closing.lastIndex = from;
    const match = this.#closing.exec(text);
    if (match) {
      return { to: match.index + match[0].length, ended: true, notice: this.#kind };
    }
    for (let at = Math.max(from, text.length - this.#longest); at < text.length; at += 1) {
      if (this.#firsts.has(text[at] ?? '')) return { to: at, ended: false };
    }
    return { to: text.length, ended: false };
  }
}

/** What follows a mark of a call: a name, and the value with the arguments. */
export class CallBehindMark implements Unspoken {
  readonly unclosed = 'toolCall';
  #value: Unspoken | null = null;
  readonly #arguments: () => Unspoken;

  /** @param args makes what reads the value, from its bracket on */
  constructor(args: () => Unspoken) {
    this.#arguments = args;
  }

  take(text: string, from: number): Taken {
    let at = from;
    while (this.#value === null && at < text.length) {
      const char = text[at] ?? '';
      if (char === '{' || char === '[') this.#value = this.#arguments();
      else if (/[\w.\- ]/.test(char)) at += 1;
      else return { to: at, ended: true };
    }
    return this.#value?.take(text, at) ?? { to: at, ended: false };
  }
}

/** What was left out of the words, by what the handler or the model should do about it. */
export type NoticeKind =
  | 'markdown'
  | 'tags'
  | 'thinking'
  | 'thinkingUnopened'
  | 'thinkingUnclosed'
  | 'toolCall'
  | 'json'
  | 'code';

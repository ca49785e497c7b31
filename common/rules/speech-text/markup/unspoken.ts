/** How far an unspoken stretch extends. */
export interface Taken {
  /** The text before this index belongs to it. */
  readonly to: number;
  readonly ended: boolean;
  /** The part that is spoken after all, once the stretch has ended. */
  readonly say?: string;
  /** What the stretch turned out to be, if only its end revealed that. */
  readonly notice?: NoticeKind;
}

/**
 * A stretch of text that is not spoken. It is fed until it ends, and keeps whatever state it needs.
 */
export interface Unspoken {
  /** How it is reported if the stream ends inside it. */
  readonly unclosed: NoticeKind;
  take(text: string, from: number): Taken;
}

/** A stretch that extends to a closing mark. */
export class UpTo implements Unspoken {
  readonly unclosed: NoticeKind;
  readonly #kind: NoticeKind;
  readonly #closing: RegExp;
  readonly #firsts: ReadonlySet<string>;
  readonly #longest: number;

  /**
   * @param kind how it is reported
   * @param closing matches the mark
   * @param firsts the characters with which the mark can begin
   * @param longest the mark's maximum length, which is how much text waits in case the mark is torn
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

/** The text after a mark that announces a call: a name, and the value with the arguments. */
export class CallBehindMark implements Unspoken {
  readonly unclosed = 'toolCall';
  #value: Unspoken | null = null;
  readonly #arguments: () => Unspoken;

  /** @param args creates the reader of the value, starting at its bracket */
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

/** What was removed from the words, by what the handler or the model should do about it. */
export type NoticeKind =
  | 'markdown'
  | 'tags'
  | 'thinking'
  | 'thinkingUnopened'
  | 'thinkingUnclosed'
  | 'toolCall'
  | 'json'
  | 'code';

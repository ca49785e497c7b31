import type { Notice } from './markup/markup-rule.ts';
import { SpeakableStream } from './markup/speakable-stream.ts';
import type { Speakable } from './markup/speakable-text.ts';
import { LineJoins } from './segmentation/line-joins.ts';
import { Segmenter, type TextPiece } from './segmentation/segmenter.ts';
import { ThinkingFirst, ThinkingHabit } from './thinking-first.ts';

export interface SpokenPiecesOptions {
  /** BCP 47, of the agent. */
  readonly language: string;
  /** Names of the model's tools, to recognise a call that is written as words. */
  readonly tools: readonly string[];
  /** True if each line is a phrase, as handlers send them. A model's text can be torn anywhere. */
  readonly linesArePhrases: boolean;
  /**
   * Markup reaches the voice as it is written; thinking and tool calls are removed all the same.
   */
  readonly keepMarkup: boolean;
  /** The thinking habit of the model or handler that answers. */
  readonly habit: ThinkingHabit;
}

/** A text, or a part of it small enough to be processed in one go. */
export interface TextPart {
  readonly text: string;
  /** The text to insert between it and the previous line. */
  readonly gap: string;
  /** The next text may continue its last word. */
  readonly mayGlue: boolean;
}

/**
 * Turns a turn's text, as a handler or a model sends it, into speakable pieces: removes what should
 * not be spoken, then cuts at sentences of the agent's language. One instance per turn, the same
 * for both modes.
 */
export class SpokenPieces {
  readonly #joins: LineJoins | null;
  readonly #stream: SpeakableStream;
  readonly #thinking: ThinkingFirst;
  readonly #segmenter: Segmenter;
  #stretch: number | null = null;
  #line = 0;
  #mayGlue = false;
  #tookBack = false;
  #said = false;

  constructor(options: SpokenPiecesOptions) {
    const { language, tools, linesArePhrases, keepMarkup, habit } = options;
    this.#joins = linesArePhrases ? new LineJoins() : null;
    this.#stream = new SpeakableStream(tools, keepMarkup);
    this.#thinking = new ThinkingFirst(habit);
    this.#segmenter = new Segmenter(language, keepMarkup);
  }

  /**
   * Adds text from a line, and returns the pieces that are now complete.
   *
   * @param stretch numbers the stretches that a model or handler writes in one go; each may begin
   * with thinking. Null for a sentence of our own, which never waits
   */
  push(text: string, line: number, stretch: number | null): TextPiece[] {
    return this.partsOf(text).flatMap((part) => this.add(part, line, stretch));
  }

  /**
   * Splits a text into parts, to be passed to `add` one after the other. To be called once per
   * text, in order.
   */
  partsOf(text: string): TextPart[] {
    const gap = this.#joins?.gapBefore(text) ?? '';
    const mayGlue = this.#joins?.mayGlue ?? true;
    return textParts(text).map((part, n, { length }) => ({
      text: part,
      gap: n === 0 ? gap : '',
      mayGlue: !/\s$/.test(part) && (n < length - 1 || mayGlue),
    }));
  }

  /** Like `push`, for a part. */
  add({ text, gap, mayGlue }: TextPart, line: number, stretch: number | null): TextPiece[] {
    const isOurs = stretch === null;
    const isNew = !isOurs && stretch !== this.#stretch;
    // A mark of thinking would have arrived together with the words that it ends.
    const before = isNew ? this.release() : [];
    if (isNew) this.#thinking.begin();
    if (!isOurs) this.#stretch = stretch;
    const take = (words: string, from: number) => {
      const speakable = this.#stream.push(words, from);
      return this.#cut(isOurs ? speakable : this.#thinking.next(speakable));
    };
    // The gap belongs to the line before it.
    this.#mayGlue = false;
    const ended = gap === '' ? [] : take(gap, this.#line);
    this.#line = line;
    this.#mayGlue = mayGlue && !isOurs;
    const pieces = [...before, ...ended, ...take(text, line)];
    return isOurs ? pieces : this.#noted(pieces);
  }

  /**
   * Releases everything that waits, because nothing arrived for a while: a torn word is spoken as
   * it is.
   */
  flush(): TextPiece[] {
    return this.#noted([
      ...this.#cut(this.#thinking.next(this.#stream.flush())),
      ...this.#segmenter.flush(),
    ]);
  }

  /** The turn is over. */
  end(): TextPiece[] {
    return this.#noted([
      ...this.#cut(this.#thinking.next(this.#stream.end())),
      ...this.release(),
      ...this.#segmenter.flush(),
    ]);
  }

  /**
   * For an answer without a single word (an emoji, a row of dots), what it contained. Null if it
   * had words, or no text at all. To be called at the end.
   */
  get wordless(): string | null {
    const { unsaid } = this.#segmenter;
    return this.#said || unsaid === '' ? null : unsaid;
  }

  /** What is held back as possible thinking was held too long: it is spoken. */
  release(): TextPiece[] {
    return this.#cut({ takesBack: false, words: this.#thinking.release() });
  }

  /**
   * Whether the words of the same stretch that were handed out before the last pieces turned out to
   * be thinking. Resets when read.
   */
  takeBack(): boolean {
    const tookBack = this.#tookBack;
    this.#tookBack = false;
    return tookBack;
  }

  /** Whether words are waiting for what follows them. */
  get pending(): boolean {
    return !this.holds && (this.#stream.pending || this.#segmenter.pending);
  }

  /** Whether a whole sentence is waiting, in case the next text continues it without a blank. */
  get endsSentence(): boolean {
    return this.#segmenter.endsSentence;
  }

  /** Whether words are waiting because they may be thinking. */
  get holds(): boolean {
    return this.#thinking.holds;
  }

  /** What was removed since the last call. */
  takeNotices(): readonly Notice[] {
    return this.#stream.takeNotices();
  }

  #noted(pieces: TextPiece[]): TextPiece[] {
    this.#said ||= pieces.length > 0;
    return pieces;
  }

  #cut({ takesBack, words }: Pick<Speakable, 'takesBack' | 'words'>): TextPiece[] {
    if (takesBack) {
      this.#tookBack = true;
      this.#segmenter.takeBack();
    }
    return words.flatMap(({ text, line }) => this.#segmenter.push(text, line, this.#mayGlue));
  }
}

/**
 * The length of a part processed in one go; the slowest kind of text takes some milliseconds per
 * part.
 */
const PART_LENGTH = 400;
const SHORTEST_PART = PART_LENGTH / 2;

/**
 * Splits a text into parts that can be processed one after the other, at blanks if there are any.
 */
function textParts(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  while (text.length - from > PART_LENGTH) {
    const blank = text.lastIndexOf(' ', from + PART_LENGTH - 1) + 1;
    const hard = from + PART_LENGTH - (isHighSurrogate(text, from + PART_LENGTH - 1) ? 1 : 0);
    const to = blank - from >= SHORTEST_PART ? blank : hard;
    parts.push(text.slice(from, to));
    from = to;
  }
  parts.push(text.slice(from));
  return parts;
}

function isHighSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code <= 0xdbff;
}

/** Whether any part of a whole text is spoken. */
export function saysSomething(
  text: string,
  options: Pick<SpokenPiecesOptions, 'tools' | 'keepMarkup'>,
): boolean {
  const habit = new ThinkingHabit();
  const pieces = new SpokenPieces({ ...options, language: 'en', linesArePhrases: false, habit });
  const says = (part: TextPart) => pieces.add(part, 0, null).length > 0;
  return pieces.partsOf(text).some(says) || pieces.end().length > 0;
}

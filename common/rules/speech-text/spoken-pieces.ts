import type { Notice } from './markup/markup-rule.ts';
import { SpeakableStream } from './markup/speakable-stream.ts';
import type { Speakable } from './markup/speakable-text.ts';
import { LineJoins } from './segmentation/line-joins.ts';
import { Segmenter, type TextPiece } from './segmentation/segmenter.ts';
import { ThinkingFirst, ThinkingHabit } from './thinking-first.ts';

export interface SpokenPiecesOptions {
  /** BCP 47, of the agent. */
  readonly language: string;
  /** Names of the tools that the model has, to know a call that is written as words. */
  readonly tools: readonly string[];
  /** Each line is a phrase of its own, as handlers send them; what a model sends is torn anywhere. */
  readonly linesArePhrases: boolean;
  /** Markup goes to the voice as it is written; thinking and tool calls are taken out all the same. */
  readonly keepMarkup: boolean;
  /** The habit of the model or handler that answers. */
  readonly habit: ThinkingHabit;
}

/** A text, or as much of one as is looked through in one go. */
export interface TextPart {
  readonly text: string;
  /** What is missing between it and the line before. */
  readonly gap: string;
  /** What follows may belong to its last word. */
  readonly mayGlue: boolean;
}

/**
 * The way from a turn's text, as a handler or a model sends it, to pieces that can be spoken: what
 * is not to be spoken is taken out over the stream, then it is cut at sentences of the agent's
 * language. One for each turn, the same for both modes.
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
   * Adds text of a line and returns the pieces that are now complete.
   *
   * @param stretch counts what a model or handler writes in one go: each may begin with thinking.
   * Null: a sentence of ours, which never waits
   */
  push(text: string, line: number, stretch: number | null): TextPiece[] {
    return this.partsOf(text).flatMap((part) => this.add(part, line, stretch));
  }

  /** A text in parts, to be added one after the other. Asked once for each text, in order. */
  partsOf(text: string): TextPart[] {
    const gap = this.#joins?.gapBefore(text) ?? '';
    const mayGlue = this.#joins?.mayGlue ?? true;
    return textParts(text).map((part, n, { length }) => ({
      text: part,
      gap: n === 0 ? gap : '',
      mayGlue: !/\s$/.test(part) && (n < length - 1 || mayGlue),
    }));
  }

  /** As `push`, of a part. */
  add({ text, gap, mayGlue }: TextPart, line: number, stretch: number | null): TextPiece[] {
    const isOurs = stretch === null;
    const isNew = !isOurs && stretch !== this.#stretch;
    // A mark would have come with the words that it ends.
    const before = isNew ? this.release() : [];
    if (isNew) this.#thinking.begin();
    if (!isOurs) this.#stretch = stretch;
    const take = (words: string, from: number) => {
      const speakable = this.#stream.push(words, from);
      return this.#cut(isOurs ? speakable : this.#thinking.next(speakable));
    };
    // The gap belongs to the line that it ends.
    this.#mayGlue = false;
    const ended = gap === '' ? [] : take(gap, this.#line);
    this.#line = line;
    this.#mayGlue = mayGlue && !isOurs;
    const pieces = [...before, ...ended, ...take(text, line)];
    return isOurs ? pieces : this.#noted(pieces);
  }

  /** Everything that waits, as nothing came for a while: a torn word goes out as it is. */
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
   * What of an answer without a single word was to be said: an emoji, a row of dots. Null where a
   * piece came of it, or nothing was to be said at all. Asked at the end.
   */
  get wordless(): string | null {
    const { unsaid } = this.#segmenter;
    return this.#said || unsaid === '' ? null : unsaid;
  }

  /** What is held back as thinking was held for too long: it is spoken. */
  release(): TextPiece[] {
    return this.#cut({ takesBack: false, words: this.#thinking.release() });
  }

  /**
   * Whether what was handed out before the last pieces, of the same stretch, turned out to be
   * thinking. Asked once.
   */
  takeBack(): boolean {
    const tookBack = this.#tookBack;
    this.#tookBack = false;
    return tookBack;
  }

  /** Whether words wait for what follows them. */
  get pending(): boolean {
    return !this.holds && (this.#stream.pending || this.#segmenter.pending);
  }

  /** Whether a whole sentence waits, for what might be glued to it. */
  get endsSentence(): boolean {
    return this.#segmenter.endsSentence;
  }

  /** Whether words wait because they may be thinking. */
  get holds(): boolean {
    return this.#thinking.holds;
  }

  /** What was left out since it was asked last. */
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

/** A part that is taken in one go: what is slowest to look through takes some milliseconds. */
const PART_LENGTH = 400;
const SHORTEST_PART = PART_LENGTH / 2;

/** A text in parts that can be looked through one after the other; torn at blanks where there are any. */
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

/** Whether anything of a whole text is spoken. */
export function saysSomething(
  text: string,
  options: Pick<SpokenPiecesOptions, 'tools' | 'keepMarkup'>,
): boolean {
  const habit = new ThinkingHabit();
  const pieces = new SpokenPieces({ ...options, language: 'en', linesArePhrases: false, habit });
  const says = (part: TextPart) => pieces.add(part, 0, null).length > 0;
  return pieces.partsOf(text).some(says) || pieces.end().length > 0;
}

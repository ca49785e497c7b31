import type { Notice } from './markup/markup-rule.ts';
import { SpeakableStream } from './markup/speakable-stream.ts';
import type { Speakable } from './markup/speakable-text.ts';
import { LineJoins } from './segmentation/line-joins.ts';
import { Segmenter, type TextPiece } from './segmentation/segmenter.ts';

/**
 * The way from a turn's text, as a handler or a model sends it, to pieces that can be spoken: what
 * is not to be spoken is taken out over the stream, then it is cut at sentences of the agent's
 * language. One for each turn, the same for both modes.
 */
export class SpokenPieces {
  readonly #joins: LineJoins | null;
  readonly #stream: SpeakableStream;
  readonly #segmenter: Segmenter;

  /**
   * @param language BCP 47, of the agent
   * @param tools names of the tools that the model has, to know a call that is written as words
   * @param linesArePhrases each line is a phrase of its own, as handlers send them; what a model
   * sends is torn anywhere
   */
  constructor(language: string, tools: readonly string[], linesArePhrases: boolean) {
    this.#joins = linesArePhrases ? new LineJoins() : null;
    this.#stream = new SpeakableStream(tools);
    this.#segmenter = new Segmenter(language);
  }

  /** Adds text of a line and returns the pieces that are now complete. */
  push(text: string, line: number): TextPiece[] {
    return this.add(this.joined(text), line);
  }

  /** The text with what separates it from the one before; each text once, in order. */
  joined(text: string): string {
    return this.#joins?.next(text) ?? text;
  }

  /** Adds a part of a text that was joined. */
  add(part: string, line: number): TextPiece[] {
    return this.#cut(this.#stream.push(part, line));
  }

  /** Everything that waits, as nothing came for a while: a torn word goes out as it is. */
  flush(): TextPiece[] {
    return [...this.#cut(this.#stream.flush()), ...this.#segmenter.flush()];
  }

  /** The turn is over. */
  end(): TextPiece[] {
    return [...this.#cut(this.#stream.end()), ...this.#segmenter.flush()];
  }

  /** Whether words wait for what follows them. */
  get pending(): boolean {
    return this.#stream.pending || this.#segmenter.pending;
  }

  /** What was left out since it was asked last. */
  takeNotices(): readonly Notice[] {
    return this.#stream.takeNotices();
  }

  #cut({ takesBack, words }: Speakable): TextPiece[] {
    if (takesBack) this.#segmenter.takeBack();
    return words.flatMap(({ text, line }) => this.#segmenter.push(text, line));
  }
}

/** A part that is taken in one go: what is slowest to look through takes some milliseconds. */
const PART_LENGTH = 400;
const SHORTEST_PART = PART_LENGTH / 2;

/** A text in parts that can be looked through one after the other; torn at blanks where there are any. */
export function textParts(text: string): string[] {
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
export function saysSomething(text: string, tools: readonly string[]): boolean {
  const pieces = new SpokenPieces('en', tools, false);
  return textParts(text).some((part) => pieces.add(part, 0).length > 0) || pieces.end().length > 0;
}

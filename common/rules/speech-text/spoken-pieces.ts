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
    return this.#cut(this.#stream.push(this.#joins?.next(text) ?? text, line));
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

/** Whether anything of a whole text is spoken. */
export function saysSomething(text: string, tools: readonly string[]): boolean {
  const pieces = new SpokenPieces('en', tools, false);
  return pieces.push(text, 0).length > 0 || pieces.end().length > 0;
}

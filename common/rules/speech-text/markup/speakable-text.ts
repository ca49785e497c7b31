/** Words to be spoken, and the number of the answer's line they came in. */
export interface Words {
  readonly text: string;
  readonly line: number;
}

/** The part of a stream that can be spoken now. */
export interface Speakable {
  /**
   * The words before these that were not handed out yet turned out to be thinking: drop them first.
   */
  readonly takesBack: boolean;
  /** A mark opened thinking, so the text before it was not thinking. */
  readonly opensThinking: boolean;
  readonly words: readonly Words[];
}

/** Where a line of the answer begins in a text. */
export interface LineMark {
  readonly line: number;
  readonly from: number;
}

/** Collects the words to be spoken from a text, by the lines they came in. */
export class SpeakableText implements Speakable {
  takesBack = false;
  opensThinking = false;
  readonly words: { text: string; line: number }[] = [];
  readonly #marks: readonly LineMark[];
  #mark = 0;

  constructor(marks: readonly LineMark[]) {
    this.#marks = marks;
  }

  /**
   * Words spoken in place of what was written at `at`, which must not be before an earlier place.
   */
  add(text: string, at: number): void {
    if (text === '') return;
    const { line } = this.#markAt(at);
    const last = this.words.at(-1);
    if (last?.line === line) last.text += text;
    else this.words.push({ text, line });
  }

  /** Words spoken as they are written. They may span several lines. */
  copy(text: string, from: number, to: number): void {
    for (let at = from; at < to; ) {
      const { end } = this.#markAt(at);
      this.add(text.slice(at, Math.min(end, to)), at);
      at = end;
    }
  }

  takeBack(): void {
    this.takesBack = true;
    this.words.length = 0;
  }

  #markAt(at: number): { readonly line: number; readonly end: number } {
    const endOf = () => this.#marks[this.#mark + 1]?.from ?? Number.POSITIVE_INFINITY;
    while (endOf() <= at) this.#mark += 1;
    return { line: this.#marks[this.#mark]?.line ?? 0, end: endOf() };
  }
}

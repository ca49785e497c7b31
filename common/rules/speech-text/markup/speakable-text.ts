/** Words to be spoken, and the line of the answer that they came in. */
export interface Words {
  readonly text: string;
  readonly line: number;
}

/** What of a stream is to be spoken now. */
export interface Speakable {
  /**
   * What came before and was not yet handed out turned out to be a model's thinking: it is to be
   * forgotten, before these words.
   */
  readonly takesBack: boolean;
  /** A mark said that thinking begins: no thinking came before it. */
  readonly opensThinking: boolean;
  readonly words: readonly Words[];
}

/** Where in a text a line of the answer begins. */
export interface LineMark {
  readonly line: number;
  readonly from: number;
}

/** Gathers what is spoken of a text, by the lines it came in. */
export class SpeakableText implements Speakable {
  takesBack = false;
  opensThinking = false;
  readonly words: { text: string; line: number }[] = [];
  readonly #marks: readonly LineMark[];
  #mark = 0;

  constructor(marks: readonly LineMark[]) {
    this.#marks = marks;
  }

  /** What is said in place of something written at `at`; never before an earlier place. */
  add(text: string, at: number): void {
    if (text === '') return;
    const { line } = this.#markAt(at);
    const last = this.words.at(-1);
    if (last?.line === line) last.text += text;
    else this.words.push({ text, line });
  }

  /** What is said as it is written; it may have come in several lines. */
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

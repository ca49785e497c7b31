/**
 * Cuts a byte stream into lines as they arrive. Copes with torn lines, split UTF-8, CRLF and a
 * missing final newline. Blank lines are dropped, and so is the content of a line that is too long.
 */
export class LineSplitter {
  readonly #decoder = new TextDecoder('utf-8');
  readonly #longest: number;
  #rest = '';
  #isTooLong = false;

  /** @param longest the longest line to keep, in characters */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /**
   * The lines completed by this chunk, without their line breaks; null for one that was too long.
   */
  push(chunk: Uint8Array): (string | null)[] {
    return this.#split(this.#decoder.decode(chunk, { stream: true }));
  }

  /** The last line, if the stream did not end with a newline. */
  end(): (string | null)[] {
    return this.#split(`${this.#decoder.decode()}\n`);
  }

  #split(text: string): (string | null)[] {
    const lines: (string | null)[] = [];
    let from = 0;
    // Only the new text is searched, so a long line that drips in costs linear time.
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      this.#add(text.slice(from, end));
      const line = this.#take();
      if (line !== '') lines.push(line);
      from = end + 1;
    }
    this.#add(text.slice(from));
    return lines;
  }

  #add(part: string): void {
    if (this.#rest.length + part.length > this.#longest) this.#isTooLong = true;
    this.#rest = this.#isTooLong ? '' : this.#rest + part;
  }

  #take(): string | null {
    const line = this.#isTooLong ? null : this.#rest.trim();
    this.#rest = '';
    this.#isTooLong = false;
    return line;
  }
}

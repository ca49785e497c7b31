/**
 * Cuts a byte stream into lines as they arrive. Copes with torn lines, split UTF-8, CRLF and a
 * missing final newline (behaviour.md 3.3). Blank lines are dropped.
 */
export class LineSplitter {
  readonly #decoder = new TextDecoder('utf-8');
  #rest = '';

  /** Lines that this chunk completed, without their ends. */
  push(chunk: Uint8Array): string[] {
    return this.#split(this.#decoder.decode(chunk, { stream: true }), false);
  }

  /** The last line, if the stream did not end with a newline. */
  end(): string[] {
    return this.#split(this.#decoder.decode(), true);
  }

  #split(text: string, atEnd: boolean): string[] {
    // Only the new text is searched, so a long line that drips in costs linear time.
    if (!text.includes('\n') && !atEnd) {
      this.#rest += text;
      return [];
    }
    const lines = (this.#rest + text).split('\n');
    this.#rest = atEnd ? '' : (lines.pop() ?? '');
    return lines.map((line) => line.trim()).filter((line) => line !== '');
  }
}

import type { ResponseInstruction } from '../../../common/rules/answers/voice-response.ts';
import type { CallLog } from '../call-log.ts';

/** A line of the log is no longer, so that a long answer without an end shows up too. */
const LONGEST_LINE = 240;
const SENTENCE_END = /(?:[.!?…。！？।؟۔]["'”’)\]]*\s*|\n\s*)$/u;

/**
 * The lines of one answer in the call's log, numbered from 0, whoever answers. Words of a model are
 * gathered into lines: the first words at once, then a sentence each. A token a line would make
 * thousands of rows of one call.
 */
export class LoggedLines {
  readonly #log: CallLog;
  readonly #turn: number;
  #next = 0;
  #text = '';
  #atUs = 0;

  constructor(log: CallLog, turn: number) {
    this.#log = log;
    this.#turn = turn;
  }

  /** Notes words that just came; returns the line they belong to. */
  add(text: string): number {
    if (this.#text === '') this.#atUs = this.#log.nowUs();
    this.#text += text;
    const line = this.#next;
    const isOver = SENTENCE_END.test(this.#text) || this.#text.length >= LONGEST_LINE;
    if (line === 0 || isOver) this.flush();
    return line;
  }

  /** A line of its own; what was gathered is written before it. */
  instruction({ text, interim, action, digits }: ResponseInstruction): number {
    const line = this.skip();
    this.#log.append('response.line', this.#turn, { line, text, interim, action, digits });
    return line;
  }

  /** Takes a number, which it returns, for a line that is not written. */
  skip(): number {
    this.flush();
    return this.#next++;
  }

  /** Writes what was gathered, as of when its first word came. */
  flush(): void {
    if (this.#text === '') return;
    const line = this.#next++;
    const data = { line, text: this.#text, interim: true, action: null, digits: null };
    this.#text = '';
    this.#log.append('response.line', this.#turn, data, this.#atUs);
  }
}

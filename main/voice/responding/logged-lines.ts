import type { ResponseInstruction } from '../../../common/rules/answers/voice-response.ts';
import type { CallLog } from '../call-log.ts';

/**
 * The maximum length of a line in the log, so that a long answer without line breaks appears there
 * too.
 */
const LONGEST_LINE = 240;
const SENTENCE_END = /(?:[.!?…。！？।؟۔]["'”’)\]]*\s*|\n\s*)$/u;

/**
 * Logs the lines of one answer, numbered from 0, whoever answers. A model's words are collected
 * into lines: the first words at once, then sentence by sentence. One line per token would make
 * thousands of rows per call.
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

  /** Adds words that just arrived; returns the number of their line. */
  add(text: string): number {
    if (this.#text === '') this.#atUs = this.#log.nowUs();
    this.#text += text;
    const line = this.#next;
    const isOver = SENTENCE_END.test(this.#text) || this.#text.length >= LONGEST_LINE;
    if (line === 0 || isOver) this.flush();
    return line;
  }

  /** Logs an instruction as a line of its own, after what was collected. */
  instruction({ text, interim, action, digits }: ResponseInstruction): number {
    const line = this.skip();
    this.#log.append('response.line', this.#turn, { line, text, interim, action, digits });
    return line;
  }

  /** Uses up a line number, and returns it, without logging a line. */
  skip(): number {
    this.flush();
    return this.#next++;
  }

  /** Logs what was collected, with the time of its first word. */
  flush(): void {
    if (this.#text === '') return;
    const line = this.#next++;
    const data = { line, text: this.#text, interim: true, action: null, digits: null };
    this.#text = '';
    this.#log.append('response.line', this.#turn, data, this.#atUs);
  }
}

import type { CallWarning } from '../../contract/index.ts';
import { LONGEST_ANSWER_LINE } from './answer-limits.ts';
import { type ReadResponse, type ResponseInstruction, readResponse } from './voice-response.ts';

/** One line of a streamed answer. */
export interface ReadLine {
  /** The number of the line, from 0; null for a line that is ignored. */
  readonly line: number | null;
  /** Null if the line asks for nothing. */
  readonly instruction: ResponseInstruction | null;
  readonly warnings: readonly CallWarning[];
}

/**
 * Reads the lines of one streamed answer in order, and warns about what only their order reveals.
 */
export class AnswerLines {
  #lines = 0;
  #closed = false;
  #spoke = false;
  #warnedAfterFinal = false;

  /** @param json null for a line that was too long to be stored */
  next(json: string | null): ReadLine {
    if (this.#closed) return { line: null, instruction: null, warnings: this.#afterFinal() };
    const line = this.#lines++;
    const { instruction, warnings } =
      json === null ? TOO_LONG_LINE : BEGUN.test(json) ? OVER_SEVERAL_LINES : readResponse(json);
    if (instruction && (!instruction.interim || instruction.action)) this.#closed = true;
    const spokeBefore = this.#spoke;
    if (instruction && instruction.text.trim() !== '') this.#spoke = true;
    return {
      line,
      instruction,
      warnings: warnings
        // A final line without words is fine if words came before it.
        .filter(({ code }) => code !== 'empty_text' || !this.#closed || !spokeBefore)
        .map((warning) => ofLine(warning, line)),
    };
  }

  /** The answer is over. */
  end(): readonly CallWarning[] {
    if (this.#lines === 0) return [EMPTY_BODY];
    return this.#closed ? [] : [NO_FINAL_LINE];
  }

  #afterFinal(): readonly CallWarning[] {
    if (this.#warnedAfterFinal) return [];
    this.#warnedAfterFinal = true;
    return [LINES_AFTER_FINAL];
  }
}

/**
 * Reads an answer that is one object. `interim` is ignored, because it has a meaning only in a
 * stream.
 */
export function readWholeAnswer(body: string): ReadResponse {
  if (body.trim() === '') return { instruction: null, warnings: [EMPTY_BODY] };
  if (body.length > LONGEST_ANSWER_LINE) return TOO_LONG_OBJECT;
  const { instruction, warnings } = readResponse(body.trim());
  return {
    instruction: instruction && { ...instruction, interim: false },
    warnings: warnings.map((warning) => asStream(warning, body.trim())),
  };
}

/** @param contentType of the answer, in any case, with parameters */
export function isStreamedAnswer(contentType: string | null): boolean {
  return /ndjson|jsonlines|jsonl\b/i.test(contentType ?? '');
}

function ofLine(warning: CallWarning, line: number): CallWarning {
  if (warning.code !== 'not_json') return warning;
  const message = `Line ${line + 1} was skipped. ${warning.message}`;
  return { code: 'malformed_line', message };
}

/** The most common reason why an answer is not JSON: it is a stream with the wrong content type. */
function asStream(warning: CallWarning, body: string): CallWarning {
  if (warning.code !== 'not_json' || !/^\{.*\}\s*\n\s*\{/s.test(body)) return warning;
  return {
    code: 'not_json',
    message:
      'The answer has several lines of JSON but is not marked as a stream, so nothing was spoken. Send it with Content-Type: application/x-ndjson.',
  };
}

/** A line that only opens an object or list: the JSON was written over several lines. */
const BEGUN = /^[{[]\s*$/;
const OVER_SEVERAL_LINES: ReadResponse = {
  instruction: null,
  warnings: [
    {
      code: 'not_json',
      message:
        'An object or a list is begun on it and goes on over several lines, but each line of a stream is an object of its own. Write each on one line, without indentation and without a list around them.',
    },
  ],
};
const LONGEST = `${LONGEST_ANSWER_LINE / 1024 / 1024} MiB`;
const TOO_LONG_LINE: ReadResponse = {
  instruction: null,
  warnings: [
    { code: 'not_json', message: `It is longer than ${LONGEST}. Send a sentence or two per line.` },
  ],
};
const TOO_LONG_OBJECT: ReadResponse = {
  instruction: null,
  warnings: [
    {
      code: 'response_too_large',
      message: `The answer is one JSON object of more than ${LONGEST}, so nothing was spoken. Answer with less, or line by line as application/x-ndjson.`,
    },
  ],
};
const EMPTY_BODY: CallWarning = {
  code: 'empty_body',
  message: 'The answer was empty, so the caller hears silence. Send {"text": "…"}.',
};
const NO_FINAL_LINE: CallWarning = {
  code: 'no_final_chunk',
  message:
    'The stream ended without a line that lacks "interim": true. The turn was closed at the end of the body; send the last line without "interim".',
};
const LINES_AFTER_FINAL: CallWarning = {
  code: 'lines_after_final',
  message:
    'Lines after the first one without "interim": true are ignored: that line closes the turn. Mark all but the last with "interim": true.',
};

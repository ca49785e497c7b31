/** Limits for one answer, so that none can block the main thread or keep a call for itself. */

/** Lines of a stream. This is half an hour of words that come one by one. */
export const MOST_ANSWER_LINES = 5_000;
/** Characters of one line of a stream, or of an answer that is one object. */
export const LONGEST_ANSWER_LINE = 1024 * 1024;
/** Characters of an answer that are spoken: more than an hour of speech. */
export const MOST_SPOKEN_CHARACTERS = 65_536;
/** Pieces into which an answer is cut for speaking. */
export const MOST_SPOKEN_PIECES = 1_000;
/** Milliseconds of the main thread that cutting an answer into pieces may take. */
export const MOST_SPEECH_WORK_MS = 2_000;
/** Warnings about one answer. */
export const MOST_ANSWER_WARNINGS = 100;

/**
 * JSON that is nested more deeply, or has more values and fields, is no real answer and would be
 * expensive to parse.
 */
const DEEPEST = 100;
const MOST_VALUES = 10_000;

/** Whether JSON text is nested too deeply, or has too many parts, to be parsed at all. */
export function isTooIntricate(json: string): boolean {
  let depth = 0;
  let values = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === COMMA) values += 1;
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      depth += 1;
      values += 1;
    } else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) depth -= 1;
    if (depth > DEEPEST || values > MOST_VALUES) return true;
  }
  return false;
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_BRACKET, CLOSE_BRACKET] = [0x5b, 0x5d];
const [OPEN_BRACE, CLOSE_BRACE] = [0x7b, 0x7d];

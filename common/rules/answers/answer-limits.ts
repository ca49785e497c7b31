/** How much of one answer is taken, so that none keeps the main thread or a call to itself. */

/** Lines of a stream: half an hour of words, one by one. */
export const MOST_ANSWER_LINES = 5_000;
/** Characters of one line of a stream, or of an answer that is one object. */
export const LONGEST_ANSWER_LINE = 1024 * 1024;
/** Characters of an answer that are spoken: more than an hour of speech. */
export const MOST_SPOKEN_CHARACTERS = 65_536;
/** Pieces that an answer is spoken in. */
export const MOST_SPOKEN_PIECES = 1_000;
/** Milliseconds of the main thread that cutting an answer into pieces may take. */
export const MOST_SPEECH_WORK_MS = 2_000;
/** Warnings about one answer. */
export const MOST_ANSWER_WARNINGS = 100;

/** Deeper JSON, or with more values and fields, is not an answer, and costs too much to read. */
const DEEPEST = 100;
const MOST_VALUES = 10_000;

/** Whether JSON text is nested so deeply, or has so many parts, that it is not to be parsed. */
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

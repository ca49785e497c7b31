import { readShellWord, SHELL_WORD } from '../../../common/rules/quoting/shell.ts';

/** What a pasted request contains; null for whatever is missing. */
export interface PastedRequest {
  readonly timestamp: string | null;
  readonly signature: string | null;
  readonly body: string | null;
}

const TIMESTAMP = 'x-webhook-timestamp';
const SIGNATURE = 'x-webhook-signature';

/** Reads raw HTTP or a curl command. Null if it has neither header. */
export function readPastedRequest(text: string): PastedRequest | null {
  const isCurl = /^\s*curl\s/.test(text);
  const timestamp = headerIn(text, TIMESTAMP);
  const signature = headerIn(text, SIGNATURE);
  if (timestamp === null && signature === null) return null;
  return { timestamp, signature, body: isCurl ? curlBody(text) : rawBody(text) };
}

function headerIn(text: string, name: string): string | null {
  const match = new RegExp(`${name}["']?\\s*[:=]\\s*["']?([^"'\\r\\n\\\\]+)`, 'i').exec(text);
  return match?.[1]?.trim() ?? null;
}

/** Everything after the first empty line. */
function rawBody(text: string): string | null {
  const end = /\r?\n\r?\n/.exec(text);
  return end === null ? null : text.slice(end.index + end[0].length);
}

/** The value of a data option, without the shell's quoting. */
function curlBody(text: string): string | null {
  const option = /(?:--data(?:-raw|-binary)?|-d)\s+/.source;
  const match = new RegExp(`${option}(${SHELL_WORD.source})`).exec(text);
  return match?.[1] === undefined ? null : readShellWord(match[1]);
}

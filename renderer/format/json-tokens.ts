export interface JsonToken {
  readonly kind: 'key' | 'string' | 'number' | 'plain';
  readonly text: string;
  /** The offset in the text, which serves as a stable key. */
  readonly at: number;
}

const PATTERN =
  /("(?:\\.|[^"\\\n])*")(\s*:)?|(?<![\w.])(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\b/g;

/**
 * Splits JSON, or text that contains JSON, into coloured tokens. Joined, they are the original
 * text.
 */
export function jsonTokens(text: string): readonly JsonToken[] {
  const tokens: JsonToken[] = [];
  let end = 0;
  for (const match of text.matchAll(PATTERN)) {
    const [whole, quoted, colon] = match;
    const token = quoted ?? whole;
    if (match.index > end) {
      tokens.push({ kind: 'plain', text: text.slice(end, match.index), at: end });
    }
    const kind = quoted === undefined ? 'number' : colon === undefined ? 'string' : 'key';
    tokens.push({ kind, text: token, at: match.index });
    end = match.index + token.length;
  }
  if (end < text.length) tokens.push({ kind: 'plain', text: text.slice(end), at: end });
  return tokens;
}

/** Indented JSON, or null when the text is not JSON. */
export function prettyJson(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

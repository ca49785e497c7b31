/**
 * Matches a lone surrogate, a whole pair, or any other escape. The last keeps `\\ud800` from being
 * read as a surrogate.
 */
const ESCAPES =
  /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[dD][89a-fA-F][\da-fA-F]{2}|\\[\s\S]/g;
const LONE_LENGTH = '\\ud800'.length;

/**
 * JSON without lone surrogates, which only escapes can bring into it. UTF-8 cannot encode them, so
 * some stores would keep what others lose. They are replaced by U+FFFD before anything else reads
 * them.
 */
export function wellFormedJson(source: string): string {
  if (!/\\u[dD][89a-fA-F]/.test(source)) return source;
  return source.replace(ESCAPES, (each) => (each.length === LONE_LENGTH ? '\\ufffd' : each));
}

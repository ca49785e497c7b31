/** Half of a pair, a whole pair, or any other escape, so that `\\ud800` is not taken for one. */
const ESCAPES =
  /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[dD][89a-fA-F][\da-fA-F]{2}|\\[\s\S]/g;
const LONE_LENGTH = '\\ud800'.length;

/**
 * JSON without halves of characters, which escapes alone can bring into it. UTF-8 has no form for
 * them: the one place would keep what the other loses. They become U+FFFD before anybody sees them.
 */
export function wellFormedJson(source: string): string {
  if (!/\\u[dD][89a-fA-F]/.test(source)) return source;
  return source.replace(ESCAPES, (each) => (each.length === LONE_LENGTH ? '\\ufffd' : each));
}

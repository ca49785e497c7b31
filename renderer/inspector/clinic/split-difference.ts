interface Side {
  readonly first: string;
  readonly rest: string;
}

/** The common beginning of two texts, and how each continues. Never splits a character. */
export function splitAtDifference(
  a: string,
  b: string,
): { readonly same: string; readonly left: Side; readonly right: Side } {
  const left = [...a];
  const right = [...b];
  let end = 0;
  while (end < left.length && end < right.length && left[end] === right[end]) end += 1;
  const side = (characters: readonly string[]): Side => ({
    first: characters[end] ?? '',
    rest: characters.slice(end + 1).join(''),
  });
  return { same: left.slice(0, end).join(''), left: side(left), right: side(right) };
}

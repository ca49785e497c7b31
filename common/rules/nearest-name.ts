/** What somebody who wrote a name most likely meant. */

/** The name that is meant by another spelling, an abbreviation or a slip of the fingers; null for none. */
export function nearestName(written: string, names: readonly string[]): string | null {
  const plain = plainly(written);
  let nearest: { readonly name: string; readonly slips: number } | null = null;
  for (const name of names) {
    const wanted = plainly(name);
    const slips = beginsLike(plain, wanted) ? 1 : slipsBetween(plain, wanted);
    // A third of the letters wrong is another word.
    if (slips > Math.floor(Math.max(plain.length, wanted.length) / 3)) continue;
    if (nearest === null || slips < nearest.slips) nearest = { name, slips };
  }
  return nearest?.name ?? null;
}

/** ` Did you mean "beginMessage"?`, with the blank before it; nothing where nobody can tell. */
export function didYouMean(written: string, names: readonly string[]): string {
  const nearest = nearestName(written, names);
  return nearest === null ? '' : ` Did you mean "${nearest}"?`;
}

/** Without regard to case and to what parts words: `begin_message` is `beginMessage`. */
function plainly(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]/g, '');
}

/** A unit or an `Id` left out or added: `timeout` for `timeoutMs`. */
function beginsLike(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  return shorter >= 4 && (a.startsWith(b) || b.startsWith(a));
}

/** Letters missing, too many, wrong, or in each other's place (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[b.length] ?? 0;
}

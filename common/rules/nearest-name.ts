/** What a person who misspelt a name most likely meant. */

/**
 * The name that another spelling, an abbreviation or a typing error stands for; null if there is
 * none.
 */
export function nearestName(written: string, names: readonly string[]): string | null {
  const plain = plainly(written);
  let nearest: { readonly name: string; readonly slips: number } | null = null;
  for (const name of names) {
    const wanted = plainly(name);
    const slips = beginsLike(plain, wanted) ? 1 : slipsBetween(plain, wanted);
    // With a third of its letters wrong, it counts as a different word.
    if (slips > Math.floor(Math.max(plain.length, wanted.length) / 3)) continue;
    if (nearest === null || slips < nearest.slips) nearest = { name, slips };
  }
  return nearest?.name ?? null;
}

/** ` Did you mean "beginMessage"?`, including the leading blank; empty if no name comes close. */
export function didYouMean(written: string, names: readonly string[]): string {
  const nearest = nearestName(written, names);
  return nearest === null ? '' : ` Did you mean "${nearest}"?`;
}

/** Ignores case and the separators between words: `begin_message` equals `beginMessage`. */
function plainly(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]/g, '');
}

/** Whether the names differ only by a missing or added unit or `Id`: `timeout` for `timeoutMs`. */
function beginsLike(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  return shorter >= 4 && (a.startsWith(b) || b.startsWith(a));
}

/** The number of letters missing, added, wrong or swapped (optimal string alignment distance). */
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

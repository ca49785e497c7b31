import type { DiffLine } from '../../../common/contract/index.ts';

export type FoldedLine =
  | { readonly kind: 'line'; readonly line: DiffLine }
  | { readonly kind: 'fold'; readonly at: number; readonly count: number };

/** This many equal lines stay visible on either side of a difference. */
const CONTEXT = 3;

/** The lines near differences. Stretches of equal lines further away become a count. */
export function folded(lines: readonly DiffLine[]): readonly FoldedLine[] {
  const near = new Array<boolean>(lines.length).fill(false);
  lines.forEach((line, index) => {
    if (line.kind === 'same') return;
    near.fill(true, Math.max(0, index - CONTEXT), index + CONTEXT + 1);
  });
  const result: FoldedLine[] = [];
  let index = 0;
  while (index < lines.length) {
    let end = index;
    while (end < lines.length && !near[end]) end += 1;
    // A fold takes up a line itself, so a single equal line is shown instead.
    if (end - index > 1) {
      result.push({ kind: 'fold', at: index, count: end - index });
      index = end;
      continue;
    }
    const line = lines[index];
    if (line) result.push({ kind: 'line', line });
    index += 1;
  }
  return result;
}

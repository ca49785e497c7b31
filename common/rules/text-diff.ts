import type { DiffLine } from '../contract/index.ts';

/** Beyond this, what is between the common beginning and end is shown as replaced. */
const MAX_CELLS = 4_000_000;

/** Compares two texts line by line: a shortest edit, removed lines before added ones. */
export function diffLines(left: string, right: string): DiffLine[] {
  const a = left === '' ? [] : left.split('\n');
  const b = right === '' ? [] : right.split('\n');
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (
    end < a.length - start &&
    end < b.length - start &&
    a[a.length - 1 - end] === b[b.length - 1 - end]
  ) {
    end += 1;
  }
  const lines: DiffLine[] = [];
  const same = (leftIndex: number, rightIndex: number) =>
    lines.push({
      kind: 'same',
      text: a[leftIndex] ?? '',
      leftNumber: leftIndex + 1,
      rightNumber: rightIndex + 1,
    });
  for (let index = 0; index < start; index += 1) same(index, index);
  middle(a, b, start, end, lines, same);
  for (let index = end; index > 0; index -= 1) same(a.length - index, b.length - index);
  return lines;
}

function middle(
  a: readonly string[],
  b: readonly string[],
  start: number,
  end: number,
  lines: DiffLine[],
  same: (leftIndex: number, rightIndex: number) => void,
): void {
  const height = a.length - end - start;
  const width = b.length - end - start;
  const removed = (index: number) =>
    lines.push({ kind: 'removed', text: a[index] ?? '', leftNumber: index + 1, rightNumber: null });
  const added = (index: number) =>
    lines.push({ kind: 'added', text: b[index] ?? '', leftNumber: null, rightNumber: index + 1 });
  if (height * width > MAX_CELLS) {
    for (let index = 0; index < height; index += 1) removed(start + index);
    for (let index = 0; index < width; index += 1) added(start + index);
    return;
  }
  const common = commonLengths(a, b, start, height, width);
  const at = (row: number, column: number) => common[row * (width + 1) + column] ?? 0;
  let row = 0;
  let column = 0;
  while (row < height || column < width) {
    if (row < height && column < width && a[start + row] === b[start + column]) {
      same(start + row, start + column);
      row += 1;
      column += 1;
    } else if (column >= width || (row < height && at(row + 1, column) >= at(row, column + 1))) {
      removed(start + row);
      row += 1;
    } else {
      added(start + column);
      column += 1;
    }
  }
}

/** Length of the longest common subsequence of what follows, for each pair of positions. */
function commonLengths(
  a: readonly string[],
  b: readonly string[],
  start: number,
  height: number,
  width: number,
): Uint32Array {
  const lengths = new Uint32Array((height + 1) * (width + 1));
  for (let row = height - 1; row >= 0; row -= 1) {
    for (let column = width - 1; column >= 0; column -= 1) {
      const here = row * (width + 1) + column;
      lengths[here] =
        a[start + row] === b[start + column]
          ? (lengths[here + width + 2] ?? 0) + 1
          : Math.max(lengths[here + width + 1] ?? 0, lengths[here + 1] ?? 0);
    }
  }
  return lengths;
}

/** JSON with a member per line, for comparing; other text as it is. */
export function comparableText(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

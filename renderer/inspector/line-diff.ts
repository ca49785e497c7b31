import type { DiffLine } from '../../common/contract/index.ts';

/** Beyond this many cells the middle is told as replaced, so that typing never waits. */
const CELLS = 1_000_000;

/** What an editor's text changed, line by line. Pure; the longest common lines stay. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const left = before.split('\n');
  const right = after.split('\n');
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head += 1;
  let tail = 0;
  while (
    tail < left.length - head &&
    tail < right.length - head &&
    left[left.length - 1 - tail] === right[right.length - 1 - tail]
  ) {
    tail += 1;
  }
  const lines: DiffLine[] = [];
  let l = 0;
  let r = 0;
  const same = () => {
    lines.push({ kind: 'same', text: left[l] ?? '', leftNumber: ++l, rightNumber: ++r });
  };
  const removed = () => {
    lines.push({ kind: 'removed', text: left[l] ?? '', leftNumber: ++l, rightNumber: null });
  };
  const added = () => {
    lines.push({ kind: 'added', text: right[r] ?? '', leftNumber: null, rightNumber: ++r });
  };
  while (l < head) same();
  const rows = left.length - head - tail;
  const columns = right.length - head - tail;
  if (rows * columns <= CELLS) {
    const lengths = commonLengths(left, right, head, rows, columns);
    const at = (row: number, column: number) => lengths[row * (columns + 1) + column] ?? 0;
    while (l - head < rows && r - head < columns) {
      if (left[l] === right[r]) same();
      else if (at(l - head + 1, r - head) >= at(l - head, r - head + 1)) removed();
      else added();
    }
  }
  while (l - head < rows) removed();
  while (r - head < columns) added();
  while (l < left.length) same();
  return lines;
}

/** Length of the longest common run of lines from each cell to the end. */
function commonLengths(
  left: readonly string[],
  right: readonly string[],
  head: number,
  rows: number,
  columns: number,
): Uint32Array {
  const width = columns + 1;
  const lengths = new Uint32Array((rows + 1) * width);
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        left[head + row] === right[head + column]
          ? (lengths[(row + 1) * width + column + 1] ?? 0) + 1
          : Math.max(
              lengths[(row + 1) * width + column] ?? 0,
              lengths[row * width + column + 1] ?? 0,
            );
    }
  }
  return lengths;
}

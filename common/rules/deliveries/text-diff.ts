import { diffArrays } from 'diff';
import type { DiffLine } from '../../contract/index.ts';

/**
 * Above this number of changed lines, everything between the common beginning and end is shown as
 * replaced.
 */
const MAX_CHANGED_LINES = 2_000;

/**
 * Compares two texts line by line: a shortest edit script, with removed lines before added ones.
 */
export function diffLines(left: string, right: string): DiffLine[] {
  const before = left === '' ? [] : left.split('\n');
  const after = right === '' ? [] : right.split('\n');
  const lines: DiffLine[] = [];
  let leftNumber = 0;
  let rightNumber = 0;
  for (const { kind, texts } of changes(before, after)) {
    for (const text of texts) {
      if (kind !== 'added') leftNumber += 1;
      if (kind !== 'removed') rightNumber += 1;
      lines.push({
        kind,
        text,
        leftNumber: kind === 'added' ? null : leftNumber,
        rightNumber: kind === 'removed' ? null : rightNumber,
      });
    }
  }
  return lines;
}

interface Change {
  readonly kind: DiffLine['kind'];
  readonly texts: readonly string[];
}

function changes(before: string[], after: string[]): Change[] {
  const found = diffArrays(before, after, { maxEditLength: MAX_CHANGED_LINES });
  if (!found) return replaced(before, after);
  return found.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    texts: value,
  }));
}

function replaced(before: readonly string[], after: readonly string[]): Change[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return [
    { kind: 'same', texts: before.slice(0, head) },
    { kind: 'removed', texts: before.slice(head, before.length - tail) },
    { kind: 'added', texts: after.slice(head, after.length - tail) },
    { kind: 'same', texts: before.slice(before.length - tail) },
  ];
}

/** JSON with one member per line, so that it can be compared; any other text unchanged. */
export function comparableText(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

import { deliveryOf, type ListRow } from './list-rows.ts';

/** Several deliveries that are chosen together, by their ids; empty when only one is shown. */
export type Marks = ReadonlySet<string>;

/** One more, or one less; the first time, what was shown alone is one of them. */
export function toggled(marks: Marks, id: string, shownId: string | null): Marks {
  const next = new Set(marks.size === 0 && shownId !== null ? [shownId] : marks);
  if (next.has(id)) next.delete(id);
  else next.add(id);
  return next.size < 2 ? new Set() : next;
}

/** All from one row to another, both among them. */
export function range(rows: readonly ListRow[], fromIndex: number, toIndex: number): Marks {
  const [first, last] = fromIndex < toIndex ? [fromIndex, toIndex] : [toIndex, fromIndex];
  return new Set(
    rows.slice(Math.max(0, first), last + 1).flatMap((row) => deliveryOf(row)?.id ?? []),
  );
}

import { deliveryOf, type ListRow } from './list-rows.ts';

/** The ids of deliveries that are selected together; empty when only one is shown. */
export type Marks = ReadonlySet<string>;

/** Adds or removes one. The first time, the delivery that was shown alone is included. */
export function toggled(marks: Marks, id: string, shownId: string | null): Marks {
  const next = new Set(marks.size === 0 && shownId !== null ? [shownId] : marks);
  if (next.has(id)) next.delete(id);
  else next.add(id);
  return next.size < 2 ? new Set() : next;
}

/** All from one row to another, including both. */
export function range(rows: readonly ListRow[], fromIndex: number, toIndex: number): Marks {
  const [first, last] = fromIndex < toIndex ? [fromIndex, toIndex] : [toIndex, fromIndex];
  return new Set(
    rows.slice(Math.max(0, first), last + 1).flatMap((row) => deliveryOf(row)?.id ?? []),
  );
}

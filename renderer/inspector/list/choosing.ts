import { asWalk } from '../../state/view-store.ts';
import type { MenuPlace } from '../../ui/overlays/context-menu.tsx';
import { showAttempt, useInspector } from '../inspector-store.ts';
import { deliveryOf, type ListRow } from './list-rows.ts';
import { range, toggled } from './marks.ts';

/** Selects a row's delivery and stops following. An open clinic stays and takes the delivery. */
export function choose(row: ListRow): void {
  if (row.kind === 'tests') {
    useInspector.setState({ onTests: true, marks: new Set(), anchorId: null });
    return;
  }
  useInspector.setState(({ tool }) => ({ tool: tool === 'clinic' ? tool : null }));
  showAttempt(row.delivery.id, row.kind === 'attempt' ? row.attempt.number : null);
}

/**
 * Moves the selection by one row or several. With `extends`, everything in between is selected too.
 */
export function step(
  rows: readonly ListRow[],
  fromIndex: number,
  by: number,
  isExtending: boolean,
): void {
  const toIndex = Math.min(rows.length - 1, Math.max(0, fromIndex + by));
  const next = rows[toIndex];
  if (next === undefined) return;
  if (isExtending) mark(rows, fromIndex, toIndex, 'range');
  else choose(next);
  asWalk();
}

/**
 * Selects several together: everything up to a row, or one more or less. That row is the one shown.
 */
export function mark(
  rows: readonly ListRow[],
  shownIndex: number,
  index: number,
  how: 'range' | 'toggle',
): void {
  const row = rows[index];
  const shownId = deliveryOf(rows[shownIndex])?.id ?? null;
  const id = deliveryOf(row)?.id;
  if (row === undefined || id === undefined) return;
  const before = useInspector.getState();
  const anchorId = before.anchorId ?? shownId ?? id;
  const anchorIndex = rows.findIndex((each) => deliveryOf(each)?.id === anchorId);
  const marks =
    how === 'range' ? range(rows, anchorIndex, index) : toggled(before.marks, id, shownId);
  choose(row);
  useInspector.setState({
    marks: marks.size < 2 ? new Set() : marks,
    anchorId: how === 'range' ? anchorId : id,
  });
}

/**
 * Opens the context menu of a row. Deliveries that are selected together stay selected if the row
 * is one of them.
 */
export function openRowMenu(row: ListRow, place: MenuPlace): void {
  const { marks, anchorId } = useInspector.getState();
  const isMarked = marks.has(deliveryOf(row)?.id ?? '');
  choose(row);
  useInspector.setState({ menu: place, ...(isMarked ? { marks, anchorId } : {}) });
}

/** Lists the tests one by one, or as one line. The same delivery stays shown. */
export function unfoldTests(open: boolean): void {
  useInspector.setState({ testsOpen: open, onTests: true });
}

import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
} from 'react';
import type { DeliverySummary } from '../../../common/contract/index.ts';
import { blockerOf, lanesOf } from '../../../common/rules/deliveries/lanes.ts';
import { useLive } from '../../state/live-store.ts';
import { agentById } from '../../state/selectors.ts';
import { useView } from '../../state/view-store.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { expand, useInspector } from '../inspector-store.ts';
import { choose, mark, openRowMenu, step, unfoldTests } from './choosing.ts';
import { AttemptRow, DeliveryRow, TestsRow } from './delivery-row.tsx';
import { deliveryOf, type ListRow, rowKey } from './list-rows.ts';
import { NoDeliveries } from './no-deliveries.tsx';
import type { Deliveries } from './use-deliveries.ts';

/** One line for the event, and a small one for the participants and the content. */
const ROW_HEIGHT_PX = 38;

/** Deliveries with their attempts below them, newest first unless sorted otherwise. */
export function DeliveryList(props: {
  deliveries: Deliveries;
  rows: readonly ListRow[];
  selectedIndex: number;
}) {
  const { deliveries, rows, selectedIndex } = props;
  const following = useView((view) => view.deliveryId === null);
  const list = useRef<{ scrollToTop(): void }>(null);
  useEffect(() => {
    if (following) list.current?.scrollToTop();
  }, [following]);
  const keyOf = useCallback((row: ListRow) => rowKey(row), []);
  const selected = rows[selectedIndex];
  const sights = useSights(deliveries.items);
  const onTouched = () => {
    if (following && selected?.kind === 'delivery' && rows.length > 1) choose(selected);
  };
  if (rows.length === 0) return <NoDeliveries deliveries={deliveries} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the tree inside
    <div
      onKeyDown={(event) => actOnKey(event, rows, selectedIndex)}
      onClick={(event) => press(event, rows, selectedIndex)}
      onContextMenu={(event) => askForMenu(event, rows, selectedIndex)}
      style={{ display: 'contents' }}
    >
      <VirtualList
        ref={list}
        label="Deliveries"
        items={rows}
        rowHeight={ROW_HEIGHT_PX}
        keyOf={keyOf}
        selectedIndex={following ? -1 : selectedIndex}
        anchored={!following}
        tree={{
          activeId: selected === undefined ? undefined : idOf(selected),
          multiselectable: true,
        }}
        onTouched={onTouched}
        onEndNear={deliveries.loadOlder}
      >
        {(row, index) => <Row row={row} selected={index === selectedIndex} sights={sights} />}
      </VirtualList>
    </div>
  );
}

/** What the rows show of things outside the delivery. */
interface Sights {
  agentNameOf(delivery: DeliverySummary): string | null;
  waitsFor(delivery: DeliverySummary): DeliverySummary | null;
}

function useSights(items: readonly DeliverySummary[]): Sights {
  const live = useLive((store) => store.state);
  // The live state is used instead of the list, because the delivery that blocks a lane may not be
  // listed.
  const lanes = useMemo(
    () => lanesOf(live === null ? items : [...live.deliveries, ...items]),
    [live, items],
  );
  const severalAgents = useMemo(
    () => new Set(items.map(({ agentId }) => agentId)).size > 1,
    [items],
  );
  return {
    agentNameOf: ({ agentId }) =>
      live === null || !severalAgents ? null : (agentById(live, agentId)?.name ?? null),
    waitsFor: (delivery) => blockerOf(delivery, lanes),
  };
}

function chooseAndExpand(delivery: DeliverySummary, expanded: boolean): void {
  choose({ kind: 'delivery', delivery, expanded, inTests: false });
  expand(delivery.id, expanded);
}

function idOf(row: ListRow): string {
  return `row-${rowKey(row)}`;
}

function Row(props: { row: ListRow; selected: boolean; sights: Sights }) {
  const { row, selected, sights } = props;
  const key = deliveryOf(row)?.id;
  const marked = useInspector(({ marks }) => key !== undefined && marks.has(key));
  const several = useInspector(({ marks }) => marks.size > 0);
  const id = idOf(row);
  switch (row.kind) {
    case 'tests':
      return (
        <TestsRow
          id={id}
          deliveries={row.deliveries}
          expanded={row.expanded}
          selected={selected}
          onExpand={unfoldTests}
        />
      );
    case 'attempt':
      return <AttemptRow id={id} attempt={row.attempt} selected={selected} />;
    case 'delivery': {
      const { delivery } = row;
      return (
        <DeliveryRow
          id={id}
          delivery={delivery}
          expanded={row.expanded}
          // A delivery that was removed from several selected ones is still shown, but no longer
          // selected.
          selected={several ? marked : selected}
          marked={marked}
          level={row.inTests ? 2 : 1}
          agentName={sights.agentNameOf(delivery)}
          waitsFor={sights.waitsFor(delivery)}
          onExpand={chooseAndExpand}
        />
      );
    }
    default:
      return row satisfies never;
  }
}

/** The index of the row that an event happened in; -1 for none. */
function rowIndexAt(target: EventTarget, rows: readonly ListRow[]): number {
  const item = target instanceof Element ? target.closest('[role="treeitem"]') : null;
  return item === null ? -1 : rows.findIndex((row) => idOf(row) === item.id);
}

function press(event: MouseEvent, rows: readonly ListRow[], selectedIndex: number): void {
  const index = rowIndexAt(event.target, rows);
  const row = rows[index];
  if (row === undefined) return;
  if (event.shiftKey) mark(rows, selectedIndex, index, 'range');
  else if (event.ctrlKey || event.metaKey) mark(rows, selectedIndex, index, 'toggle');
  else if (row.kind === 'tests') unfoldTests(!row.expanded);
  else choose(row);
}

/** Opened by a right click, or by the menu key for the active row. */
function askForMenu(event: MouseEvent, rows: readonly ListRow[], selectedIndex: number): void {
  const pressed = rowIndexAt(event.target, rows);
  const index = pressed < 0 ? selectedIndex : pressed;
  const row = rows[index];
  if (row === undefined || row.kind === 'tests') return;
  event.preventDefault();
  const byKey = pressed < 0 ? document.getElementById(idOf(row))?.getBoundingClientRect() : null;
  openRowMenu(
    row,
    byKey
      ? { xPx: byKey.left + 24, yPx: byKey.bottom - 6 }
      : { xPx: event.clientX, yPx: event.clientY },
  );
}

/** The keys of a tree: up and down, into a delivery's attempts and back. Shift selects several. */
function actOnKey(event: KeyboardEvent, rows: readonly ListRow[], selectedIndex: number): void {
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  const selected = rows[selectedIndex];
  const by = STEPS[event.key];
  if (by !== undefined) step(rows, selectedIndex, by, event.shiftKey);
  else if (event.key === 'Escape' && useInspector.getState().marks.size > 0) {
    useInspector.setState({ marks: new Set(), anchorId: null });
  } else if (selected?.kind === 'tests') {
    if (!['ArrowRight', 'ArrowLeft', 'Enter', ' '].includes(event.key)) return;
    unfoldTests(event.key === 'ArrowRight' || (event.key !== 'ArrowLeft' && !selected.expanded));
  } else if (event.key === 'ArrowRight' && selected?.kind === 'delivery') {
    expand(selected.delivery.id, true);
  } else if (event.key === 'ArrowLeft' && selected !== undefined) {
    const parent = rows.find(
      (row) => row.kind === 'delivery' && row.delivery.id === selected.delivery.id,
    );
    if (selected.kind === 'delivery') expand(selected.delivery.id, false);
    else if (parent) choose(parent);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

const STEPS: Readonly<Record<string, number | undefined>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -1_000_000,
  End: 1_000_000,
};

import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react';
import { useLive } from '../../state/live-store.ts';
import { asWalk, useView } from '../../state/view-store.ts';
import { productNowMs, useWallNowMs } from '../../state/window-clock.ts';
import { EmptyState, Spinner } from '../../ui/states.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { expand, showAttempt, useInspector } from '../inspector-store.ts';
import { AttemptRow, DeliveryRow } from './delivery-row.tsx';
import { type ListRow, rowKey } from './list-rows.ts';
import type { Deliveries } from './use-deliveries.ts';

const ROW_HEIGHT = 33;
const MINUTE_MS = 60_000;

/** Chooses what a row shows, and stops following. The clinic stays: there it is a pick for it. */
export function choose(row: ListRow): void {
  useInspector.setState(({ tool }) => ({ tool: tool === 'clinic' ? tool : null }));
  showAttempt(row.delivery.id, row.kind === 'attempt' ? row.attempt.number : null);
}

/** Deliveries, newest first, their attempts under them. */
export function DeliveryList(props: {
  deliveries: Deliveries;
  rows: readonly ListRow[];
  selectedIndex: number;
}) {
  const { deliveries, rows, selectedIndex } = props;
  const following = useView((view) => view.deliveryId === null);
  const clock = useLive((live) => live.state?.clock ?? null);
  const nowMs = useWallNowMs(MINUTE_MS);
  const list = useRef<{ scrollToTop(): void }>(null);
  useEffect(() => {
    if (following) list.current?.scrollToTop();
  }, [following]);
  const keyOf = useCallback((row: ListRow) => rowKey(row), []);
  const selected = rows[selectedIndex];
  const onTouched = () => {
    if (following && selected !== undefined && rows.length > 1) choose(selected);
  };
  if (rows.length === 0) return <NoDeliveries deliveries={deliveries} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the tree inside
    <div
      onKeyDown={(event) => actOnKey(event, rows, selectedIndex)}
      style={{ display: 'contents' }}
    >
      <VirtualList
        ref={list}
        label="Deliveries"
        items={rows}
        rowHeight={ROW_HEIGHT}
        keyOf={keyOf}
        selectedIndex={following ? -1 : selectedIndex}
        anchored={!following}
        tree={{ activeId: selected === undefined ? undefined : `row-${rowKey(selected)}` }}
        onTouched={onTouched}
        onEndNear={deliveries.loadOlder}
      >
        {(row, index) => (
          <Row
            row={row}
            selected={index === selectedIndex}
            nowMs={clock === null ? nowMs : productNowMs(clock, nowMs)}
          />
        )}
      </VirtualList>
    </div>
  );
}

function Row(props: { row: ListRow; selected: boolean; nowMs: number }) {
  const { row, selected, nowMs } = props;
  const id = `row-${rowKey(row)}`;
  return row.kind === 'delivery' ? (
    <DeliveryRow
      id={id}
      delivery={row.delivery}
      expanded={row.expanded}
      selected={selected}
      nowMs={nowMs}
      onChoose={() => choose(row)}
      onExpand={(expanded) => {
        choose(row);
        expand(row.delivery.id, expanded);
      }}
    />
  ) : (
    <AttemptRow id={id} attempt={row.attempt} selected={selected} onChoose={() => choose(row)} />
  );
}

function NoDeliveries({ deliveries }: { deliveries: Deliveries }) {
  const filter = useView((view) => view.deliveryFilter);
  if (deliveries.loading) return <EmptyState icon={<Spinner label="Looking" />} title="Looking…" />;
  return filter.trim() === '' ? (
    <EmptyState title="No deliveries yet">
      Call or text the agent: each request to your server is listed here as it is sent.
    </EmptyState>
  ) : (
    <EmptyState title="Nothing matches">
      {deliveries.problem ?? 'No delivery fits this filter. Clear it to see all of them.'}
    </EmptyState>
  );
}

/** The keys of a tree: up and down, into a delivery's attempts and back out. */
function actOnKey(event: KeyboardEvent, rows: readonly ListRow[], selectedIndex: number): void {
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  const selected = rows[selectedIndex];
  const step = STEPS[event.key];
  if (step !== undefined) {
    const next = rows[Math.min(rows.length - 1, Math.max(0, selectedIndex + step))];
    if (next) {
      choose(next);
      asWalk();
    }
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
}

const STEPS: Readonly<Record<string, number | undefined>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -1_000_000,
  End: 1_000_000,
};

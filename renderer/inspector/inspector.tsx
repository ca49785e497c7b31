import { useEffect, useMemo, useRef, useState } from 'react';
import type { DeliverySummary } from '../../common/contract/index.ts';
import { classNames } from '../format/class-names.ts';
import { useLive } from '../state/live-store.ts';
import { showDelivery, useView } from '../state/view-store.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { InspectorDialogs } from './actions/inspector-dialogs.tsx';
import { Clinic } from './clinic/clinic.tsx';
import { DeliveryDetail } from './detail/delivery-detail.tsx';
import { useAttempts } from './detail/use-attempts.ts';
import { Doctor } from './doctor/doctor.tsx';
import { useFaultUpdates } from './faults/fault-store.ts';
import { FaultsPanel } from './faults/faults-panel.tsx';
import styles from './inspector.module.css';
import { useInspectorKeys } from './inspector-keys.ts';
import { type InspectorTool, openDialog, useInspector } from './inspector-store.ts';
import { DeliveryList } from './list/delivery-list.tsx';
import { newerThan } from './list/delivery-pages.ts';
import { ListHead } from './list/list-head.tsx';
import { indexOfChoice, listRows } from './list/list-rows.ts';
import { useDeliveries } from './list/use-deliveries.ts';

/** Every request to the user's server: the list, and all about the chosen one. */
export function Inspector(props: { wide?: boolean }) {
  const wide = props.wide ?? false;
  const chosenId = useView((view) => view.deliveryId);
  const filter = useView((view) => view.deliveryFilter);
  const { expanded, attempt, tool } = useInspector();
  const deliveries = useDeliveries(filter);
  const { items, total } = deliveries;
  const attempts = useAttempts(items, expanded);
  const rows = useMemo(() => listRows(items, expanded, attempts), [items, expanded, attempts]);
  const shownId = chosenId ?? items[0]?.id ?? null;
  const selectedIndex = indexOfChoice(
    rows,
    shownId,
    attempt?.deliveryId === shownId ? attempt.number : null,
  );
  const root = useRef<HTMLElement>(null);
  const filterInput = useRef<HTMLInputElement>(null);
  useInspectorKeys({ root, filterInput, wide, rows, selectedIndex });
  useFaultUpdates();
  const live = useLive((store) => store.state?.deliveries);
  const summary =
    rows[selectedIndex]?.delivery ?? live?.find((delivery) => delivery.id === chosenId) ?? null;
  const newCount = useNewCount(chosenId === null, items);
  return (
    <aside
      ref={root}
      className={classNames(
        styles.inspector,
        wide && styles.wide,
        items.length === 0 && chosenId === null && styles.alone,
      )}
      aria-label="Webhook inspector"
    >
      <ListHead wide={wide} newCount={newCount} filterRef={filterInput} />
      <div className={styles.list}>
        <DeliveryList deliveries={deliveries} rows={rows} selectedIndex={selectedIndex} />
        {wide && total !== null && total > 0 ? <Foot total={total} /> : null}
      </div>
      <div
        className={styles.detail}
        onWheel={() => {
          // Who reads on does not want it replaced by the next delivery.
          if (chosenId === null && tool === null && summary !== null) showDelivery(summary.id);
        }}
      >
        <RightSide tool={wide ? tool : null} id={summary?.id ?? chosenId} summary={summary} />
      </div>
      <InspectorDialogs />
    </aside>
  );
}

function Foot({ total }: { total: number }) {
  const filter = useView((view) => view.deliveryFilter);
  const count = total.toLocaleString('en-GB');
  return (
    <footer className={styles.foot}>
      <span role="status">
        {filter.trim() === ''
          ? `${count} ${total === 1 ? 'delivery' : 'deliveries'}`
          : `${count} match`}
      </span>
      <Button tone="quiet" onClick={() => openDialog({ kind: 'retention' })}>
        What is kept
      </Button>
    </footer>
  );
}

/** A tool, or all about the delivery that is shown. */
function RightSide(props: {
  tool: InspectorTool | null;
  id: string | null;
  summary: DeliverySummary | null;
}) {
  const { tool, id, summary } = props;
  switch (tool) {
    case 'clinic':
      return <Clinic chosen={summary} />;
    case 'faults':
      return <FaultsPanel />;
    case 'doctor':
      return <Doctor />;
    case null:
      return id === null ? (
        <EmptyState title="Nothing to show yet">
          Choose a delivery to see its request, its answer and its signature.
        </EmptyState>
      ) : (
        <DeliveryDetail id={id} summary={summary} />
      );
  }
}

/** How many came in since the list stopped following. */
function useNewCount(following: boolean, items: readonly DeliverySummary[]): number {
  /** The newest one when it stopped, or when what is listed became something else. */
  const [anchorId, setAnchorId] = useState<string | null>(null);
  const count = anchorId === null ? null : newerThan(items, anchorId);
  const newestId = items[0]?.id ?? null;
  useEffect(() => {
    if (following) setAnchorId(null);
    else if (count === null) setAnchorId(newestId);
  }, [following, count, newestId]);
  return following ? 0 : (count ?? 0);
}

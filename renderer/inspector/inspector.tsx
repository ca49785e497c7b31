import { useMemo } from 'react';
import type { DeliverySummary } from '../../common/contract/index.ts';
import { useLive } from '../state/live-store.ts';
import { useView } from '../state/view-store.ts';
import { classNames } from '../ui/class-names.ts';
import { DeliveryDetail } from './delivery-detail.tsx';
import { matchesFilter } from './delivery-filter.ts';
import { DeliveryList } from './delivery-list.tsx';
import styles from './inspector.module.css';

const NONE: readonly DeliverySummary[] = [];

/** Every request to the user's server: the list, and all about the chosen one. */
export function Inspector(props: { wide?: boolean }) {
  const deliveries = useLive((live) => live.state?.deliveries ?? NONE);
  const chosenId = useView((view) => view.deliveryId);
  const filter = useView((view) => view.deliveryFilter);
  const summary = useMemo(() => {
    const wanted =
      chosenId === null
        ? deliveries.find((delivery) => matchesFilter(delivery, filter))
        : deliveries.find((delivery) => delivery.id === chosenId);
    return wanted ?? null;
  }, [deliveries, chosenId, filter]);
  return (
    <aside
      className={classNames(
        styles.inspector,
        props.wide && styles.wide,
        deliveries.length === 0 && styles.alone,
      )}
      aria-label="Webhook inspector"
    >
      <div className={styles.list}>
        <DeliveryList />
      </div>
      <div className={styles.detail}>
        <DeliveryDetail id={summary?.id ?? chosenId} summary={summary} />
      </div>
    </aside>
  );
}

import { useEffect, useRef, useState } from 'react';
import type { DeliveryAttempt, DeliverySummary } from '../../../common/contract/index.ts';
import { reportFailure, useServices } from '../../state/window-context.tsx';

/** The attempts of the expanded deliveries, loaded again when one of them changes. */
export function useAttempts(
  deliveries: readonly DeliverySummary[],
  expanded: ReadonlySet<string>,
): ReadonlyMap<string, readonly DeliveryAttempt[]> {
  const { control } = useServices();
  const [attempts, setAttempts] = useState<ReadonlyMap<string, readonly DeliveryAttempt[]>>(
    new Map(),
  );
  const readAs = useRef(new Map<string, DeliverySummary>());
  useEffect(() => {
    if (expanded.size === 0) return;
    for (const delivery of deliveries) {
      if (!expanded.has(delivery.id) || readAs.current.get(delivery.id) === delivery) continue;
      readAs.current.set(delivery.id, delivery);
      control.run('delivery.get', { id: delivery.id }).then((detail) => {
        // Responses may arrive out of order; only that of the latest request counts.
        if (readAs.current.get(delivery.id) !== delivery) return;
        setAttempts((known) => new Map(known).set(delivery.id, detail.attempts));
      }, reportFailure);
    }
  }, [control, deliveries, expanded]);
  return attempts;
}

import { useEffect, useState } from 'react';
import type { DeliveryDetail, DeliverySummary } from '../../../common/contract/index.ts';
import { OperationError } from '../../state/control-client.ts';
import { useServices } from '../../state/window-context.tsx';

/** The details of a delivery, loaded again whenever its summary changes. */
export function useDelivery(id: string | null, summary: DeliverySummary | null) {
  const { control } = useServices();
  const [detail, setDetail] = useState<DeliveryDetail | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new summary is a reason to read again
  useEffect(() => {
    if (id === null) return;
    const abort = new AbortController();
    control.run('delivery.get', { id }, abort.signal).then(
      (delivery) => {
        setDetail(delivery);
        setFailure(null);
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setFailure(error instanceof OperationError ? error.message : String(error));
      },
    );
    return () => abort.abort();
  }, [id, summary, control]);
  return { detail: detail?.id === id ? detail : null, failure };
}

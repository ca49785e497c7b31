import { useEffect } from 'react';
import { useLive } from '../../state/live-store.ts';
import { isLive } from '../../state/selectors.ts';
import { useView } from '../../state/view-store.ts';
import { reportFailure, useServices } from '../../state/window-context.tsx';
import { useInspector } from '../inspector-store.ts';

/** More deliveries of one call than a person steps through. The latest are loaded. */
const OF_A_CALL = 200;

/**
 * A person who opens an old call sees its last delivery, not the newest of all. If one of the
 * call's deliveries is already selected, by its turn or by an address, it stays.
 */
export function useDeliveryOfCall(): void {
  const { control } = useServices();
  const callId = useView((view) => (view.screen === 'phone' ? view.callId : null));
  useEffect(() => {
    // A running call is followed instead. And a person who moved on from a call's last delivery
    // does not return to it by visiting another screen.
    if (callId === null || useInspector.getState().openedCallId === callId) return;
    useInspector.setState({ openedCallId: callId });
    const call = useLive.getState().state?.calls.find(({ id }) => id === callId);
    if (call !== undefined && isLive(call)) return;
    const abort = new AbortController();
    const chosenBefore = useView.getState().deliveryId;
    control.run('delivery.list', { filter: `call:${callId}`, limit: OF_A_CALL }, abort.signal).then(
      ({ items }) => {
        const { deliveryId } = useView.getState();
        // The person selected another delivery meanwhile, or the selected one belongs to the call.
        if (deliveryId !== chosenBefore || items.some(({ id }) => id === deliveryId)) return;
        const [last] = items;
        if (last !== undefined) useView.setState({ deliveryId: last.id });
      },
      (error: unknown) => {
        if (!abort.signal.aborted) reportFailure(error);
      },
    );
    return () => abort.abort();
  }, [control, callId]);
}

import { useEffect } from 'react';
import { useLive } from '../../state/live-store.ts';
import { isLive } from '../../state/selectors.ts';
import { useView } from '../../state/view-store.ts';
import { reportFailure, useServices } from '../../state/window-context.tsx';
import { useInspector } from '../inspector-store.ts';

/** More of one call than a person steps through; the latest are asked for. */
const OF_A_CALL = 200;

/**
 * Whoever opens an old call sees its last delivery, not the newest of anything. Where one of the
 * call's is chosen already, by its turn or by an address, it stays.
 */
export function useDeliveryOfCall(): void {
  const { control } = useServices();
  const callId = useView((view) => (view.screen === 'phone' ? view.callId : null));
  useEffect(() => {
    // What goes on is followed. And whoever went on from a call's last delivery is not taken back to it
    // by a look at another screen.
    if (callId === null || useInspector.getState().openedCallId === callId) return;
    useInspector.setState({ openedCallId: callId });
    const call = useLive.getState().state?.calls.find(({ id }) => id === callId);
    if (call !== undefined && isLive(call)) return;
    const abort = new AbortController();
    const chosenBefore = useView.getState().deliveryId;
    control.run('delivery.list', { filter: `call:${callId}`, limit: OF_A_CALL }, abort.signal).then(
      ({ items }) => {
        const { deliveryId } = useView.getState();
        // Somebody chose while we asked, or it is one of them.
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

import { Phone } from 'lucide-react';
import type { LiveState } from '../../common/contract/index.ts';
import { useAgentNumber, usePhone } from '../state/callers.ts';
import { showCall } from '../state/view-store.ts';
import { useRun, useServices } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';

/** Places a call as the chosen caller and shows it. */
export function usePlaceCall(state: LiveState): (() => Promise<void>) | null {
  const run = useRun();
  const { audio } = useServices();
  const from = usePhone((phone) => phone.callerNumber);
  const line = usePhone((phone) => phone.line);
  const to = useAgentNumber(state);
  if (to === null) return null;
  return async () => {
    audio.wake();
    const placed = await run('call.place', { from, to, ...(line === null ? {} : { line }) });
    if (placed !== null) showCall(placed.callId);
  };
}

/** Places a call. `onPlaced` is called as soon as it is placed. */
export function CallButton(props: { state: LiveState; onPlaced?(): void }) {
  const place = usePlaceCall(props.state);
  return (
    <Button
      tone="primary"
      size="large"
      wide
      data-main
      disabled={place === null}
      onClick={() => {
        props.onPlaced?.();
        void place?.();
      }}
    >
      <Phone size={16} />
      Call
    </Button>
  );
}

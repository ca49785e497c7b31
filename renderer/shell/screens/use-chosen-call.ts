import { useEffect, useState } from 'react';
import type { CallView, LiveState } from '../../../common/contract/index.ts';
import { OperationError } from '../../state/control-client.ts';
import { reportFailure, useServices } from '../../state/window-context.tsx';

/**
 * The call that an address names. The live state has the newest ones only: an older one is asked
 * for, and `looking` until it is known whether there is one.
 */
export function useChosenCall(
  state: LiveState,
  callId: string | null,
): { readonly call: CallView | null; readonly looking: boolean } {
  const { control } = useServices();
  const [read, setRead] = useState<{ id: string; call: CallView | null } | null>(null);
  const live = state.calls.find((call) => call.id === callId) ?? null;
  const missing = callId !== null && live === null;
  useEffect(() => {
    if (!missing || callId === null) return;
    const abort = new AbortController();
    control.run('call.get', { callId }, abort.signal).then(
      (call) => setRead({ id: callId, call }),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setRead({ id: callId, call: null });
        if (!(error instanceof OperationError && error.status === 404)) reportFailure(error);
      },
    );
    return () => abort.abort();
  }, [control, callId, missing]);
  const known = read !== null && read.id === callId ? read : null;
  return { call: live ?? known?.call ?? null, looking: missing && known === null };
}

import { useEffect, useEffectEvent } from 'react';
import type { CallView, LiveState } from '../../../common/contract/index.ts';
import { callerName, usePhone } from '../../state/callers.ts';
import { useLive } from '../../state/live-store.ts';
import { agentNameOfCall, partiesOf } from '../../state/selectors.ts';
import { showCall } from '../../state/view-store.ts';
import { useRun, useServices } from '../../state/window-context.tsx';
import { takesText } from '../../ui/forms/takes-text.ts';
import { useKeys } from '../../ui/keys/keys-provider.tsx';
import { ringAnswer } from './ring-keys.ts';
import { showRingNotice } from './ring-notice.ts';

/** The actions on a ringing call. */
export function useRingActions(): { answer(callId: string): void; decline(callId: string): void } {
  const run = useRun();
  const { audio } = useServices();
  return {
    answer: (callId) => {
      audio.wake();
      showCall(callId);
      void run('call.answer', { callId });
    },
    decline: (callId) => void run('call.decline', { callId }),
  };
}

/** Plays the ring tone while `rings`, in the one window that plays sound. */
export function useRingTone(rings: boolean): void {
  const { ring } = useServices();
  const wanted = usePhone((phone) => phone.ringTone);
  const owner = useLive((live) => live.audioOwner);
  const sounds = rings && wanted && owner;
  useEffect(() => {
    if (!sounds) return;
    ring.start();
    return () => ring.stop();
  }, [ring, sounds]);
}

/** The keys that answer and decline from anywhere in the window. */
export function useRingKeys(callId: string | null): void {
  const { isMac } = useServices();
  const actions = useRingActions();
  useKeys(
    'window',
    (event) => {
      const answer = ringAnswer(event, { isMac, inText: takesText(event.target) });
      if (callId === null || answer === null) return false;
      actions[answer](callId);
      return true;
    },
    true,
  );
}

/** Shows a desktop notification in a browser that allows it. The desktop app shows its own. */
export function useRingNotice(state: LiveState, call: CallView | null): void {
  const { isDesktopApp } = useServices();
  const notify = usePhone((phone) => phone.notify);
  const owner = useLive((live) => live.audioOwner);
  const show = useEffectEvent((ringing: CallView) =>
    showRingNotice({
      callId: ringing.id,
      title: `${agentNameOfCall(state, ringing)} calls`,
      body: `For ${callerName(partiesOf(ringing).person)}`,
      onClick: () => showCall(ringing.id),
    }),
  );
  const ringing = notify && owner && !isDesktopApp ? call : null;
  const callId = ringing?.id ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: one notice for a call, however it changes
  useEffect(() => (ringing === null ? undefined : show(ringing)), [callId]);
}

import { useEffect, useRef } from 'react';
import { useLive } from '../state/live-store.ts';
import { showToast } from '../state/toast-store.ts';
import { useServices } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Moment } from '../ui/moment.tsx';
import { Banner } from '../ui/states.tsx';
import { NOT_KNOWN } from './shut-out.tsx';

/** What happened to the connection, and since when. No other place reports it. */
export function ConnectionBanner() {
  const connection = useLive((live) => live.connection);
  const lostAtMs = useLive((live) => live.lostAtMs);
  const { retryConnection } = useServices();
  useConnectedAgain(lostAtMs !== null);
  if (lostAtMs === null) return null;
  const since = <Moment at={new Date(lostAtMs).toISOString()} as="time" />;
  return connection === 'refused' ? (
    <Banner tone="bad">
      <span>
        Disconnected since {since}. {NOT_KNOWN}
      </span>
    </Banner>
  ) : (
    <Banner tone="warn">
      <span>
        Disconnected since {since}: AgentPhone was ended, or does not answer. What you see is as of
        then, timers stand still, and nothing can be done until it is back. Trying again…
      </span>
      <Button onClick={retryConnection}>Try now</Button>
    </Banner>
  );
}

function useConnectedAgain(isLost: boolean): void {
  const wasLost = useRef(isLost);
  useEffect(() => {
    if (wasLost.current && !isLost) {
      showToast({ tone: 'ok', title: 'Connected again. What you see is up to date.' });
    }
    wasLost.current = isLost;
  }, [isLost]);
}

import type { ConnectionState } from '../state/connection/live-socket.ts';
import { useLive } from '../state/live-store.ts';
import { showScreen } from '../state/view-store.ts';
import { Button } from '../ui/button.tsx';
import { Banner } from '../ui/states.tsx';

/** Why this window is shut out for good, and the way back; null when it is not. */
export function closedBecause(connection: ConnectionState): string | null {
  switch (connection) {
    case 'tokenChanged':
      return 'The control token was replaced while this window was not connected. Open it anew: by the address under “Window” where AgentPhone was started, or in the desktop app by File, Open in Browser.';
    case 'ticketUsedTwice':
      return 'Its address was opened a second time, and lets in one window only. If you did not do that yourself, somebody else on this machine did: replace the control token under Settings, and look through the API keys there. Open the window anew by the address under “Window” where AgentPhone was started, or in the desktop app by File, Open in Browser.';
    case 'connecting':
    case 'open':
    case 'lost':
    case 'refused':
      return null;
  }
}

/** In the windows that stay: another one was closed, and why that may matter. */
export function TicketBanner() {
  const shown = useLive((live) => live.ticketUsedTwice);
  if (!shown) return null;
  return (
    <Banner tone="warn">
      The address of a window was opened twice, so that window was closed. If you did not do that,
      somebody else on this machine did: replace the control token, and look through the API keys.
      <Button onClick={() => showScreen('settings')}>Settings</Button>
      <Button onClick={() => useLive.setState({ ticketUsedTwice: false })}>Dismiss</Button>
    </Banner>
  );
}

import type { ConnectionState } from '../state/connection/live-socket.ts';
import { useLive } from '../state/live-store.ts';
import { showScreen } from '../state/view-store.ts';
import { Button } from '../ui/button.tsx';
import { Banner } from '../ui/states.tsx';

/** The same for all reasons. */
const OPEN_ANEW =
  'Open the window anew by the address under “Window” where AgentPhone was started, or in the desktop app by File, Open in Browser.';

/**
 * The app answers but refuses the token: the token was replaced, or another data folder is open
 * there.
 */
export const NOT_KNOWN = `AgentPhone runs, but does not know this window any more: its control token was replaced, or it was started with another data folder. ${OPEN_ANEW}`;

/** Why this window can no longer connect, and what to do; null if it can. */
export function closedBecause(connection: ConnectionState): string | null {
  switch (connection) {
    case 'tokenChanged':
      return `The control token was replaced while this window was not connected. ${OPEN_ANEW}`;
    case 'ticketUsedTwice':
      return `Its address was opened a second time, and lets in one window only. If you did not do that yourself, somebody else on this machine did: replace the control token under Settings, and look through the API keys there. ${OPEN_ANEW}`;
    case 'connecting':
    case 'open':
    case 'lost':
    case 'refused':
      return null;
  }
}

/** Tells the remaining windows that another one was closed, and why that may matter. */
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

import { create } from 'zustand';
import type { LiveState } from '../../../common/contract/index.ts';
import { useLive } from '../live-store.ts';
import { useView } from '../view-store.ts';
import { allSeen, callsSeen, type Seen, threadSeen, type Unread, unreadIn } from './unread.ts';

/** What the person has seen in this tab; null until there is something to see. */
export const useUnread = create<{ readonly seen: Seen | null }>(() => ({ seen: null }));

const NOTHING: Unread = { texts: 0, missedCalls: 0, byThread: new Map() };

export function unreadOf(state: LiveState, seen: Seen | null): Unread {
  return seen === null ? NOTHING : unreadIn(state, seen);
}

/**
 * Follows the screen: whatever arrives while its thread or the calls are visible has been seen.
 * What existed when the window opened counts as seen.
 */
export function startUnread(page: Pick<Document, 'visibilityState' | 'addEventListener'>): void {
  const look = () => {
    const { state } = useLive.getState();
    if (state === null) return;
    const { seen } = useUnread.getState();
    const next = seen === null ? allSeen(state) : looked(state, seen, page);
    if (next !== seen) useUnread.setState({ seen: next });
  };
  useLive.subscribe(look);
  useView.subscribe(look);
  page.addEventListener('visibilitychange', look);
}

function looked(state: LiveState, seen: Seen, page: Pick<Document, 'visibilityState'>): Seen {
  if (page.visibilityState !== 'visible') return seen;
  const { screen, shownConversationId } = useView.getState();
  switch (screen) {
    case 'phone':
      return callsSeen(state, seen);
    case 'messages':
      return shownConversationId === null ? seen : threadSeen(state, seen, shownConversationId);
    case 'webhooks':
    case 'agents':
    case 'numbers':
    case 'settings':
      return seen;
  }
}

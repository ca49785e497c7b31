import { useEffect } from 'react';
import type { LiveState } from '../../common/contract/index.ts';
import { agentNameOfCall, ringingHere } from '../state/selectors.ts';
import { unreadOf, useUnread } from '../state/unread/unread-store.ts';

/** Sets the title of the window: who is calling, otherwise how many items are unread. */
export function useTitle(state: LiveState): void {
  const ringing = ringingHere(state)[0];
  const ringer = ringing ? agentNameOfCall(state, ringing) : null;
  const seen = useUnread((store) => store.seen);
  const { texts, missedCalls } = unreadOf(state, seen);
  const count = texts + missedCalls;
  useEffect(() => {
    const marks = count === 0 ? '' : `(${count}) `;
    document.title = `${marks}${ringer === null ? 'AgentPhone Desktop' : `${ringer} calls · AgentPhone`}`;
  }, [ringer, count]);
}

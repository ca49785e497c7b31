import { useEffect, useState } from 'react';
import type { LiveMessage, LiveState } from '../../common/contract/index.ts';
import { after } from '../state/window-clock.ts';
import { Name } from '../ui/labels.tsx';
import styles from './thread.module.css';

/** There is no event for the end of typing, so a telephone stops showing it after a while. */
const SHOWN_MS = 15_000;

/** Whether the agent is typing in this thread: from its typing indicator until its text arrives. */
export function useTyping(
  state: LiveState,
  conversationId: string | null,
  messages: readonly LiveMessage[],
): boolean {
  const sign = state.typing.find((one) => one.conversationId === conversationId) ?? null;
  const [over, setOver] = useState(sign);
  useEffect(() => {
    if (sign === null) return;
    return after(SHOWN_MS, () => setOver(sign));
  }, [sign]);
  const last = messages.findLast(({ direction }) => direction === 'outbound');
  return sign !== null && sign !== over && !(last !== undefined && last.receivedAt >= sign.at);
}

export function Typing(props: { typing: boolean; agentName: string }) {
  return (
    <div role="status">
      {props.typing ? (
        <span className={styles.typing}>
          <Name>{props.agentName}</Name> is typing…
        </span>
      ) : null}
    </div>
  );
}

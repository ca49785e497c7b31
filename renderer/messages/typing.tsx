import { useEffect, useState } from 'react';
import type { LiveMessage, LiveState } from '../../common/contract/index.ts';
import { after } from '../state/window-clock.ts';
import styles from './thread.module.css';

/** Nothing says that somebody stopped: their telephone lets it go after a while. */
const SHOWN_MS = 15_000;

/** Whether the agent types in this thread: since it said so, until its text is there. */
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
      {props.typing ? <span className={styles.typing}>{props.agentName} is typing…</span> : null}
    </div>
  );
}

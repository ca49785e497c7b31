import type { LiveConversation, LiveState } from '../../common/contract/index.ts';
import { windowLeftMs } from '../../common/rules/whatsapp/window.ts';
import { useAgentNumber, usePhone } from '../state/callers.ts';
import { messagesOf } from '../state/selectors.ts';
import { showConversation } from '../state/view-store.ts';
import { productNowMs, useWallNowMs } from '../state/window-clock.ts';
import { Segmented } from '../ui/forms/segmented.tsx';
import { Dot } from '../ui/labels.tsx';
import styles from './line-bar.module.css';
import { type MessageLine, useMessageLine, useShownLine } from './message-line.ts';

const LINES = [
  { value: 'text', label: 'Text' },
  { value: 'whatsapp', label: 'WhatsApp' },
] as const;
const HINT_EVERY_MS = 10_000;

/**
 * For numbers that are also WhatsApp lines: chooses between SMS and WhatsApp, and shows WhatsApp's
 * 24-hour window.
 */
export function LineBar(props: { state: LiveState; conversation: LiveConversation | null }) {
  const { state, conversation } = props;
  const { offered, whatsapp } = useShownLine(state, conversation);
  const person = usePhone((phone) => phone.callerNumber);
  const agentNumber = useAgentNumber(state);
  if (!offered && !whatsapp) return null;
  const choose = (line: MessageLine) => {
    useMessageLine.setState({ line });
    const between = state.conversations.find(
      (one) =>
        !one.isGroup &&
        one.line === line &&
        one.participant === (conversation?.participant ?? person) &&
        one.phoneNumber === (conversation?.phoneNumber ?? agentNumber),
    );
    showConversation(between?.id ?? null);
  };
  return (
    <div className={styles.bar}>
      <Segmented
        label="How the person writes"
        value={whatsapp ? 'whatsapp' : 'text'}
        options={LINES}
        onChange={choose}
      />
      {whatsapp ? <WindowHint state={state} conversation={conversation} /> : null}
    </div>
  );
}

function WindowHint(props: { state: LiveState; conversation: LiveConversation | null }) {
  const { state, conversation } = props;
  const wallMs = useWallNowMs(HINT_EVERY_MS);
  const messages = conversation === null ? [] : messagesOf(state, conversation.id);
  const last = messages.findLast(({ direction }) => direction === 'inbound');
  // In a long conversation, the message that opened the window may not be loaded.
  if (!last && conversation !== null && conversation.messageCount > messages.length) return null;
  const wroteMs = last === undefined ? null : Date.parse(last.receivedAt);
  const leftMs = windowLeftMs(wroteMs, productNowMs(state.clock, wallMs));
  return (
    <span className={styles.hint} role="status">
      <Dot tone={leftMs > 0 ? 'ok' : 'warn'} />
      {leftMs > 0
        ? `24-hour window open, ${timeLeft(leftMs)} left`
        : `${wroteMs === null ? 'Nobody wrote yet' : '24-hour window closed'}: only a template goes out`}
    </span>
  );
}

function timeLeft(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
}

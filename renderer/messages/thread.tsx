import { ArrowDown, MessageSquare } from 'lucide-react';
import { Fragment, useMemo } from 'react';
import type {
  DeliverySummary,
  LiveConversation,
  LiveMessage,
  LiveState,
} from '../../common/contract/index.ts';
import { blockerOf, lanesOf } from '../../common/rules/deliveries/lanes.ts';
import { rowState } from '../inspector/row-state.ts';
import { inWords } from '../inspector/row-words.ts';
import { callerName, useAgentNumber, usePhone } from '../state/callers.ts';
import { useThread } from '../state/history/use-thread.ts';
import { agentById, agentNameOfNumber } from '../state/selectors.ts';
import { useView } from '../state/view-store.ts';
import { Button } from '../ui/button.tsx';
import { CopyIcon } from '../ui/copy.tsx';
import { Mono, Name } from '../ui/labels.tsx';
import { EmptyState, Spinner } from '../ui/states.tsx';
import { Bubble, dayOf } from './bubble/bubble.tsx';
import type { TextDelivery } from './bubble/delivery-note.tsx';
import { byMessage, deliveryOf, deliveryState } from './bubble/delivery-state.ts';
import { membersOf, threadName, writerIn } from './composer/letter.ts';
import { OptOutNote } from './opt-out-note.tsx';
import styles from './thread.module.css';
import { Typing, useTyping } from './typing.tsx';
import { useThreadDeliveries } from './use-thread-deliveries.ts';
import { useThreadScroll } from './use-thread-scroll.ts';

/**
 * The messages of a conversation, oldest first. The person's are on the right, as on their
 * telephone.
 */
export function Thread(props: { state: LiveState; conversation: LiveConversation | null }) {
  const { state, conversation } = props;
  const person = usePhone((phone) => phone.callerNumber);
  const agentNumber = useAgentNumber(state);
  const messageId = useView((view) => view.messageId);
  const thread = useThread(state, conversation, messageId);
  const { messages } = thread;
  const toldOf = useTold(useThreadDeliveries(state, conversation, messages));
  const { frame, onScroll, toEnd } = useThreadScroll(
    thread,
    conversation?.id ?? null,
    messageId,
    toldOf,
  );
  const agentName =
    agentById(state, conversation?.agentId ?? null)?.name ??
    (agentNumber === null ? 'nobody' : agentNameOfNumber(state, agentNumber));
  const typing = useTyping(state, conversation?.id ?? null, messages);
  const writer = writerIn(conversation, person);
  const name = conversation === null ? callerName(person) : threadName(conversation);
  return (
    <div className={styles.thread}>
      <header className={styles.header}>
        <h1>
          <Name>{name}</Name> ↔ <Name>{agentName}</Name>
        </h1>
        {conversation?.isGroup ? (
          <p className={styles.members}>
            {membersOf(conversation).map((member, index) => (
              <Fragment key={member}>
                {index === 0 ? null : ', '}
                <Name>{callerName(member)}</Name>
              </Fragment>
            ))}{' '}
            and <Name>{agentName}</Name>
          </p>
        ) : null}
        {conversation === null ? null : (
          <span className={styles.id}>
            <Mono>{conversation.id}</Mono>
            <CopyIcon text={conversation.id} label="Copy the conversation id" />
          </span>
        )}
      </header>
      <div
        // A new element per conversation, so that only later messages are read out, not its initial
        // ones.
        key={conversation?.id}
        ref={frame}
        role="log"
        aria-label={`Thread with ${name}`}
        className={styles.items}
        onScroll={onScroll}
      >
        {thread.isLoading ? (
          <EmptyState icon={<Spinner label="Reading the thread" />} title="Reading the thread…" />
        ) : messages.length === 0 ? (
          <EmptyState icon={<MessageSquare size={22} />} title={`Text ${agentName}`}>
            Write below as <Name>{callerName(writer)}</Name>. Your server gets a signed{' '}
            <Mono>agent.message</Mono> and answers with <Mono>POST /v1/messages</Mono>.
          </EmptyState>
        ) : (
          <ol className={styles.list} aria-label="Messages">
            {thread.hasOlder ? (
              <li className={styles.more}>
                <Spinner label="Reading older messages" />
              </li>
            ) : null}
            {messages.map((message, index) => (
              <Bubble
                key={message.id}
                message={message}
                isAskedFor={message.id === messageId}
                told={toldOf(message)}
                person={writer}
                isGroup={conversation?.isGroup === true}
                agentName={agentName}
                dayBefore={dayBefore(messages, index)}
              />
            ))}
          </ol>
        )}
      </div>
      <Typing typing={typing} agentName={agentName} />
      {thread.hasNewer ? (
        <div className={styles.newest}>
          <Button
            onClick={() => {
              toEnd();
              thread.showNewest();
            }}
          >
            <ArrowDown size={14} />
            To the newest messages
          </Button>
        </div>
      ) : null}
      {conversation === null ? null : <OptOutNote state={state} conversation={conversation} />}
    </div>
  );
}

function dayBefore(messages: readonly LiveMessage[], index: number): number | null {
  const before = messages[index - 1];
  return before === undefined ? null : dayOf(before);
}

/** How the user's server was notified of a message. */
function useTold(
  deliveries: readonly DeliverySummary[],
): (message: LiveMessage) => TextDelivery | null {
  return useMemo(() => {
    const about = byMessage(deliveries);
    const lanes = lanesOf(deliveries);
    return (message) => {
      const delivery = deliveryOf(message, about);
      if (delivery === null) return null;
      const blocker = blockerOf(delivery, lanes);
      const words =
        blocker === null ? null : `${inWords(blocker, callerName)} (${rowState(blocker).text})`;
      return { delivery, blocker, state: deliveryState(delivery, words) };
    };
  }, [deliveries]);
}

import { ArrowDown, ImageOff, MessageSquare } from 'lucide-react';
import { useState } from 'react';
import type { LiveConversation, LiveMessage, LiveState } from '../../common/contract/index.ts';
import { type CarrierWord, carrierWord } from '../../common/rules/phone/opt-words.ts';
import { classNames } from '../format/class-names.ts';
import { formatClockTime, formatDayTime } from '../format/time-format.ts';
import { useAgentNumber } from '../softphone/party-card.tsx';
import { callerName, usePhone } from '../state/callers.ts';
import { useThread } from '../state/history/use-thread.ts';
import { agentById, agentNameOfNumber } from '../state/selectors.ts';
import { showDelivery, useView } from '../state/view-store.ts';
import { Button } from '../ui/button.tsx';
import { CopyIcon } from '../ui/copy.tsx';
import { Mono, Tag } from '../ui/labels.tsx';
import { EmptyState, Spinner } from '../ui/states.tsx';
import { OptOutNote } from './opt-out-note.tsx';
import styles from './thread.module.css';
import { useThreadScroll } from './use-thread-scroll.ts';
import { WhatsAppParts } from './whatsapp-parts.tsx';

/** Messages of one conversation, oldest above; the person's on the right, as on their telephone. */
export function Thread(props: { state: LiveState; conversation: LiveConversation | null }) {
  const { state, conversation } = props;
  const person = usePhone((phone) => phone.callerNumber);
  const agentNumber = useAgentNumber(state);
  const messageId = useView((view) => view.messageId);
  const thread = useThread(state, conversation, messageId);
  const { messages } = thread;
  const { frame, onScroll, toEnd } = useThreadScroll(thread, conversation?.id ?? null, messageId);
  const agentName =
    agentById(state, conversation?.agentId ?? null)?.name ??
    (agentNumber === null ? 'nobody' : agentNameOfNumber(state, agentNumber));
  const name = conversation?.groupName ?? callerName(conversation?.participant ?? person);
  return (
    <div className={styles.thread}>
      <header className={styles.header}>
        <h1>
          {name} ↔ {agentName}
        </h1>
        {conversation === null ? null : (
          <span className={styles.id}>
            <Mono>{conversation.id}</Mono>
            <CopyIcon text={conversation.id} label="Copy the conversation id" />
          </span>
        )}
      </header>
      <div ref={frame} className={styles.items} onScroll={onScroll}>
        {thread.isLoading ? (
          <EmptyState icon={<Spinner label="Reading the thread" />} title="Reading the thread…" />
        ) : messages.length === 0 ? (
          <EmptyState icon={<MessageSquare size={22} />} title={`Text ${agentName}`}>
            Write below as {name}. Your server gets a signed <Mono>agent.message</Mono> and answers
            with <Mono>POST /v1/messages</Mono>.
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
                deliveryId={deliveryOf(state, message)}
                dayBefore={messages[index - 1]?.receivedAt.slice(0, 10) ?? null}
              />
            ))}
          </ol>
        )}
      </div>
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

function Bubble(props: {
  message: LiveMessage;
  /** A find of the search, or what an address names. */
  isAskedFor: boolean;
  deliveryId: string | null;
  dayBefore: string | null;
}) {
  const { message, deliveryId, dayBefore } = props;
  const fromPerson = message.direction === 'inbound';
  const word = CARRIER_WORDS[message.status ?? ''];
  const media =
    message.mediaUrls.length > 0
      ? message.mediaUrls
      : message.mediaUrl === null
        ? []
        : [message.mediaUrl];
  return (
    <li
      data-message={message.id}
      aria-current={props.isAskedFor || undefined}
      className={classNames(
        styles.item,
        fromPerson && styles.person,
        props.isAskedFor && styles.askedFor,
      )}
    >
      {dayBefore === message.receivedAt.slice(0, 10) ? null : (
        <span className={styles.day}>{formatDayTime(message.receivedAt)}</span>
      )}
      {message.replyTo === null ? null : (
        <span className={styles.reply}>Reply to “{message.replyTo.message}”</span>
      )}
      {media.map((url) => (
        <Media key={url} url={url} />
      ))}
      {message.body === '' ? null : <p className={styles.bubble}>{message.body}</p>}
      <WhatsAppParts message={message} />
      <span className={styles.meta}>
        {message.reactions.map((reaction) => (
          <Tag key={reaction.id}>{reaction.reactionType}</Tag>
        ))}
        {message.channel === null || message.channel === 'sms' ? null : (
          <Tag>{CHANNEL_NAMES[message.channel] ?? message.channel}</Tag>
        )}
        <span>{formatClockTime(message.receivedAt)}</span>
        {word === undefined ? null : <span>{word}</span>}
        {deliveryId === null ? null : (
          <button type="button" className={styles.link} onClick={() => showDelivery(deliveryId)}>
            webhook
          </button>
        )}
      </span>
      <CarrierAnswer message={message} />
      {message.failureReason ? (
        <span className={styles.problem}>
          <Tag tone="bad">{message.status === 'undelivered' ? 'not delivered' : 'not sent'}</Tag>
          <span>{message.failureReason}</span>
        </span>
      ) : null}
    </li>
  );
}

const CHANNEL_NAMES: Readonly<Record<string, string>> = { whatsapp: 'WhatsApp' };
/** What the carrier makes of STOP, START and HELP by itself; no webhook tells of it. */
function CarrierAnswer({ message }: { message: LiveMessage }) {
  if (message.direction !== 'inbound' || !CARRIER_CHANNELS.has(message.channel ?? '')) return null;
  const word = carrierWord(message.body);
  return word === null ? null : <span className={styles.carrier}>{CARRIER_ANSWERS[word]}</span>;
}

const CARRIER_CHANNELS: ReadonlySet<string> = new Set(['sms', 'mms']);
const CARRIER_ANSWERS: Readonly<Record<CarrierWord, string>> = {
  stop: 'The carrier answers STOP itself, and blocks texts to them from now on.',
  start: 'The carrier answers START itself: texts reach them.',
  help: 'The carrier answers HELP itself. Nothing changes.',
};

/** How far a text got on the telephone network, as people say it. */
const CARRIER_WORDS: Readonly<Record<string, string>> = {
  queued: 'on its way',
  sending: 'on its way',
  delivered: 'delivered',
  read: 'read',
};

/** A delivery is written with its message, in the same instant of the product clock. */
const SAME_INSTANT_MS = 50;

/** The delivery that told the user's server of this message. */
function deliveryOf(state: LiveState, message: LiveMessage): string | null {
  if (message.direction !== 'inbound') return null;
  const receivedMs = Date.parse(message.receivedAt);
  const found = state.deliveries.find(
    (delivery) =>
      delivery.conversationId === message.conversationId &&
      delivery.event === 'agent.message' &&
      Math.abs(Date.parse(delivery.createdAt) - receivedMs) <= SAME_INSTANT_MS,
  );
  return found?.id ?? null;
}

/** An attachment; what is not a picture, or not here, is named instead. */
function Media(props: { url: string }) {
  const [failed, setFailed] = useState(false);
  const local = props.url.startsWith('data:') || props.url.startsWith('blob:');
  return failed || !local ? (
    <span className={styles.attachment}>
      <ImageOff size={15} />
      <span>{props.url}</span>
      <CopyIcon text={props.url} label="Copy the address" />
    </span>
  ) : (
    <img
      className={styles.image}
      src={props.url}
      alt="Attachment"
      onError={() => setFailed(true)}
    />
  );
}

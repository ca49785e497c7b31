import type { LiveMessage } from '../../../common/contract/index.ts';
import { type CarrierWord, carrierWord } from '../../../common/rules/phone/opt-words.ts';
import { classNames } from '../../format/class-names.ts';
import { dayNumber } from '../../format/date-format.ts';
import { callerName } from '../../state/callers.ts';
import { showDelivery } from '../../state/view-store.ts';
import { Tag } from '../../ui/labels.tsx';
import { Moment } from '../../ui/moment.tsx';
import styles from './bubble.module.css';
import { DeliveryProblem, type TextDelivery } from './delivery-note.tsx';
import { Media } from './media.tsx';
import { Reactions, ReactMenu } from './reactions.tsx';
import { WhatsAppParts } from './whatsapp-parts.tsx';

/** One message of a thread, with its delivery state. */
export function Bubble(props: {
  message: LiveMessage;
  /** The message that a search result or an address refers to. */
  isAskedFor: boolean;
  /** How the user's server was notified; null if it did not have to be. */
  told: TextDelivery | null;
  dayBefore: number | null;
  /** The person whose telephone is shown. */
  person: string;
  isGroup: boolean;
  agentName: string;
}) {
  const { message, told } = props;
  const isInbound = message.direction === 'inbound';
  const sender = isInbound
    ? callerName(message.senderIdentifier ?? message.fromNumber)
    : props.agentName;
  // In a group, texts of the other members are on the agent's side.
  const isOwn = isInbound && (!props.isGroup || message.senderIdentifier === props.person);
  const word = CARRIER_WORDS[message.status ?? ''];
  return (
    <li
      data-message={message.id}
      aria-current={props.isAskedFor || undefined}
      className={classNames(
        styles.item,
        isOwn && styles.person,
        props.isAskedFor && styles.askedFor,
      )}
    >
      {dayOf(message) === props.dayBefore ? null : (
        <Moment className={styles.day} at={message.receivedAt} as="day" />
      )}
      {props.isGroup && !isOwn ? <span className={styles.sender}>{sender}</span> : null}
      {message.replyTo === null ? null : (
        <span className={styles.reply}>Reply to “{message.replyTo.message}”</span>
      )}
      {mediaOf(message).map((url) => (
        <Media key={url} url={url} from={sender} />
      ))}
      {message.body === '' ? null : <p className={styles.bubble}>{message.body}</p>}
      <WhatsAppParts message={message} />
      <Reactions message={message} agentName={props.agentName} />
      <span className={styles.meta}>
        {message.channel === null || message.channel === 'sms' ? null : (
          <Tag>{CHANNEL_NAMES[message.channel] ?? message.channel}</Tag>
        )}
        {message.sendStyle === null ? null : <Tag>{effectInWords(message.sendStyle)}</Tag>}
        <Moment at={message.receivedAt} as="time" />
        {word === undefined ? null : <span>{word}</span>}
        {told === null ? null : (
          <>
            {told.state.word === null ? null : <span>{told.state.word}</span>}
            <button
              type="button"
              className={styles.link}
              onClick={() => showDelivery(told.delivery.id)}
            >
              webhook
            </button>
          </>
        )}
        <ReactMenu message={message} as={props.person} />
      </span>
      <CarrierAnswer message={message} />
      {message.failureReason ? (
        <span className={styles.problem}>
          <Tag tone="bad">{message.status === 'undelivered' ? 'not delivered' : 'not sent'}</Tag>
          <span>{message.failureReason}</span>
        </span>
      ) : null}
      {told === null ? null : <DeliveryProblem told={told} />}
    </li>
  );
}

/** Describes an effect that only an iPhone shows. */
function effectInWords(sendStyle: string): string {
  return `with ${EFFECTS[sendStyle] ?? sendStyle}`;
}

const EFFECTS: Readonly<Record<string, string>> = {
  love: 'a heart',
  lasers: 'lasers',
  spotlight: 'a spotlight',
  echo: 'an echo',
  invisible: 'invisible ink',
  gentle: 'a gentle effect',
  loud: 'a loud effect',
  slam: 'a slam',
  celebration: 'a celebration',
};

/** The local day on which the message was received. */
export function dayOf(message: LiveMessage): number {
  return dayNumber(Date.parse(message.receivedAt));
}

function mediaOf({ mediaUrls, mediaUrl }: LiveMessage): readonly string[] {
  if (mediaUrls.length > 0) return mediaUrls;
  return mediaUrl === null ? [] : [mediaUrl];
}

const CHANNEL_NAMES: Readonly<Record<string, string>> = {
  whatsapp: 'WhatsApp',
  imessage: 'iMessage',
  mms: 'MMS',
};
/** The carrier's own answer to STOP, START and HELP, which no webhook reports. */
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

/** How far a text got on the telephone network, in everyday words. */
const CARRIER_WORDS: Readonly<Record<string, string>> = {
  queued: 'on its way',
  sending: 'on its way',
  delivered: 'delivered',
  read: 'read',
};

import {
  ApiError,
  type Channel,
  type LiveChange,
  type TextEventData,
} from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { toE164 } from '../../../common/rules/phone/phone-numbers.ts';
import { textSender } from '../../../common/rules/phone/text-sender.ts';
import type { InboundText, ReceivedText } from '../../carriers/carrier.ts';
import { randomText } from '../../platform/random.ts';
import type { RunInSharedTransaction } from '../../store/database/shared-commits.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { ConversationRecord, ConversationStore } from '../../store/messages/conversations.ts';
import type { MessageRecord, MessageStore } from '../../store/messages/messages.ts';
import type { NumberRecord } from '../../store/numbers/numbers.ts';
import { faultyField } from '../faulty-field.ts';
import type { Numbers } from '../numbers/numbers.ts';
import type { OptOuts } from '../opt-outs/opt-outs.ts';
import type { OutgoingEvents } from '../outgoing-events.ts';
import type { Contacts } from './contacts.ts';
import type { ConversationWriter } from './conversation-writer.ts';
import type { Conversations } from './conversations.ts';
import type { Handsets } from './handsets.ts';

export interface InboundTextsDeps {
  readonly numbers: Numbers;
  readonly conversationWriter: ConversationWriter;
  readonly store: ConversationStore;
  readonly messages: MessageStore;
  readonly conversations: Conversations;
  readonly contacts: Contacts;
  readonly handsets: Handsets;
  readonly events: OutgoingEvents;
  readonly transact: RunInTransaction;
  readonly transactShared: RunInSharedTransaction;
  readonly optOuts: Pick<OptOuts, 'heard' | 'publish'>;
  /** Charges for a text, in the transaction that stores it. */
  readonly charge: (channel: Channel) => void;
}

/** A text that was stored, and what remains to be announced about it. */
interface Written {
  readonly news: readonly LiveChange[];
  /** Whether it changed the list of opt-outs. */
  readonly opted: boolean;
  readonly answer: ReceivedText;
}

/** Texts that arrive at our numbers. Message and webhook delivery are stored together. */
export class InboundTexts {
  readonly #deps: InboundTextsDeps;

  constructor(deps: InboundTextsDeps) {
    this.#deps = deps;
  }

  /**
   * A person texts one of our numbers.
   * @throws ApiError `PHONE_NUMBER_NOT_FOUND` if the number is not ours, `VALIDATION_ERROR`
   */
  receive(text: InboundText): ReceivedText {
    return this.#tell(this.#deps.transact(() => this.#write(text)));
  }

  /** Like `receive`, but texts that arrive at the same moment share a commit. */
  async receiveShared(text: InboundText): Promise<ReceivedText> {
    return this.#tell(await this.#deps.transactShared(() => this.#write(text)));
  }

  #tell({ news, opted, answer }: Written): ReceivedText {
    this.#deps.conversationWriter.publish(...news);
    if (opted) this.#deps.optOuts.publish();
    return answer;
  }

  #write(text: InboundText): Written {
    const { numbers, conversationWriter, conversations, messages, events, charge, optOuts } =
      this.#deps;
    const sender = textSender(text.from, randomText(16));
    if (!sender) throw faultyField('from', `"${text.from}" is no phone number or e-mail address.`);
    const { from, participant } = sender;
    if (text.body === '' && text.mediaUrls.length === 0) {
      throw faultyField('body', 'The message is empty: give it a text or an attachment.');
    }
    const number = numbers.activeByPhone(text.to);
    if (!number) {
      throw new ApiError('PHONE_NUMBER_NOT_FOUND', `Nobody here has the number ${text.to}.`);
    }
    if (text.channel === 'whatsapp') checkWhatsApp(number, text, participant);
    const conversation = this.#conversation(number, participant, text);
    const history = conversations.history(conversation.id);
    const appended = conversationWriter.append(conversation, number, {
      direction: 'inbound',
      channel: text.channel ?? this.#channel(number, conversation, text, from),
      from,
      to: number.phoneNumber,
      senderIdentifier: conversation.groupId === null ? null : from,
      body: text.body,
      mediaUrls: text.mediaUrls,
      replyToMessageId: this.#replyTarget(conversation, text.replyToMessageId),
      sendStyle: null,
      whatsapp: text.whatsapp ?? null,
      status: 'received',
    });
    const { message } = appended;
    const { deliveryId } = events.enqueue({
      accountId: number.accountId,
      agentId: number.agentId,
      numberId: number.id,
      conversationId: conversation.id,
      callId: null,
      messageId: message.id,
      event: 'agent.message',
      channel: message.channel,
      data: this.#data(message, { conversation, number, text }),
      conversationState: conversation.metadata,
      history,
      occurredAtMs: message.receivedAtMs,
    });
    charge(message.channel);
    const parent = message.replyToMessageId
      ? (messages.find(message.replyToMessageId) ?? null)
      : null;
    return {
      news: conversationWriter.news(appended, parent),
      opted: optOuts.heard(number, { from, body: text.body, channel: message.channel }),
      answer: { messageId: message.id, conversationId: conversation.id, deliveryId },
    };
  }

  #conversation(number: NumberRecord, sender: string, text: InboundText): ConversationRecord {
    const groupId = text.groupId ?? null;
    if (groupId === null) {
      const line = text.channel === 'whatsapp' ? 'whatsapp' : 'text';
      return this.#deps.conversationWriter.open(number, sender, null, line);
    }
    const group = this.#deps.store.byPair(number.id, groupId);
    if (!group) throw new ApiError('NOT_FOUND', 'This number is in no such group.');
    if (!group.participants?.includes(sender)) {
      throw faultyField('from', `${sender} is not a member of this group.`);
    }
    return group;
  }

  #channel(
    number: NumberRecord,
    conversation: ConversationRecord,
    text: InboundText,
    from: string,
  ): Channel {
    const blue = conversation.groupId !== null || this.#deps.handsets.of(from).imessage;
    if (blue && number.type === 'imessage') return 'imessage';
    return text.mediaUrls.length > 0 ? 'mms' : 'sms';
  }

  #replyTarget(conversation: ConversationRecord, messageId: string | undefined): string | null {
    if (messageId === undefined) return null;
    const target = this.#deps.messages.find(messageId);
    if (target?.conversationId !== conversation.id) {
      throw new ApiError('NOT_FOUND', 'Reply target not found.');
    }
    return target.id;
  }

  /** The `data` of the webhook (docs/reference/provider/webhooks.md#a-text). */
  #data(message: MessageRecord, { conversation, number, text }: Context): TextEventData {
    const { contacts, conversations } = this.#deps;
    const { isGroup, groupId, groupName, groupIconUrl, participants } =
      conversations.live(conversation);
    return {
      messageId: message.id,
      externalMessageId: text.externalMessageId ?? null,
      conversationId: message.conversationId,
      numberId: message.numberId,
      externalId: number.externalId,
      from: message.fromNumber,
      to: message.toNumber,
      contact: contacts.match(message.accountId, message.fromNumber),
      message: message.body,
      mediaUrl: message.mediaUrls[0] ?? null,
      mediaUrls: [...message.mediaUrls],
      direction: 'inbound',
      receivedAt: toDateTime(message.receivedAtMs),
      senderIdentifier: message.senderIdentifier,
      group: isGroup ? { isGroup, groupId, groupName, groupIconUrl, participants } : null,
      reactionType: null,
      ...(message.channel === 'whatsapp' ? whatsappData(message) : {}),
    };
  }
}

interface Context {
  readonly conversation: ConversationRecord;
  readonly number: NumberRecord;
  readonly text: InboundText;
}

/** @throws ApiError `WHATSAPP_NOT_ENABLED`, `VALIDATION_ERROR` */
function checkWhatsApp(number: NumberRecord, text: InboundText, participant: string): void {
  if (number.whatsappConnectionId === null) throw new ApiError('WHATSAPP_NOT_ENABLED');
  if (toE164(participant) === null) {
    throw faultyField('from', 'Whoever is on WhatsApp has a phone number.');
  }
  if (text.groupId !== undefined) throw faultyField('groupId', 'This line has no WhatsApp groups.');
}

/** What a webhook also contains for a WhatsApp message: which button or row was tapped. */
function whatsappData({ whatsapp, replyToMessageId }: MessageRecord) {
  if (whatsapp?.kind !== 'reply') return { replyToMessageId, interactive: null };
  const { type, id, title, description } = whatsapp;
  return { replyToMessageId, interactive: { type, id, payload: id, title, description } };
}

import {
  ApiError,
  type Channel,
  ID_PREFIX,
  type SendMessageRequest,
  type SentMessage,
} from '../../../common/contract/index.ts';
import { whyUnreachable } from '../../../common/rules/phone/caller-identity.ts';
import { noPhoneNumber } from '../../../common/rules/phone/pasted-number.ts';
import { isEmergencyOrN11, toE164 } from '../../../common/rules/phone/phone-numbers.ts';
import { textAddress } from '../../../common/rules/phone/text-sender.ts';
import type { Carrier } from '../../carriers/carrier.ts';
import { TwilioFailure } from '../../carriers/twilio/rest/carrier-failures.ts';
import { newId } from '../../platform/random.ts';
import type { RunInSharedTransaction } from '../../store/database/shared-commits.ts';
import type { ConversationRecord, ConversationStore } from '../../store/messages/conversations.ts';
import type { MessageRecord, MessageStore } from '../../store/messages/messages.ts';
import type { NumberRecord } from '../../store/numbers/numbers.ts';
import type { Agents } from '../agents/agents.ts';
import { faultyField } from '../faulty-field.ts';
import type { Numbers } from '../numbers/numbers.ts';
import { metaCode, type WhatsAppLine } from '../whatsapp/whatsapp-line.ts';
import type { ConversationWriter, Draft, Group } from './conversation-writer.ts';
import type { Handsets } from './handsets.ts';
import type { TextJourneys } from './text-journeys.ts';

export interface OutboundTextsDeps {
  readonly numbers: Numbers;
  readonly agents: Agents;
  readonly handsets: Handsets;
  readonly conversationWriter: ConversationWriter;
  readonly journeys: TextJourneys;
  readonly store: ConversationStore;
  readonly messages: MessageStore;
  readonly transactShared: RunInSharedTransaction;
  /**
   * The carrier of the sending number, which decides how a text travels; the destination never
   * does.
   */
  readonly carrierOf: (number: NumberRecord) => Carrier;
  /** @throws ApiError if plan, balance, registration, limits or an opt-out forbid the text */
  readonly checkAllowed: (text: LeavingText) => void;
  /** The simulated WhatsApp line. There is no other, so no carrier is involved. */
  readonly whatsapp: WhatsAppLine;
  /**
   * Charges for a text that the carrier has accepted. From then on it is sent, whatever the disk
   * does.
   */
  readonly charge: (channel: Channel) => void;
}

/** A text whose channel has been decided, before it is sent. */
export interface LeavingText {
  readonly number: NumberRecord;
  /** An address, or a group's id. */
  readonly to: string;
  readonly group: boolean;
  readonly channel: Channel;
}

interface Destination {
  /** The counterparty of the conversation: an address, or the group's id. */
  readonly participant: string;
  readonly group: Group | null;
  readonly channel: Channel;
}

interface Reply {
  readonly id: string | null;
  readonly target: MessageRecord | null;
}

/** Texts that agents send (docs/reference/provider/messages.md#sending). */
export class OutboundTexts {
  readonly #deps: OutboundTextsDeps;

  constructor(deps: OutboundTextsDeps) {
    this.#deps = deps;
  }

  /**
   * Stores the text and hands it to the carrier; resolves when the carrier has accepted it. Texts
   * that are sent at the same moment share a commit.
   * @param stored called with the future answer, in the transaction that stores the text
   * @throws ApiError `CARRIER_ERROR` if the carrier refused it; the text is then in its
   * conversation as failed
   */
  async send(
    accountId: string,
    request: SendMessageRequest,
    stored: (answer: SentMessage) => void = () => {},
  ): Promise<SentMessage> {
    const { conversationWriter, transactShared, charge, whatsapp } = this.#deps;
    // The checks run in the transaction too, because every statement outside of one takes its own
    // locks.
    const { number, news, message, answer, refused } = await transactShared(() => {
      const written =
        request.channel === 'whatsapp'
          ? this.#writeWhatsApp(accountId, request)
          : { ...this.#write(accountId, request), refused: null };
      if (written.refused === null) stored(written.answer);
      return written;
    });
    conversationWriter.publish(...news);
    if (refused) throw refused;
    if (message.channel === 'whatsapp') whatsapp.sent(message);
    else await this.#handOver(number, message);
    charge(answer.channel);
    return answer;
  }

  #write(accountId: string, request: SendMessageRequest) {
    const { conversationWriter, checkAllowed } = this.#deps;
    const mediaUrls = mediaOf(request);
    const body = request.body ?? '';
    if (body === '' && mediaUrls.length === 0) {
      throw faultyField('body', 'The message is empty: give it a body or media_urls.');
    }
    const number = this.#sender(accountId, request);
    const destination = this.#destination(accountId, number, request, mediaUrls);
    checkCarousel(number, body, mediaUrls);
    const { participant: to, channel } = destination;
    checkAllowed({ number, to, group: to.startsWith(ID_PREFIX.group), channel });
    const carrier = this.#deps.carrierOf(number);
    carrier.checkText?.({ from: number.phoneNumber, to, mediaUrls });
    const blue = channel === 'imessage';
    const reply = this.#reply(accountId, request);
    const conversation = conversationWriter.open(number, to, destination.group);
    const status = carrier.arrivesAtOnce ? 'delivered' : 'sent';
    return this.#append(number, conversation, blue ? reply : { ...reply, target: null }, {
      channel,
      to,
      body,
      mediaUrls,
      sendStyle: blue ? (request.send_style ?? null) : null,
      status,
    });
  }

  /**
   * Writes it into the separate conversation that WhatsApp has; as failed, if the line refuses it.
   */
  #writeWhatsApp(accountId: string, request: SendMessageRequest) {
    const { conversationWriter, checkAllowed, whatsapp } = this.#deps;
    const number = this.#sender(accountId, request);
    if (number.whatsappConnectionId === null) throw new ApiError('WHATSAPP_NOT_ENABLED');
    const to = whatsappRecipient(request);
    const mediaUrls = mediaOf(request);
    const plan = whatsapp.plan(number.whatsappConnectionId, request, mediaUrls);
    checkAllowed({ number, to, group: false, channel: 'whatsapp' });
    const reply = this.#reply(accountId, request);
    const conversation = conversationWriter.open(number, to, null, 'whatsapp');
    const refused = whatsapp.refusal(conversation, plan);
    const written = this.#append(number, conversation, reply, {
      channel: 'whatsapp',
      to,
      body: plan.body,
      mediaUrls,
      sendStyle: null,
      whatsapp: plan.content,
      status: refused ? 'failed' : 'sent',
      problem: refused?.message ?? null,
      errorCode: refused && metaCode(refused.code),
    });
    return { ...written, refused };
  }

  /** The message that the text replies to; `target` is null if the request names none. */
  #reply(accountId: string, { reply_to_message_id }: SendMessageRequest): Reply {
    const id = reply_to_message_id ?? null;
    return { id, target: id === null ? null : this.#replyTarget(accountId, id) };
  }

  /**
   * Writes it into its conversation. It counts as a reply only if the message it replies to is in
   * the same conversation.
   */
  #append(
    number: NumberRecord,
    conversation: ConversationRecord,
    { id, target }: Reply,
    text: Omit<Draft, 'direction' | 'from' | 'senderIdentifier' | 'replyToMessageId'>,
  ) {
    const { conversationWriter } = this.#deps;
    const threaded = target?.conversationId === conversation.id;
    const appended = conversationWriter.append(conversation, number, {
      ...text,
      direction: 'outbound',
      from: number.phoneNumber,
      senderIdentifier: null,
      replyToMessageId: threaded ? id : null,
    });
    const answer: SentMessage = {
      id: appended.message.id,
      status: 'sent',
      channel: text.channel,
      from_number: number.phoneNumber,
      to_number: text.to,
      conversation_id: conversation.id,
      media_urls: [...text.mediaUrls],
      reply_to_message_id: threaded ? id : null,
      reply_parent_unresolved: id === null ? null : !threaded,
    };
    const news = conversationWriter.news(appended, threaded ? target : null);
    return { number, news, message: appended.message, answer };
  }

  /** `from_number` takes precedence over `number_id`, and that over `agent_id`. */
  #sender(accountId: string, request: SendMessageRequest): NumberRecord {
    const { numbers, agents } = this.#deps;
    if (request.from_number) {
      const number = numbers.activeByPhone(request.from_number);
      if (number?.accountId === accountId) return number;
      throw new ApiError(
        'PHONE_NUMBER_NOT_FOUND',
        `${request.from_number} is no active number of this account.`,
      );
    }
    if (request.number_id) return active(numbers.record(accountId, request.number_id));
    if (request.agent_id) {
      const agent = agents.record(accountId, request.agent_id);
      const [first] = numbers.ofAgent(agent.id);
      if (first) return first;
      throw faultyField(
        'agent_id',
        'This agent has no phone number. Attach one with POST /v1/agents/{agent_id}/numbers.',
      );
    }
    const group = this.#group(accountId, request.to_number);
    if (group) return active(numbers.record(accountId, group.numberId));
    throw new ApiError(
      'VALIDATION_ERROR',
      'Say who sends the message: give agent_id, number_id or from_number.',
    );
  }

  #destination(
    accountId: string,
    number: NumberRecord,
    request: SendMessageRequest,
    mediaUrls: readonly string[],
  ): Destination {
    const { to_number: to, recipients } = request;
    if (to && recipients)
      throw faultyField('recipients', 'Send to_number or recipients, not both.');
    if (recipients) {
      checkGroupChannel(request);
      return newGroup(number, recipients);
    }
    if (!to) {
      throw faultyField('to_number', 'Say who gets the message: give to_number or recipients.');
    }
    const group = this.#group(accountId, to);
    if (group) {
      checkGroupChannel(request);
      if (group.numberId !== number.id) {
        throw faultyField('to_number', 'This group belongs to another of your numbers.');
      }
      return { participant: to, group: null, channel: 'imessage' };
    }
    const address = checkedAddress('to_number', to);
    const handset = this.#deps.handsets.of(address);
    const { channel: wanted } = request;
    const isBlue = number.type === 'imessage' && handset.imessage;
    if (wanted === 'imessage' && !isBlue) {
      throw faultyField('channel', `No iMessage goes from ${number.phoneNumber} to ${address}.`);
    }
    if (isBlue && (wanted ?? 'imessage') === 'imessage') {
      return { participant: address, group: null, channel: 'imessage' };
    }
    if (!handset.sms) {
      throw faultyField('to_number', `${address} can only be reached from an iMessage line.`);
    }
    const channel = mediaUrls.length > 0 ? 'mms' : 'sms';
    if ((wanted ?? channel) !== channel) {
      throw faultyField(
        'channel',
        channel === 'mms' ? 'An SMS has no attachments: say mms.' : 'An MMS needs an attachment.',
      );
    }
    return { participant: address, group: null, channel };
  }

  /** @throws ApiError `NOT_FOUND` for an unknown group id */
  #group(accountId: string, to: string | null | undefined): ConversationRecord | null {
    if (!to?.startsWith(ID_PREFIX.group)) return null;
    const group = this.#deps.store.byGroup(accountId, to);
    if (!group) throw new ApiError('NOT_FOUND', 'There is no such group.');
    return group;
  }

  /** If the target is unknown, nothing is sent (docs/reference/provider/messages.md#replies). */
  #replyTarget(accountId: string, messageId: string): MessageRecord {
    const target = this.#deps.messages.find(messageId);
    if (target?.accountId === accountId) return target;
    throw new ApiError('NOT_FOUND', 'Reply target not found.');
  }

  async #handOver(number: NumberRecord, message: MessageRecord): Promise<void> {
    const { carrierOf, journeys } = this.#deps;
    try {
      await carrierOf(number).sendText({
        messageId: message.id,
        from: message.fromNumber,
        to: message.toNumber,
        body: message.body,
        mediaUrls: message.mediaUrls,
      });
    } catch (error) {
      // Any other error is a defect, which is reported elsewhere.
      const problem = error instanceof ApiError ? error.message : 'It could not be sent.';
      const errorCode = error instanceof TwilioFailure ? String(error.twilioCode) : null;
      journeys.failed(message, problem, errorCode);
      throw error;
    }
  }
}

function mediaOf({ media_url, media_urls }: SendMessageRequest): string[] {
  if (media_url && media_urls && media_urls.length > 0) {
    throw faultyField('media_url', 'Send media_urls or media_url, not both.');
  }
  return media_urls ?? (media_url ? [media_url] : []);
}

function active(number: NumberRecord): NumberRecord {
  if (number.status === 'active') return number;
  throw new ApiError('VALIDATION_ERROR', 'This number was released and cannot send any more.');
}

function checkedAddress(field: string, text: string): string {
  if (isEmergencyOrN11(text)) throw new ApiError('RESTRICTED_DESTINATION');
  const address = textAddress(text);
  if (address) return address;
  throw faultyField(
    field,
    whyUnreachable(text) ??
      `${noPhoneNumber(text)}; it is no short code, e-mail address or group id either.`,
  );
}

function newGroup(number: NumberRecord, recipients: readonly string[]): Destination {
  const participants = [...new Set(recipients.map((text) => checkedAddress('recipients', text)))];
  if (number.type !== 'imessage') {
    throw faultyField('recipients', 'Groups need an iMessage line; this number sends SMS.');
  }
  if (participants.length < 2 || participants.some((one) => toE164(one) === number.phoneNumber)) {
    throw faultyField('recipients', 'A group needs two or more people besides your own number.');
  }
  const groupId = newId('group');
  return { participant: groupId, group: { groupId, participants }, channel: 'imessage' };
}

function checkCarousel(number: NumberRecord, body: string, mediaUrls: readonly string[]): void {
  if (mediaUrls.length < 2) return;
  if (number.type !== 'imessage') {
    throw faultyField('media_urls', 'Several attachments need an iMessage line; send one each.');
  }
  if (body !== '') throw faultyField('body', 'A carousel has no text: leave body empty.');
}

function checkGroupChannel({ channel }: SendMessageRequest): void {
  if ((channel ?? 'imessage') === 'imessage') return;
  throw faultyField('channel', 'Groups are on iMessage only.');
}

/** WhatsApp needs exactly one person with a phone number. */
function whatsappRecipient({ to_number: to, recipients }: SendMessageRequest): string {
  if (recipients) throw faultyField('recipients', 'A WhatsApp message goes to one person.');
  if (!to) throw faultyField('to_number', 'Say who gets the message: give to_number.');
  if (isEmergencyOrN11(to)) throw new ApiError('RESTRICTED_DESTINATION');
  const address = toE164(to);
  if (address) return address;
  throw faultyField('to_number', `${noPhoneNumber(to)}. Nobody else is on WhatsApp.`);
}

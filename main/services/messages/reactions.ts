import { ApiError, type SentReaction, TAPBACKS } from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { toAddress } from '../../../common/rules/phone/phone-numbers.ts';
import { newId } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { ConversationStore } from '../../store/messages/conversations.ts';
import type { MessageRecord, MessageStore, ReactionRecord } from '../../store/messages/messages.ts';
import { faultyField } from '../faulty-field.ts';
import type { Numbers } from '../numbers/numbers.ts';
import type { OutgoingEvents } from '../outgoing-events.ts';
import type { ConversationWriter } from './conversation-writer.ts';
import type { Conversations } from './conversations.ts';

export interface ReactionsDeps {
  readonly messages: MessageStore;
  readonly store: ConversationStore;
  readonly conversations: Conversations;
  readonly numbers: Numbers;
  readonly conversationWriter: ConversationWriter;
  readonly events: OutgoingEvents;
  readonly clock: Clock;
  readonly transact: RunInTransaction;
}

/** A single emoji as perceived by a person. */
const ONE_EMOJI = /^\p{RGI_Emoji}$/v;

/** Tapbacks, from the agent and from people (docs/reference/provider/messages.md#reactions). */
export class Reactions {
  readonly #deps: ReactionsDeps;

  constructor(deps: ReactionsDeps) {
    this.#deps = deps;
  }

  /**
   * Sends a reaction of the agent. @throws ApiError `NOT_FOUND`, `VALIDATION_ERROR` unless it is on
   * iMessage
   */
  send(accountId: string, messageId: string, reaction: string): SentReaction {
    const { messages, numbers, transact, conversationWriter } = this.#deps;
    const message = messages.find(messageId);
    if (message?.accountId !== accountId) throw unknownMessage();
    checkReaction(message, reaction);
    const number = numbers.record(accountId, message.numberId);
    const { id } = transact(() => this.#put(message, reaction, number.phoneNumber, 'outbound'));
    conversationWriter.publish(conversationWriter.changed(message));
    return { id, reaction_type: reaction, message_id: messageId, channel: message.channel };
  }

  /** A person reacts to a message. If it is the agent's message, the webhook gets an event. */
  receive(reaction: { messageId: string; from: string; reaction: string }): {
    reactionId: string;
    deliveryId: string | null;
  } {
    const { messages, transact, conversationWriter } = this.#deps;
    const message = messages.find(reaction.messageId);
    if (!message) throw unknownMessage();
    const from = this.#participant(message, reaction.from);
    checkReaction(message, reaction.reaction);
    const answer = transact(() => {
      const stored = this.#put(message, reaction.reaction, from, 'inbound');
      const deliveryId = message.direction === 'outbound' ? this.#tell(message, stored) : null;
      return { reactionId: stored.id, deliveryId };
    });
    conversationWriter.publish(conversationWriter.changed(message));
    return answer;
  }

  #put(
    message: MessageRecord,
    reactionType: string,
    fromNumber: string,
    direction: ReactionRecord['direction'],
  ): ReactionRecord {
    const reaction: ReactionRecord = {
      id: newId('reaction'),
      messageId: message.id,
      reactionType,
      fromNumber,
      direction,
      createdAtMs: this.#deps.clock.now(),
    };
    return { ...reaction, id: this.#deps.messages.putReaction(reaction) };
  }

  #tell(message: MessageRecord, reaction: ReactionRecord): string | null {
    const { store, conversations, events } = this.#deps;
    const conversation = store.find(message.conversationId);
    return events.enqueue({
      accountId: message.accountId,
      agentId: conversation?.agentId ?? null,
      numberId: message.numberId,
      conversationId: message.conversationId,
      callId: null,
      messageId: message.id,
      event: 'agent.reaction',
      channel: message.channel,
      data: {
        conversationId: message.conversationId,
        numberId: message.numberId,
        reactionType: reaction.reactionType,
        fromNumber: reaction.fromNumber,
        direction: 'inbound',
        messageId: message.id,
        messageBody: message.body,
        messageMediaUrl: message.mediaUrls[0] ?? null,
        messageMediaUrls: [...message.mediaUrls],
        createdAt: toDateTime(reaction.createdAtMs),
      },
      conversationState: conversation?.metadata ?? null,
      history: conversations.history(message.conversationId),
      occurredAtMs: reaction.createdAtMs,
    }).deliveryId;
  }

  #participant(message: MessageRecord, text: string): string {
    const conversation = this.#deps.store.find(message.conversationId);
    const address = toAddress(text);
    const people = conversation?.participants ?? [conversation?.participant];
    if (address !== null && people.includes(address)) return address;
    throw faultyField('from', `${text} is not in this conversation.`);
  }
}

function unknownMessage(): ApiError {
  return new ApiError('NOT_FOUND', 'There is no such message in this account.');
}

function checkReaction(message: MessageRecord, reaction: string): void {
  if (message.channel !== 'imessage' && message.channel !== 'whatsapp') {
    throw new ApiError(
      'VALIDATION_ERROR',
      `Reactions work on iMessage and WhatsApp; this message went by ${message.channel.toUpperCase()}.`,
    );
  }
  if ((TAPBACKS as readonly string[]).includes(reaction) || ONE_EMOJI.test(reaction)) return;
  throw faultyField('reaction', `Use ${TAPBACKS.join(', ')}, or one emoji.`);
}

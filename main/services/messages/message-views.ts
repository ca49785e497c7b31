import type {
  ConversationMessage,
  NumberMessage,
  Reaction,
} from '../../../common/contract/index.ts';
import { toDateTime, toDateTimeOrNull } from '../../../common/rules/date-time.ts';
import type { MessageRecord, MessageStore, ReactionRecord } from '../../store/messages/messages.ts';

/** Stored messages in the API's form, with their reactions and the messages they reply to. */
export class MessageViews {
  readonly #messages: Pick<MessageStore, 'reactionsOf' | 'findMany'>;

  constructor(messages: Pick<MessageStore, 'reactionsOf' | 'findMany'>) {
    this.#messages = messages;
  }

  of(message: MessageRecord): ConversationMessage {
    return this.ofMany([message])[0] ?? toView(message, [], undefined);
  }

  /** The view of a message that was just written, so it has no reactions. */
  fresh(message: MessageRecord, parent: MessageRecord | null): ConversationMessage {
    return toView(message, [], parent ?? undefined);
  }

  /** Keeps the given order. */
  ofMany(messages: readonly MessageRecord[]): ConversationMessage[] {
    if (messages.length === 0) return [];
    const reactions = Map.groupBy(
      this.#messages.reactionsOf(messages.map(({ id }) => id)),
      ({ messageId }) => messageId,
    );
    const parentIds = messages.flatMap(({ replyToMessageId }) => replyToMessageId ?? []);
    const parents = new Map(
      (parentIds.length === 0 ? [] : this.#messages.findMany(parentIds)).map((parent) => [
        parent.id,
        parent,
      ]),
    );
    return messages.map((message) =>
      toView(
        message,
        reactions.get(message.id) ?? [],
        message.replyToMessageId === null ? undefined : parents.get(message.replyToMessageId),
      ),
    );
  }
}

export function toNumberMessage(message: MessageRecord): NumberMessage {
  return {
    id: message.id,
    from_: message.fromNumber,
    from: message.fromNumber,
    to: message.toNumber,
    body: message.body,
    direction: message.direction,
    channel: message.channel,
    receivedAt: toDateTime(message.receivedAtMs),
    conversationId: message.conversationId,
    ...progressOf(message),
    mediaUrl: message.mediaUrls[0] ?? null,
    mediaUrls: [...message.mediaUrls],
  };
}

function progressOf({ direction, status, problem }: MessageRecord) {
  // Earlier versions stored inbound messages with the status `sent`.
  return { status: direction === 'inbound' ? 'received' : status, failureReason: problem };
}

function toView(
  message: MessageRecord,
  reactions: readonly ReactionRecord[],
  parent: MessageRecord | undefined,
): ConversationMessage {
  return {
    id: message.id,
    conversationId: message.conversationId,
    body: message.body,
    fromNumber: message.fromNumber,
    toNumber: message.toNumber,
    direction: message.direction,
    senderIdentifier: message.senderIdentifier,
    channel: message.channel,
    mediaUrl: message.mediaUrls[0] ?? null,
    mediaUrls: [...message.mediaUrls],
    receivedAt: toDateTime(message.receivedAtMs),
    ...progressOf(message),
    errorCode: message.errorCode,
    deliveredAt: toDateTimeOrNull(message.deliveredAtMs),
    deliveredChannel: message.deliveredAtMs === null ? null : message.channel,
    readAt: toDateTimeOrNull(message.readAtMs),
    content: null,
    reactions: reactions.map(toReaction),
    replyTo: parent
      ? { messageId: parent.id, message: parent.body, mediaUrls: [...parent.mediaUrls] }
      : null,
    whatsapp: message.whatsapp,
  };
}

function toReaction(reaction: ReactionRecord): Reaction {
  return {
    id: reaction.id,
    reactionType: reaction.reactionType,
    fromNumber: reaction.fromNumber,
    direction: reaction.direction,
    createdAt: toDateTime(reaction.createdAtMs),
  };
}

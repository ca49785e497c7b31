import type { Channel, LiveMessage } from '../../../common/contract/index.ts';
import { textSegments } from '../../../common/rules/text-segments.ts';
import type { Clock } from '../../platform/clock.ts';
import { newId } from '../../platform/random.ts';
import type { ConversationRecord, ConversationStore } from '../../store/conversations.ts';
import type { MessageRecord, MessageStore } from '../../store/messages.ts';
import type { NumberRecord } from '../../store/numbers.ts';
import type { ChangeFeed } from '../changes.ts';
import type { Conversations } from '../conversations.ts';
import { MessageViews } from '../message-views.ts';

export interface ThreadsDeps {
  readonly store: ConversationStore;
  readonly messages: MessageStore;
  readonly conversations: Conversations;
  readonly changes: ChangeFeed;
  readonly clock: Clock;
}

export interface Group {
  readonly groupId: string;
  readonly participants: readonly string[];
}

/** What one side writes, before it has a place in a thread. */
export interface Draft {
  readonly direction: 'inbound' | 'outbound';
  readonly channel: Channel;
  readonly from: string;
  readonly to: string;
  readonly senderIdentifier: string | null;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly replyToMessageId: string | null;
  readonly sendStyle: string | null;
}

const PREVIEW_LENGTH = 100;

/** Finds or starts threads and appends to them. Runs inside the caller's transaction. */
export class Threads {
  readonly #deps: ThreadsDeps;
  readonly #views: MessageViews;

  constructor(deps: ThreadsDeps) {
    this.#deps = deps;
    this.#views = new MessageViews(deps.messages);
  }

  /** The thread between a number of ours and a counterparty, started if need be. */
  open(number: NumberRecord, participant: string, group: Group | null = null): ConversationRecord {
    const { store, clock } = this.#deps;
    const existing = store.byPair(number.id, participant);
    if (existing) return existing;
    const nowMs = clock.now();
    const conversation: ConversationRecord = {
      id: newId('conversation'),
      accountId: number.accountId,
      numberId: number.id,
      phoneNumber: number.phoneNumber,
      agentId: number.agentId,
      participant,
      groupId: group?.groupId ?? null,
      groupName: null,
      groupIconUrl: null,
      participants: group?.participants ?? null,
      metadata: null,
      backgroundUrl: null,
      backgroundVersion: 0,
      messageCount: 0,
      lastMessageAtMs: nowMs,
      lastMessagePreview: '',
      createdAtMs: nowMs,
    };
    store.insert(conversation);
    return conversation;
  }

  append(conversation: ConversationRecord, number: NumberRecord, draft: Draft): MessageRecord {
    const { store, messages, clock } = this.#deps;
    const message: MessageRecord = {
      id: newId('message'),
      accountId: number.accountId,
      conversationId: conversation.id,
      numberId: number.id,
      agentId: number.agentId,
      direction: draft.direction,
      channel: draft.channel,
      fromNumber: draft.from,
      toNumber: draft.to,
      senderIdentifier: draft.senderIdentifier,
      body: draft.body,
      mediaUrls: draft.mediaUrls,
      replyToMessageId: draft.replyToMessageId,
      sendStyle: draft.sendStyle,
      segments: textSegments(draft.body).segments,
      receivedAtMs: messages.nextMomentMs(number.id, clock.now()),
    };
    messages.insert(message);
    store.addMessage(conversation.id, {
      agentId: number.agentId,
      atMs: message.receivedAtMs,
      preview: previewOf(draft),
    });
    return message;
  }

  /** Tells the window, after the commit. */
  publish(message: MessageRecord): void {
    const item: LiveMessage = {
      ...this.#views.of(message),
      conversationId: message.conversationId,
    };
    this.#deps.changes.publish({ kind: 'message', item });
    this.#deps.conversations.publish(message.conversationId);
  }
}

function previewOf(draft: Draft): string {
  if (draft.body === '') return draft.mediaUrls.length > 0 ? 'Attachment' : '';
  const characters = [...draft.body];
  if (characters.length <= PREVIEW_LENGTH) return draft.body;
  return `${characters.slice(0, PREVIEW_LENGTH - 1).join('')}…`;
}

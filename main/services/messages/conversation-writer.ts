import type { Channel, LiveChange, WhatsAppContent } from '../../../common/contract/index.ts';
import { textSegments } from '../../../common/rules/phone/text-segments.ts';
import { newId } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type {
  ConversationLine,
  ConversationRecord,
  ConversationStore,
} from '../../store/messages/conversations.ts';
import type { MessageRecord, MessageStore } from '../../store/messages/messages.ts';
import type { NumberRecord } from '../../store/numbers/numbers.ts';
import type { ChangeFeed } from '../changes.ts';
import type { Conversations } from './conversations.ts';
import { MessageViews } from './message-views.ts';

export interface ConversationWriterDeps {
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

/** A message that is not yet part of a conversation. */
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
  readonly whatsapp?: WhatsAppContent | null;
  /** `delivered`: the carrier delivers it as soon as it is stored. */
  readonly status: 'received' | 'sent' | 'delivered' | 'failed';
  /** Why it cannot be sent, in words and as the carrier's code. */
  readonly problem?: string | null;
  readonly errorCode?: string | null;
}

/** A message in its conversation, and that conversation including it. */
export interface Appended {
  readonly message: MessageRecord;
  readonly conversation: ConversationRecord;
}

const PREVIEW_LENGTH = 100;

/** Finds or creates conversations and appends to them. Runs within the caller's transaction. */
export class ConversationWriter {
  readonly #deps: ConversationWriterDeps;
  readonly #views: MessageViews;

  constructor(deps: ConversationWriterDeps) {
    this.#deps = deps;
    this.#views = new MessageViews(deps.messages);
  }

  /** The conversation between a number of ours and a counterparty; created if it does not exist. */
  open(
    number: NumberRecord,
    participant: string,
    group: Group | null = null,
    line: ConversationLine = 'text',
  ): ConversationRecord {
    const { store, clock } = this.#deps;
    const existing = store.byPair(number.id, participant, line);
    if (existing) return existing;
    const nowMs = clock.now();
    const conversation: ConversationRecord = {
      id: newId('conversation'),
      accountId: number.accountId,
      numberId: number.id,
      phoneNumber: number.phoneNumber,
      agentId: number.agentId,
      participant,
      line,
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

  append(conversation: ConversationRecord, number: NumberRecord, draft: Draft): Appended {
    const { store, messages, clock } = this.#deps;
    const receivedAtMs = messages.nextMomentMs(number.id, clock.now());
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
      status: draft.status,
      problem: draft.problem ?? null,
      errorCode: draft.errorCode ?? null,
      whatsapp: draft.whatsapp ?? null,
      receivedAtMs,
      deliveredAtMs: draft.status === 'delivered' ? receivedAtMs : null,
      readAtMs: null,
    };
    const preview = previewOf(draft);
    messages.insert(message);
    store.addMessage(conversation.id, {
      agentId: number.agentId,
      atMs: message.receivedAtMs,
      preview,
    });
    const changed: ConversationRecord = {
      ...conversation,
      agentId: number.agentId,
      messageCount: conversation.messageCount + 1,
      lastMessageAtMs: message.receivedAtMs,
      lastMessagePreview: preview,
    };
    return { message, conversation: changed };
  }

  /** The changes to announce to the window for a new message, once it is committed. */
  news({ message, conversation }: Appended, parent: MessageRecord | null): LiveChange[] {
    return [
      { kind: 'message', item: this.#views.fresh(message, parent) },
      { kind: 'conversation', item: this.#deps.conversations.live(conversation) },
    ];
  }

  /** The change to announce to the window for a changed message. */
  changed(message: MessageRecord): LiveChange {
    return { kind: 'message', item: this.#views.of(message) };
  }

  /** Announces changes to the window; to be called after the commit. */
  publish(...changes: LiveChange[]): void {
    this.#deps.changes.publish(...changes);
  }
}

function previewOf(draft: Draft): string {
  if (draft.body === '') return draft.mediaUrls.length > 0 ? 'Attachment' : '';
  const characters = [...draft.body];
  if (characters.length <= PREVIEW_LENGTH) return draft.body;
  return `${characters.slice(0, PREVIEW_LENGTH - 1).join('')}…`;
}

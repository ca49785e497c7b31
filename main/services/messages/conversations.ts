import {
  type AgentConversationSummary,
  ApiError,
  type ConversationDetail,
  type ConversationMessage,
  type ConversationSummary,
  type LiveConversation,
  type LiveMessage,
  type MessageQuery,
  type Page,
  type PageQuery,
  type UpdateConversationRequest,
} from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { toAddress } from '../../../common/rules/phone/phone-numbers.ts';
import type { ConversationRecord, ConversationStore } from '../../store/messages/conversations.ts';
import type { MessageRecord, MessageStore } from '../../store/messages/messages.ts';
import type { Agents } from '../agents/agents.ts';
import type { ChangeFeed } from '../changes.ts';
import { HISTORY_LIMIT, type HistoryEntry } from '../outgoing-events.ts';
import type { Contacts } from './contacts.ts';
import { MessageViews } from './message-views.ts';
import type { Reach } from './reach.ts';

export interface ConversationsDeps {
  readonly conversations: ConversationStore;
  readonly messages: MessageStore;
  readonly agents: Agents;
  readonly contacts: Contacts;
  readonly reach: Reach;
  readonly changes: ChangeFeed;
}

/** What an event contains about its conversation. */
export type ConversationReference = Pick<ConversationRecord, 'id' | 'metadata'>;

/**
 * One per own number and counterparty, or per group
 * (docs/reference/provider/messages.md#conversations).
 */
export class Conversations {
  readonly #deps: ConversationsDeps;
  readonly #views: MessageViews;

  constructor(deps: ConversationsDeps) {
    this.#deps = deps;
    this.#views = new MessageViews(deps.messages);
  }

  /** Newest activity first. */
  list(accountId: string, page: PageQuery): Page<ConversationSummary> {
    const { conversations } = this.#deps;
    const records = conversations.listByAccount(accountId, page.limit, page.offset);
    return {
      items: records.map((record) => this.summary(record)),
      total: conversations.countByAccount(accountId),
    };
  }

  /** Newest activity first. @throws ApiError `NOT_FOUND` */
  listOfAgent(accountId: string, agentId: string, page: PageQuery): Page<AgentConversationSummary> {
    const { agents, conversations } = this.#deps;
    agents.record(accountId, agentId);
    return {
      items: conversations.listByAgent(agentId, page.limit, page.offset).map(toAgentSummary),
      total: conversations.countByAgent(agentId),
    };
  }

  /** The stored conversation. @throws ApiError `NOT_FOUND` */
  record(accountId: string, conversationId: string): ConversationRecord {
    const conversation = this.#deps.conversations.find(conversationId);
    if (conversation?.accountId !== accountId) {
      throw new ApiError('NOT_FOUND', 'There is no such conversation in this account.');
    }
    return conversation;
  }

  /** With its newest messages, newest first. */
  get(accountId: string, conversationId: string, messageLimit = 50): ConversationDetail {
    const record = this.record(accountId, conversationId);
    const { lastMessagePreview: _preview, ...summary } = this.summary(record);
    const messages = this.#deps.messages.listByConversation(record.id, { limit: messageLimit });
    return {
      ...summary,
      capabilities: this.#deps.reach.capabilities(record),
      messages: this.#views.ofMany(messages),
    };
  }

  /** Newest first. */
  messages(
    accountId: string,
    conversationId: string,
    query: MessageQuery,
  ): { items: ConversationMessage[]; hasMore: boolean } {
    this.record(accountId, conversationId);
    const found = this.#deps.messages.listByConversation(conversationId, {
      limit: query.limit + 1,
      beforeMs: query.before,
      afterMs: query.after,
    });
    const items = this.#views.ofMany(found.slice(0, query.limit));
    return { items, hasMore: found.length > query.limit };
  }

  /** The newest messages of all conversations, for the window. */
  newestMessages(accountId: string, limit: number): LiveMessage[] {
    return this.#views.liveMany(this.#deps.messages.listByAccount(accountId, { limit }));
  }

  /** The newest conversations, for the window. */
  newest(accountId: string, limit: number): LiveConversation[] {
    const { conversations } = this.#deps;
    return conversations.listByAccount(accountId, limit, 0).map((record) => this.live(record));
  }

  /** Changes the keys that were sent. `metadata` is replaced as a whole; null clears it. */
  update(
    accountId: string,
    conversationId: string,
    request: UpdateConversationRequest,
  ): ConversationDetail {
    const { conversations } = this.#deps;
    const record = this.record(accountId, conversationId);
    if (request.metadata !== undefined) conversations.setMetadata(record.id, request.metadata);
    if (request.group_name !== undefined && record.groupId !== null) {
      conversations.setGroupName(record.id, request.group_name || null);
    }
    this.publish(record.id);
    return this.get(accountId, conversationId);
  }

  /** The conversation between a number of ours and a counterparty. */
  between(numberId: string, counterparty: string): ConversationRecord | null {
    const address = toAddress(counterparty) ?? counterparty;
    return this.#deps.conversations.byPair(numberId, address) ?? null;
  }

  /** The newest messages as `recentHistory` shows them, oldest first. */
  history(conversationId: string, limit = HISTORY_LIMIT): HistoryEntry[] {
    return this.#deps.messages
      .listByConversation(conversationId, { limit })
      .map(toHistoryEntry)
      .reverse();
  }

  /** The newest messages between a number of ours and a counterparty, oldest first. */
  historyBetween(numberId: string, counterparty: string, limit: number): HistoryEntry[] {
    const conversation = this.between(numberId, counterparty);
    return conversation ? this.history(conversation.id, limit) : [];
  }

  /** Announces to the window that a conversation changed. */
  publish(conversationId: string): void {
    const record = this.#deps.conversations.find(conversationId);
    if (record) this.#deps.changes.publish({ kind: 'conversation', item: this.live(record) });
  }

  summary(record: ConversationRecord): ConversationSummary {
    const { line: _line, ...fields } = this.live(record);
    return { ...fields, channel: this.#deps.reach.channel(record) };
  }

  /** The conversation in the window's form. */
  live(record: ConversationRecord): LiveConversation {
    return {
      id: record.id,
      agentId: record.agentId,
      phoneNumberId: record.numberId,
      phoneNumber: record.phoneNumber,
      participant: record.participant,
      isGroup: record.groupId !== null,
      line: record.line,
      groupId: record.groupId,
      groupName: record.groupName,
      groupIconUrl: record.groupIconUrl,
      participants: this.#participants(record),
      lastMessageAt: toDateTime(record.lastMessageAtMs),
      lastMessagePreview: record.lastMessagePreview,
      messageCount: record.messageCount,
      metadata: record.metadata,
      createdAt: toDateTime(record.createdAtMs),
    };
  }

  #participants(record: ConversationRecord): LiveConversation['participants'] {
    if (record.participants === null) return null;
    return record.participants.map((identifier) => ({
      identifier,
      name: this.#deps.contacts.match(record.accountId, identifier)?.name ?? null,
    }));
  }
}

function toAgentSummary(record: ConversationRecord): AgentConversationSummary {
  return {
    id: record.id,
    agentId: record.agentId,
    phoneNumberId: record.numberId,
    phoneNumber: record.phoneNumber,
    participant: record.participant,
    lastMessageAt: toDateTime(record.lastMessageAtMs),
    lastMessagePreview: record.lastMessagePreview,
    messageCount: record.messageCount,
    createdAt: toDateTime(record.createdAtMs),
  };
}

function toHistoryEntry(message: MessageRecord): HistoryEntry {
  return {
    messageId: message.id,
    content: message.body,
    direction: message.direction,
    channel: message.channel,
    at: toDateTime(message.receivedAtMs),
    ...(message.senderIdentifier === null ? {} : { senderIdentifier: message.senderIdentifier }),
  };
}

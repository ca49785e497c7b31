import { join } from 'node:path';
import { callContents } from '../../../common/rules/turns/call-contents.ts';
import { readCall } from '../../../common/rules/turns/turn-records.ts';
import { type AgentRecord, AgentStore } from '../accounts/agents.ts';
import { CallStore } from '../calls/calls.ts';
import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { type ConversationRecord, ConversationStore } from '../messages/conversations.ts';
import { type MessageRecord, MessageStore } from '../messages/messages.ts';
import { type NumberRecord, NumberStore } from '../numbers/numbers.ts';
import type { CallPage, MessagePage, MessagePageQuery, PageQuery, RowPage } from './protocol.ts';

/** Reads further pages of what the window holds the newest of. */
export class PageReader {
  readonly #agents;
  readonly #numbers;
  readonly #conversations;
  readonly #messages;
  readonly #calls;

  constructor(db: Database, dataDir: string, damage: DamageNotes) {
    this.#agents = new AgentStore(db, damage);
    this.#numbers = new NumberStore(db, damage);
    this.#conversations = new ConversationStore(db, damage);
    this.#messages = new MessageStore(db, damage);
    this.#calls = new CallStore(db, join(dataDir, 'recordings'), damage);
  }

  agents({ accountId, limit, offset, before }: PageQuery): RowPage<AgentRecord> {
    const items =
      before === null
        ? this.#agents.list(accountId, limit, offset)
        : this.#agents.listBehind(accountId, before, limit);
    return { items, total: this.#agents.count(accountId) };
  }

  numbers({ accountId, limit, offset, before }: PageQuery): RowPage<NumberRecord> {
    const items =
      before === null
        ? this.#numbers.list(accountId, limit, offset)
        : this.#numbers.listBehind(accountId, before, limit);
    return { items, total: this.#numbers.count(accountId) };
  }

  conversations({ accountId, limit, offset, before }: PageQuery): RowPage<ConversationRecord> {
    const items =
      before === null
        ? this.#conversations.listByAccount(accountId, limit, offset)
        : this.#conversations.listBehind(accountId, before, limit);
    return { items, total: this.#conversations.countByAccount(accountId) };
  }

  calls({ accountId, limit, offset, before }: PageQuery): CallPage {
    const page = this.#calls.list(accountId, { limit, offset });
    const items = before === null ? page.items : this.#calls.listBehind(accountId, before, limit);
    return {
      items: items.map((call) => ({
        call,
        contents: callContents(readCall(this.#calls.events(call.id))),
      })),
      total: page.total,
    };
  }

  /** Newest first, with what is shown beside them. */
  messages(query: MessagePageQuery): MessagePage {
    const { items, hasOlder, hasNewer } = this.#messagesAt(query);
    const parentIds = items.flatMap(({ replyToMessageId }) => replyToMessageId ?? []);
    return {
      items,
      hasOlder,
      hasNewer,
      reactions: this.#messages.reactionsOf(items.map(({ id }) => id)),
      parents: parentIds.length === 0 ? [] : this.#messages.findMany(parentIds),
    };
  }

  #messagesAt({ conversationId, limit, place }: MessagePageQuery) {
    const older = (count: number, beforeMs?: number) =>
      split(
        this.#messages.listByConversation(conversationId, { limit: count + 1, beforeMs }),
        count,
      );
    if (place === null) {
      const { items, more } = older(limit);
      return { items, hasOlder: more, hasNewer: false };
    }
    const named = this.#messages.find(place.messageId);
    if (named?.conversationId !== conversationId) {
      return { items: [], hasOlder: false, hasNewer: false };
    }
    const atMs = named.receivedAtMs;
    const newer = (count: number) => {
      const found = this.#messages.listAfter(conversationId, atMs, count + 1);
      const { items, more } = split(found, count);
      return { items: items.toReversed(), more };
    };
    switch (place.side) {
      case 'before': {
        const { items, more } = older(limit, atMs);
        return { items, hasOlder: more, hasNewer: true };
      }
      case 'after': {
        const { items, more } = newer(limit);
        return { items, hasOlder: true, hasNewer: more };
      }
      case 'around': {
        const above = older(Math.ceil(limit / 2), atMs);
        const below = newer(Math.floor(limit / 2));
        return {
          items: [...below.items, named, ...above.items],
          hasOlder: above.more,
          hasNewer: below.more,
        };
      }
    }
  }
}

function split(found: readonly MessageRecord[], limit: number) {
  return { items: found.slice(0, limit), more: found.length > limit };
}

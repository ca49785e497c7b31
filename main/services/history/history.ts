import type {
  Agent,
  CallView,
  ConversationMessage,
  LiveConversation,
  LiveNumber,
  OperationInput,
} from '../../../common/contract/index.ts';
import type { PageQuery } from '../../store/reader/protocol.ts';
import type { ReaderClient } from '../../store/reader/reader-client.ts';
import type { Agents } from '../agents/agents.ts';
import type { CallArchive } from '../calls/call-archive.ts';
import type { Conversations } from '../messages/conversations.ts';
import { MessageViews } from '../messages/message-views.ts';
import { toLiveNumber } from '../number-fields.ts';

export interface HistoryDeps {
  readonly reader: Pick<ReaderClient, 'ask'>;
  readonly agents: Pick<Agents, 'viewsOf'>;
  readonly conversations: Pick<Conversations, 'live' | 'record'>;
  readonly archive: Pick<CallArchive, 'viewOf'>;
}

export interface HistoryPage<Item> {
  readonly items: Item[];
  readonly total: number;
}

interface PageInput {
  readonly limit: number;
  readonly offset?: number | undefined;
  readonly before?: string | undefined;
}

/** All that there is, page by page; the reader thread reads it, however old it is. */
export class History {
  readonly #deps: HistoryDeps;

  constructor(deps: HistoryDeps) {
    this.#deps = deps;
  }

  async agents(accountId: string, page: PageInput): Promise<HistoryPage<Agent>> {
    const { reader, agents } = this.#deps;
    const { items, total } = await reader.ask('pages.agents', queryOf(accountId, page));
    return { items: agents.viewsOf(items), total };
  }

  async numbers(accountId: string, page: PageInput): Promise<HistoryPage<LiveNumber>> {
    const { items, total } = await this.#deps.reader.ask('pages.numbers', queryOf(accountId, page));
    return { items: items.map(toLiveNumber), total };
  }

  async conversations(accountId: string, page: PageInput): Promise<HistoryPage<LiveConversation>> {
    const { reader, conversations } = this.#deps;
    const { items, total } = await reader.ask('pages.conversations', queryOf(accountId, page));
    return { items: items.map((record) => conversations.live(record)), total };
  }

  /** Calls that go on are shown as they are now. */
  async calls(accountId: string, page: PageInput): Promise<HistoryPage<CallView>> {
    const { reader, archive } = this.#deps;
    const { items, total } = await reader.ask('pages.calls', queryOf(accountId, page));
    return { items: items.map(({ call, contents }) => archive.viewOf(call, contents)), total };
  }

  /** Newest first. @throws ApiError `NOT_FOUND` for another account's conversation, or none */
  async messages(
    accountId: string,
    { conversationId, limit, before, after, around }: OperationInput<'conversation.messages'>,
  ): Promise<{ items: ConversationMessage[]; hasOlder: boolean; hasNewer: boolean }> {
    this.#deps.conversations.record(accountId, conversationId);
    const page = await this.#deps.reader.ask('pages.messages', {
      conversationId,
      limit,
      place: placeOf({ before, after, around }),
    });
    const views = new MessageViews({
      reactionsOf: () => [...page.reactions],
      findMany: () => [...page.parents],
    });
    const { hasOlder, hasNewer } = page;
    return { items: views.ofMany(page.items), hasOlder, hasNewer };
  }
}

function queryOf(accountId: string, { limit, offset, before }: PageInput): PageQuery {
  return { accountId, limit, offset: offset ?? 0, before: before ?? null };
}

function placeOf(at: {
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly around: string | undefined;
}) {
  for (const side of ['before', 'after', 'around'] as const) {
    const messageId = at[side];
    if (messageId !== undefined) return { side, messageId };
  }
  return null;
}

import type { SearchItem } from '../../../common/contract/index.ts';
import { addressExpression, type SearchQuery } from '../../../common/rules/search/search-query.ts';
import { addressText } from '../../../common/rules/search/words.ts';
import type { Database } from '../database/database.ts';
import { personOf } from '../messages/stored-participant.ts';
import { type CursorRow, RowCursor } from './row-cursor.ts';
import {
  BLANK_ITEM,
  type FindQuery,
  type Found,
  foundById,
  type IndexedSource,
} from './search-source.ts';
import { dateTimeOf, isAddressOf, shownOf, shownPlain } from './shown.ts';
import { ABOVE_ALL, WordTable } from './word-table.ts';

interface ConversationRow {
  readonly id: string;
  readonly accountId: string;
  readonly agentId: string | null;
  readonly participant: string;
  readonly groupName: string | null;
  readonly preview: string;
  readonly lastMessageAt: number;
}

/** Names of groups change, so they are not written down but looked through, the newest ones. */
const MOST_GROUPS = 1_000;

/** Conversations, by who is in them. */
export class ConversationSource implements IndexedSource {
  readonly kind = 'conversation';
  readonly #words;
  readonly #cursor;
  readonly #row;
  readonly #rowIdOf;
  readonly #groups;

  constructor(source: Database, index: Database) {
    this.#words = new WordTable(index, 'conversation_words');
    this.#cursor = new RowCursor<CursorRow & { readonly participant: string }>({
      source,
      index,
      name: 'conversations',
      table: 'conversations',
      rowId: 'rowid',
      key: 'id',
      columns: 't.participant as participant',
      write: ({ rowId, participant }) => this.#words.put(rowId, addressText(personOf(participant))),
      clear: () => this.#words.clear(),
    });
    this.#row = source.prepare<[number], ConversationRow>(
      `select id, account_id as accountId, agent_id as agentId, participant,
         group_name as groupName, last_message_preview as preview,
         last_message_at as lastMessageAt
       from conversations where rowid = ? and message_count > 0`,
    );
    this.#rowIdOf = source
      .prepare<[string], number>('select rowid from conversations where id = ?')
      .pluck();
    this.#groups = source
      .prepare<[number, number], number>(
        `select rowid from conversations where group_id is not null and group_name is not null
           and rowid < ? order by rowid desc limit ?`,
      )
      .pluck();
  }

  check(): void {
    this.#cursor.check();
  }

  step(): boolean {
    return this.#cursor.step();
  }

  progress() {
    return this.#cursor.progress();
  }

  find({ accountId, query, id, limit, before }: FindQuery): Found {
    const named = id === null || before !== null ? undefined : this.#rowIdOf.get(id);
    if (named !== undefined) return foundById(this.#read(named, accountId, null));
    const below = before === null ? ABOVE_ALL : (this.#rowIdOf.get(before) ?? 0);
    const groups = this.#groups
      .all(below, MOST_GROUPS)
      .flatMap((rowId) => this.#read(rowId, accountId, query) ?? []);
    const people = this.#words.find(addressExpression(query), { limit, below }, (rowId) =>
      this.#read(rowId, accountId, query),
    );
    const known = new Set(groups.map((item) => item.id));
    const items = [...groups, ...people.items.filter((item) => !known.has(item.id))];
    return { items: items.slice(0, limit), more: people.more || items.length > limit };
  }

  #read(rowId: number, accountId: string, query: SearchQuery | null): SearchItem | null {
    const row = this.#row.get(rowId);
    if (row === undefined || row.accountId !== accountId) return null;
    const person = personOf(row.participant);
    const fits =
      query === null ||
      isAddressOf(query, person) ||
      (row.groupName !== null && shownOf(query, row.groupName) !== null);
    const at = dateTimeOf(row.lastMessageAt);
    if (!fits || at === null) return null;
    return {
      ...BLANK_ITEM,
      kind: 'conversation',
      id: row.id,
      conversationId: row.id,
      agentId: row.agentId,
      person,
      title: row.groupName,
      at,
      ...shownPlain(row.preview),
    };
  }
}

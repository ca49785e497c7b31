import type { SearchItem } from '../../../common/contract/index.ts';
import { matchExpression, type SearchQuery } from '../../../common/rules/search/search-query.ts';
import { foldedText } from '../../../common/rules/search/words.ts';
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
import { dateTimeOf, shownOf, shownPlain } from './shown.ts';
import { ABOVE_ALL, WordTable } from './word-table.ts';

interface MessageRow {
  readonly id: string;
  readonly accountId: string;
  readonly conversationId: string;
  readonly agentId: string | null;
  readonly body: string;
  readonly receivedAt: number;
  readonly participant: string;
  readonly groupName: string | null;
}

/** Texts, by their words. */
export class MessageSource implements IndexedSource {
  readonly kind = 'message';
  readonly #words;
  readonly #cursor;
  readonly #row;
  readonly #rowIdOf;

  constructor(source: Database, index: Database) {
    this.#words = new WordTable(index, 'message_words');
    this.#cursor = new RowCursor<CursorRow & { readonly body: string }>({
      source,
      index,
      name: 'messages',
      table: 'messages',
      rowId: 'rowid',
      key: 'id',
      columns: 't.body as body',
      write: ({ rowId, body }) => this.#words.put(rowId, foldedText(body)),
      clear: () => this.#words.clear(),
    });
    this.#row = source.prepare<[number], MessageRow>(
      `select m.id, m.account_id as accountId, m.conversation_id as conversationId,
         m.agent_id as agentId, m.body, m.received_at as receivedAt, c.participant,
         c.group_name as groupName
       from messages m join conversations c on c.id = m.conversation_id where m.rowid = ?`,
    );
    this.#rowIdOf = source
      .prepare<[string], number>('select rowid from messages where id = ?')
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
    return this.#words.find(matchExpression(query), { limit, below }, (rowId) =>
      this.#read(rowId, accountId, query),
    );
  }

  #read(rowId: number, accountId: string, query: SearchQuery | null): SearchItem | null {
    const row = this.#row.get(rowId);
    if (row === undefined || row.accountId !== accountId) return null;
    const shown = query === null ? shownPlain(row.body) : shownOf(query, row.body);
    const at = dateTimeOf(row.receivedAt);
    if (shown === null || at === null) return null;
    return {
      ...BLANK_ITEM,
      kind: 'message',
      id: row.id,
      conversationId: row.conversationId,
      messageId: row.id,
      agentId: row.agentId,
      person: personOf(row.participant),
      title: row.groupName,
      at,
      ...shown,
    };
  }
}

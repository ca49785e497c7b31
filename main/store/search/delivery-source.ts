import type { SearchItem } from '../../../common/contract/index.ts';
import { eventText } from '../../../common/rules/search/event-text.ts';
import {
  type SearchQuery,
  wordOrAddressExpression,
} from '../../../common/rules/search/search-query.ts';
import { addressText, foldedText } from '../../../common/rules/search/words.ts';
import type { Database } from '../database/database.ts';
import { deliveryId, deliverySeq } from '../deliveries/delivery-ids.ts';
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

interface Written {
  readonly event: string;
  readonly channel: string | null;
  readonly url: string;
  readonly headerId: string;
  readonly body: string;
}

interface DeliveryRow extends Written {
  readonly accountId: string;
  readonly agentId: string | null;
  readonly callId: string | null;
  readonly turn: number | null;
  readonly conversationId: string | null;
  readonly messageId: string | null;
  readonly createdAt: number;
}

/** How many of those that are no longer kept are forgotten at a time. */
const REMOVED_AT_ONCE = 200;
const COLUMNS = `t.event, t.channel, t.url, t.webhook_header_id as headerId, b.body`;
const JOINED = 'join delivery_bodies b on b.seq = t.seq';

/** Requests to webhooks: by what they tell, of whom, where to, and their `X-Webhook-ID`. */
export class DeliverySource implements IndexedSource {
  readonly kind = 'delivery';
  readonly #words;
  readonly #cursor;
  readonly #row;
  readonly #oldest;
  readonly #inTransaction;

  constructor(source: Database, index: Database) {
    this.#words = new WordTable(index, 'delivery_words');
    this.#inTransaction = index.transaction((work: () => number) => work());
    this.#cursor = new RowCursor<CursorRow & Written>({
      source,
      index,
      name: 'deliveries',
      table: 'deliveries',
      rowId: 'seq',
      key: 'webhook_header_id',
      columns: COLUMNS,
      joined: JOINED,
      batchRows: 50,
      write: (row) => {
        const { text, from, to } = eventText(row.body);
        const words = foldedText(`${surroundings(row)} ${text}`);
        this.#words.put(row.rowId, `${words} ${addressText(from)} ${addressText(to)}`);
      },
      clear: () => this.#words.clear(),
    });
    this.#row = source.prepare<[number], DeliveryRow>(
      `select ${COLUMNS}, t.account_id as accountId, t.agent_id as agentId, t.call_id as callId,
         t.turn, t.conversation_id as conversationId, t.message_id as messageId,
         t.created_at as createdAt
       from deliveries t ${JOINED} where t.seq = ?`,
    );
    this.#oldest = source.prepare<[], number | null>('select min(seq) from deliveries').pluck();
  }

  check(): void {
    this.#cursor.check();
  }

  step(): boolean {
    return this.#cursor.step() || this.#removeOld();
  }

  progress() {
    return this.#cursor.progress();
  }

  find({ accountId, query, id, limit, before }: FindQuery): Found {
    const named = id === null || before !== null ? -1 : deliverySeq(id);
    if (named >= 0) return foundById(this.#read(named, accountId, null));
    const below = before === null ? ABOVE_ALL : Math.max(0, deliverySeq(before));
    return this.#words.find(wordOrAddressExpression(query), { limit, below }, (seq) =>
      this.#read(seq, accountId, query),
    );
  }

  /** Deliveries are kept for a time only; the oldest go first. */
  #removeOld(): boolean {
    const oldest = this.#oldest.get() ?? ABOVE_ALL;
    return this.#inTransaction(() => this.#words.removeBelow(oldest, REMOVED_AT_ONCE)) > 0;
  }

  #read(seq: number, accountId: string, query: SearchQuery | null): SearchItem | null {
    const row = this.#row.get(seq);
    if (row === undefined || row.accountId !== accountId) return null;
    const { text, from, to } = eventText(row.body);
    const shown = query === null ? shownPlain(text) : shownDelivery(query, row, text, [from, to]);
    const at = dateTimeOf(row.createdAt);
    if (shown === null || at === null) return null;
    const { agentId, callId, turn, conversationId, messageId, event } = row;
    return {
      ...BLANK_ITEM,
      kind: 'delivery',
      id: deliveryId(seq),
      deliveryId: deliveryId(seq),
      agentId,
      callId,
      turn,
      conversationId,
      messageId,
      person: from === '' ? null : from,
      title: event,
      at,
      ...shown,
    };
  }
}

function surroundings({ event, channel, url, headerId }: Written): string {
  return `${event} ${channel ?? ''} ${url} ${headerId}`;
}

function shownDelivery(
  query: SearchQuery,
  row: DeliveryRow,
  text: string,
  addresses: readonly string[],
): Pick<SearchItem, 'excerpt' | 'score'> | null {
  const inText = shownOf(query, text);
  if (inText !== null) return inText;
  const around = `${surroundings(row)} ${addresses.join(' ')} ${text}`;
  const fits = shownOf(query, around) !== null || addresses.some((one) => isAddressOf(query, one));
  return fits ? shownPlain(text) : null;
}

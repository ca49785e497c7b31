import type { CallEvent, SearchItem } from '../../../common/contract/index.ts';
import {
  type SearchQuery,
  wordOrAddressExpression,
} from '../../../common/rules/search/search-query.ts';
import { addressText, foldedText } from '../../../common/rules/search/words.ts';
import { callTurns } from '../../../common/rules/turns/transcript.ts';
import { readCall } from '../../../common/rules/turns/turn-records.ts';
import { eventReader } from '../calls/calls.ts';
import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
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

interface CallRow {
  readonly rowId: number;
  readonly id: string;
  readonly accountId: string;
  readonly agentId: string | null;
  readonly direction: string;
  readonly from: string;
  readonly to: string;
  readonly status: string;
  readonly snippet: string | null;
  readonly startedAt: number;
}

interface SaidTurn {
  readonly index: number;
  readonly text: string;
}

/** A call has a row of words for each turn, and one for who called whom. */
const ROWS_OF_CALL = 10_000;
const PARTIES = ROWS_OF_CALL - 1;
/** Live calls are read as they are; longer logs are found once they are over. */
const MOST_LIVE_EVENTS = 3_000;
const MOST_LIVE_CALLS = 20;

const COLUMNS = `rowid as rowId, id, account_id as accountId, agent_id as agentId, direction,
  from_number as "from", to_number as "to", status, last_transcript_snippet as snippet,
  started_at as startedAt`;

/**
 * Calls, by what was said in them, turn by turn, and by who called whom. What a call says is a
 * function of its log, so it is written down when the call is over; until then its log is read.
 */
export class CallSource implements IndexedSource {
  readonly kind = 'call';
  readonly #words;
  readonly #cursor;
  readonly #row;
  readonly #rowIdOf;
  readonly #eventRows;
  readonly #events;
  readonly #lastSeq;
  readonly #open;
  readonly #addOpen;
  readonly #removeOpen;
  readonly #turnText;
  readonly #putTurnText;
  readonly #inTransaction;

  constructor(source: Database, index: Database, damage: DamageNotes) {
    this.#words = new WordTable(index, 'call_words');
    this.#eventRows = eventReader(damage);
    this.#events = source.prepare<[string], unknown>(
      `select ${this.#eventRows.select} from call_events where call_id = ? order by seq`,
    );
    this.#lastSeq = source
      .prepare<[string], number | null>('select max(seq) from call_events where call_id = ?')
      .pluck();
    this.#row = source.prepare<[number], CallRow>(`select ${COLUMNS} from calls where rowid = ?`);
    this.#rowIdOf = source
      .prepare<[string], number>('select rowid from calls where id = ?')
      .pluck();
    this.#open = index
      .prepare<[], number>('select row_id from open_calls order by row_id desc')
      .pluck();
    this.#addOpen = index.prepare<[number]>('insert or ignore into open_calls (row_id) values (?)');
    this.#removeOpen = index.prepare<[number]>('delete from open_calls where row_id = ?');
    this.#turnText = index
      .prepare<[number], string>('select body from turn_texts where row_id = ?')
      .pluck();
    this.#putTurnText = index.prepare<[number, string]>(
      'insert or replace into turn_texts (row_id, body) values (?, ?)',
    );
    this.#inTransaction = index.transaction((work: () => void) => work());
    const clearOpen = index.prepare('delete from open_calls');
    const clearTexts = index.prepare('delete from turn_texts');
    this.#cursor = new RowCursor<CursorRow>({
      source,
      index,
      name: 'calls',
      table: 'calls',
      rowId: 'rowid',
      key: 'id',
      columns: 't.status',
      batchRows: 10,
      write: ({ rowId }) => this.#write(rowId),
      clear: () => {
        this.#words.clear();
        clearOpen.run();
        clearTexts.run();
      },
    });
  }

  check(): void {
    this.#cursor.check();
  }

  step(): boolean {
    const ended = this.#open.all().find((rowId) => this.#row.get(rowId)?.status !== 'in-progress');
    if (ended === undefined) return this.#cursor.step();
    this.#inTransaction(() => {
      this.#removeOpen.run(ended);
      this.#write(ended);
    });
    return true;
  }

  progress() {
    return this.#cursor.progress();
  }

  find(find: FindQuery): Found {
    const { accountId, query, id, limit, before } = find;
    const named = id === null || before !== null ? undefined : this.#rowIdOf.get(id);
    if (named !== undefined) return foundById(this.#parties(named, accountId, null));
    const below = this.#below(before);
    const live = before === null ? this.#live(find) : [];
    const found = this.#words.find(wordOrAddressExpression(query), { limit, below }, (rowId) =>
      this.#read(rowId, accountId, query),
    );
    const items = [...live, ...found.items];
    return { items: items.slice(0, limit), more: found.more || items.length > limit };
  }

  #write(rowId: number): void {
    const call = this.#row.get(rowId);
    if (call === undefined) return;
    if (call.status === 'in-progress') {
      this.#addOpen.run(rowId);
      return;
    }
    const first = rowId * ROWS_OF_CALL;
    this.#words.put(first + PARTIES, `${addressText(call.from)} ${addressText(call.to)}`);
    for (const { index, text } of this.#said(call.id)) {
      if (index >= PARTIES) break;
      this.#words.put(first + index, foldedText(text));
      this.#putTurnText.run(first + index, text);
    }
  }

  #said(callId: string): SaidTurn[] {
    const events: CallEvent[] = this.#eventRows.readAll(this.#events.all(callId), {
      call_id: callId,
    });
    return callTurns(readCall(events)).flatMap(({ index, caller, agent }) => {
      const text = [caller, agent].filter((said) => said !== null && said !== '').join(' — ');
      return text === '' ? [] : [{ index, text }];
    });
  }

  #live({ accountId, query }: FindQuery): SearchItem[] {
    return this.#open
      .all()
      .slice(0, MOST_LIVE_CALLS)
      .flatMap((rowId) => {
        const call = this.#row.get(rowId);
        if (call === undefined || call.accountId !== accountId) return [];
        const parties = this.#parties(rowId, accountId, query);
        const long = (this.#lastSeq.get(call.id) ?? 0) > MOST_LIVE_EVENTS;
        const turns = long ? [] : this.#said(call.id).reverse();
        return [
          ...(parties === null ? [] : [parties]),
          ...turns.flatMap(({ index, text }) => turnItem(call, index, text, query) ?? []),
        ];
      });
  }

  #read(wordRow: number, accountId: string, query: SearchQuery): SearchItem | null {
    const rowId = Math.floor(wordRow / ROWS_OF_CALL);
    const turn = wordRow % ROWS_OF_CALL;
    if (turn === PARTIES) return this.#parties(rowId, accountId, query);
    const text = this.#turnText.get(wordRow);
    const call = this.#row.get(rowId);
    if (text === undefined || call === undefined || call.accountId !== accountId) return null;
    return turnItem(call, turn, text, query);
  }

  #parties(rowId: number, accountId: string, query: SearchQuery | null): SearchItem | null {
    const call = this.#row.get(rowId);
    if (call === undefined || call.accountId !== accountId) return null;
    const fits = query === null || [call.from, call.to].some((one) => isAddressOf(query, one));
    return fits ? callItem(call, null, shownPlain(call.snippet ?? '')) : null;
  }

  #below(before: string | null): number {
    if (before === null) return ABOVE_ALL;
    const [callId = '', turn] = before.split('#');
    const rowId = this.#rowIdOf.get(callId);
    if (rowId === undefined) return 0;
    return rowId * ROWS_OF_CALL + (turn === undefined ? PARTIES : Number(turn) || 0);
  }
}

function turnItem(
  call: CallRow,
  turn: number,
  text: string,
  query: SearchQuery,
): SearchItem | null {
  const shown = shownOf(query, text);
  return shown && callItem(call, turn, shown);
}

function callItem(
  call: CallRow,
  turn: number | null,
  shown: Pick<SearchItem, 'excerpt' | 'score'>,
): SearchItem | null {
  const at = dateTimeOf(call.startedAt);
  if (at === null) return null;
  return {
    ...BLANK_ITEM,
    kind: 'call',
    id: turn === null ? call.id : `${call.id}#${turn}`,
    callId: call.id,
    turn,
    agentId: call.agentId,
    person: call.direction === 'outbound' ? call.to : call.from,
    at,
    ...shown,
  };
}

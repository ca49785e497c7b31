import type { LatencySummary, Timeline } from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import {
  latencySummary,
  type MeasuredTurn,
  measuredTurn,
} from '../../../common/rules/timeline/latency-figures.ts';
import { buildTimeline } from '../../../common/rules/timeline/timeline.ts';
import { eventReader } from '../calls/calls.ts';
import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { CALLS } from '../tables/call-tables.ts';
import type { CallEventsQuery, LatencyQuery } from './protocol.ts';

/**
 * The turns of this many finished calls are cached, because they never change within a workspace.
 */
const REMEMBERED_CALLS = 200;

/** An event as JSON. Unreadable events are excluded, so type and data need no escaping. */
const EVENT_JSON = `'{"seq":' || seq || ',"atUs":' || at_us || ',"type":"' || type
  || '","turn":' || ifnull(turn, 'null') || ',"data":' || data_json || '}'`;
const EVENTS = `(select * from call_events where call_id = @callId and seq > @afterSeq
  and seq not in (select value from json_each(@unreadable)) order by seq)`;

interface WrittenEvents {
  readonly callId: string;
  readonly afterSeq: number;
  /** The `seq` of the unreadable events, as JSON. */
  readonly unreadable: string;
}

interface CallRow {
  readonly id: string;
  readonly agentId: string | null;
  readonly startedAtMs: number;
  readonly status: string;
}

/** Answers queries about the event logs of calls, on a read-only connection. */
export class CallReader {
  readonly #list;
  readonly #lines;
  readonly #events;
  readonly #calls;
  /** The turns of finished calls, least recently used first. */
  readonly #finished = new Map<string, readonly MeasuredTurn[]>();

  readonly #callRows;
  readonly #eventRows;

  constructor(db: Database, damage: DamageNotes) {
    this.#eventRows = eventReader(damage);
    this.#callRows = CALLS.reader<CallRow>(
      { id: 'id', agentId: 'agent_id', startedAtMs: 'started_at', status: 'status' },
      damage,
    );
    // Assembled by SQLite: turning 50,000 rows into objects only to serialise them again would take
    // several times as long.
    this.#list = db
      .prepare<[WrittenEvents], Buffer>(
        `select cast('{"items":[' || ifnull(group_concat(${EVENT_JSON}), '') || ']}' as blob)
         from ${EVENTS}`,
      )
      .pluck();
    this.#lines = db
      .prepare<[WrittenEvents], string>(
        `select ifnull(group_concat(${EVENT_JSON}, char(10)) || char(10), '') from ${EVENTS}`,
      )
      .pluck();
    this.#events = db.prepare<[string, number], { readonly seq: number }>(
      `select ${this.#eventRows.select} from call_events
       where call_id = ? and seq > ? order by seq`,
    );
    this.#calls = db.prepare<[Omit<LatencyQuery, 'budgetMs' | 'silenceBudgetMs'>], unknown>(
      `select ${this.#callRows.select} from calls
       where account_id = @accountId and (@agentId is null or agent_id = @agentId)
       order by started_at desc, rowid desc limit @limit`,
    );
  }

  /** `{"items": […]}` as UTF-8. */
  events(query: CallEventsQuery): Uint8Array {
    return this.#list.get(this.#written(query)) ?? Buffer.from('{"items":[]}');
  }

  /** One event per line. */
  eventLines(callId: string): string {
    return this.#lines.get(this.#written({ callId, afterSeq: -1 })) ?? '';
  }

  timeline(callId: string): Timeline {
    const rows = this.#events.all(callId, -1);
    return buildTimeline(callId, this.#eventRows.readAll(rows, { call_id: callId }));
  }

  /** Checks each event first, because one invalid event would break the JSON as a whole. */
  #written({ callId, afterSeq }: CallEventsQuery): WrittenEvents {
    const rows = this.#events.all(callId, afterSeq);
    const all = rows.map(({ seq }) => seq);
    const readable = new Set(
      this.#eventRows.readAll(rows, { call_id: callId }).map(({ seq }) => seq),
    );
    const unreadable = all.filter((seq) => !readable.has(seq));
    return { callId, afterSeq, unreadable: JSON.stringify(unreadable) };
  }

  /** Covers the newest `limit` calls of the account. */
  latency({ budgetMs, silenceBudgetMs, ...query }: LatencyQuery): LatencySummary {
    const rows = this.#callRows.readAll(this.#calls.all(query));
    const calls = rows.map(({ id, agentId, startedAtMs, status }) => ({
      callId: id,
      agentId,
      startedAt: toDateTime(startedAtMs),
      turns: this.#turns(id, status !== 'in-progress'),
    }));
    return latencySummary(calls, budgetMs, silenceBudgetMs);
  }

  /** Calls with the same ids may now be different ones. */
  forget(): null {
    this.#finished.clear();
    return null;
  }

  #turns(callId: string, finished: boolean): readonly MeasuredTurn[] {
    const turns = this.#finished.get(callId) ?? this.timeline(callId).turns.map(measuredTurn);
    if (!finished) return turns;
    this.#finished.delete(callId);
    this.#finished.set(callId, turns);
    const oldest = this.#finished.keys().next();
    if (this.#finished.size > REMEMBERED_CALLS && !oldest.done) this.#finished.delete(oldest.value);
    return turns;
  }
}

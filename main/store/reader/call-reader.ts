import type { CallEvent, LatencySummary, Timeline } from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import {
  latencySummary,
  type MeasuredTurn,
  measuredTurn,
} from '../../../common/rules/latency-figures.ts';
import { buildTimeline } from '../../../common/rules/timeline.ts';
import type { Database } from '../database.ts';
import type { CallEventsQuery, LatencyQuery } from './protocol.ts';

/** Turns of so many finished calls are kept: they never change. */
const REMEMBERED_CALLS = 200;

/** An event as JSON. Type and data were written by us, and data is JSON already. */
const EVENT_JSON = `'{"seq":' || seq || ',"atUs":' || at_us || ',"type":"' || type
  || '","turn":' || ifnull(turn, 'null') || ',"data":' || data_json || '}'`;
const EVENTS = '(select * from call_events where call_id = ? and seq > ? order by seq)';

interface EventRow {
  readonly seq: number;
  readonly atUs: number;
  readonly type: string;
  readonly turn: number | null;
  readonly data: string;
}

interface CallRow {
  readonly id: string;
  readonly agentId: string | null;
  readonly startedAtMs: number;
  readonly finished: 0 | 1;
}

/** Answers questions about the event logs of calls on a connection that only reads. */
export class CallReader {
  readonly #list;
  readonly #lines;
  readonly #events;
  readonly #calls;
  /** Turns of calls that are over, oldest use first. */
  readonly #finished = new Map<string, readonly MeasuredTurn[]>();

  constructor(db: Database) {
    // Put together by SQLite: to make objects of 50,000 rows only to write them out again would
    // take several times as long.
    this.#list = db
      .prepare<[string, number], Buffer>(
        `select cast('{"items":[' || ifnull(group_concat(${EVENT_JSON}), '') || ']}' as blob)
         from ${EVENTS}`,
      )
      .pluck();
    this.#lines = db
      .prepare<[string, number], string>(
        `select ifnull(group_concat(${EVENT_JSON}, char(10)) || char(10), '') from ${EVENTS}`,
      )
      .pluck();
    this.#events = db.prepare<[string], EventRow>(
      `select seq, at_us as atUs, type, turn, data_json as data from call_events
       where call_id = ? order by seq`,
    );
    this.#calls = db.prepare<[Omit<LatencyQuery, 'budgetMs' | 'silenceBudgetMs'>], CallRow>(
      `select id, agent_id as agentId, started_at as startedAtMs,
         status <> 'in-progress' as finished
       from calls where account_id = @accountId and (@agentId is null or agent_id = @agentId)
       order by started_at desc, rowid desc limit @limit`,
    );
  }

  /** `{"items": […]}` as UTF-8. */
  events({ callId, afterSeq }: CallEventsQuery): Uint8Array {
    return this.#list.get(callId, afterSeq) ?? Buffer.from('{"items":[]}');
  }

  /** One event per line. */
  eventLines(callId: string): string {
    return this.#lines.get(callId, -1) ?? '';
  }

  timeline(callId: string): Timeline {
    const events = this.#events
      .all(callId)
      .map((row) => ({ ...row, data: JSON.parse(row.data) }) as CallEvent);
    return buildTimeline(callId, events);
  }

  /** Of the newest `limit` calls of the account. */
  latency({ budgetMs, silenceBudgetMs, ...query }: LatencyQuery): LatencySummary {
    const calls = this.#calls.all(query).map(({ id, agentId, startedAtMs, finished }) => ({
      callId: id,
      agentId,
      startedAt: toDateTime(startedAtMs),
      turns: this.#turns(id, finished === 1),
    }));
    return latencySummary(calls, budgetMs, silenceBudgetMs);
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

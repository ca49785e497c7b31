import { basename, join } from 'node:path';
import type { CallEvent, CallListQuery, DisconnectionReason } from '../../common/contract/index.ts';
import type { Database } from './database.ts';

/** What a call was started with, beyond its addresses. */
export interface CallSettings {
  readonly voice: string;
  readonly systemPrompt: string | null;
  readonly metadata: Readonly<Record<string, unknown>> | null;
}

export interface StoredCall {
  readonly id: string;
  readonly accountId: string;
  readonly agentId: string | null;
  readonly numberId: string | null;
  /** E.164; null for web calls. */
  readonly phoneNumber: string | null;
  readonly direction: 'inbound' | 'outbound' | 'web';
  readonly carrier: 'simulated' | 'twilio';
  readonly from: string;
  readonly to: string;
  readonly status: 'in-progress' | 'completed' | 'failed';
  readonly reason: DisconnectionReason | null;
  readonly settings: CallSettings;
  readonly snippet: string | null;
  /** Of the WAV file; null when the call is not recorded. */
  readonly recordingPath: string | null;
  readonly startedAtMs: number;
  readonly answeredAtMs: number | null;
  readonly endedAtMs: number | null;
}

export interface CallEnding {
  readonly id: string;
  readonly status: 'completed' | 'failed';
  readonly reason: DisconnectionReason;
  readonly snippet: string | null;
  readonly recordingPath: string | null;
  readonly endedAtMs: number;
}

type Row = Omit<StoredCall, 'settings'> & { readonly settings: string };
type EventRow = Omit<CallEvent, 'data'> & { readonly data: string };
interface ListArguments {
  readonly accountId: string;
  readonly agentId: string | null;
  readonly numberId: string | null;
  readonly status: string | null;
  readonly direction: string | null;
  readonly type: string | null;
  readonly search: string | null;
}

const COLUMNS = `c.id, c.account_id as accountId, c.agent_id as agentId, c.number_id as numberId,
  n.phone_number as phoneNumber, c.direction, c.carrier, c.from_number as "from",
  c.to_number as "to", c.status, c.disconnection_reason as reason, c.settings_json as settings,
  c.last_transcript_snippet as snippet, c.recording_path as recordingPath,
  c.started_at as startedAtMs, c.answered_at as answeredAtMs, c.ended_at as endedAtMs`;
const TABLES = 'calls c left join numbers n on n.id = c.number_id';
const MATCHES = `c.account_id = @accountId
  and (@agentId is null or c.agent_id = @agentId)
  and (@numberId is null or c.number_id = @numberId)
  and (@status is null or c.status = @status)
  and (@direction is null or c.direction = @direction)
  and (@type is null or (c.direction = 'web') = (@type = 'web'))
  and (@search is null or instr(c.from_number, @search) or instr(c.to_number, @search))`;

/**
 * Calls and their event logs. Of a recording only the file's name is stored, so that the data folder
 * can be moved.
 */
export class CallStore {
  readonly #recordingsDir: string;
  readonly #insert;
  readonly #find;
  readonly #list;
  readonly #count;
  readonly #live;
  readonly #answer;
  readonly #end;
  readonly #remove;
  readonly #appendEvent;
  readonly #appendEvents;
  readonly #events;
  readonly #lastSeq;

  constructor(db: Database, recordingsDir: string) {
    this.#recordingsDir = recordingsDir;
    this.#insert = db.prepare<Row>(
      `insert into calls (id, account_id, agent_id, number_id, direction, carrier, from_number,
         to_number, status, settings_json, recording_path, started_at)
       values (@id, @accountId, @agentId, @numberId, @direction, @carrier, @from, @to, @status,
         @settings, @recordingPath, @startedAtMs)`,
    );
    this.#find = db.prepare<[string], Row>(`select ${COLUMNS} from ${TABLES} where c.id = ?`);
    this.#list = db.prepare<ListArguments & { limit: number; offset: number }, Row>(
      `select ${COLUMNS} from ${TABLES} where ${MATCHES}
       order by c.started_at desc, c.rowid desc limit @limit offset @offset`,
    );
    this.#count = db.prepare<ListArguments, { n: number }>(
      `select count(*) as n from ${TABLES} where ${MATCHES}`,
    );
    this.#live = db.prepare<[], Row>(
      `select ${COLUMNS} from ${TABLES} where c.status = 'in-progress' order by c.started_at`,
    );
    this.#answer = db.prepare<[number, string]>('update calls set answered_at = ? where id = ?');
    this.#end = db.prepare<CallEnding>(
      `update calls set status = @status, disconnection_reason = @reason, ended_at = @endedAtMs,
         last_transcript_snippet = @snippet, recording_path = @recordingPath where id = @id`,
    );
    this.#remove = db.prepare<[string]>('delete from calls where id = ?');
    this.#appendEvent = db.prepare(
      `insert into call_events (call_id, seq, at_us, type, turn, data_json)
       values (@callId, @seq, @atUs, @type, @turn, @data)`,
    );
    this.#appendEvents = db.transaction((callId: string, events: readonly CallEvent[]) => {
      for (const event of events) {
        this.#appendEvent.run({ callId, ...event, data: JSON.stringify(event.data) });
      }
    });
    this.#events = db.prepare<[string, number], EventRow>(
      `select seq, at_us as atUs, type, turn, data_json as data from call_events
       where call_id = ? and seq > ? order by seq`,
    );
    this.#lastSeq = db
      .prepare<[string], number | null>('select max(seq) from call_events where call_id = ?')
      .pluck();
  }

  insert(call: StoredCall): void {
    const recordingPath = fileName(call.recordingPath);
    this.#insert.run({ ...call, recordingPath, settings: JSON.stringify(call.settings) });
  }

  find(id: string): StoredCall | undefined {
    const row = this.#find.get(id);
    return row && this.#toCall(row);
  }

  /** Newest first. */
  list(accountId: string, query: CallListQuery): { items: StoredCall[]; total: number } {
    const match: ListArguments = {
      accountId,
      agentId: query.agentId ?? null,
      numberId: query.numberId ?? null,
      status: query.status ?? null,
      direction: query.direction ?? null,
      type: query.type ?? null,
      search: query.search ?? null,
    };
    const page = { ...match, limit: query.limit, offset: query.offset };
    return {
      items: this.#list.all(page).map((row) => this.#toCall(row)),
      total: this.#count.get(match)?.n ?? 0,
    };
  }

  /** Calls that are not over, as far as the database knows. */
  live(): StoredCall[] {
    return this.#live.all().map((row) => this.#toCall(row));
  }

  answer(id: string, atMs: number): void {
    this.#answer.run(atMs, id);
  }

  end(ending: CallEnding): void {
    this.#end.run({ ...ending, recordingPath: fileName(ending.recordingPath) });
  }

  /** A call that did not come about, and so has no events. */
  remove(id: string): void {
    this.#remove.run(id);
  }

  append(callId: string, events: readonly CallEvent[]): void {
    this.#appendEvents(callId, events);
  }

  /** In order. */
  events(callId: string, afterSeq = -1): CallEvent[] {
    return this.#events
      .all(callId, afterSeq)
      .map((row) => ({ ...row, data: JSON.parse(row.data) }) as CallEvent);
  }

  /** Of the newest event; −1 when there is none. */
  lastSeq(callId: string): number {
    return this.#lastSeq.get(callId) ?? -1;
  }

  #toCall(row: Row): StoredCall {
    const recordingPath = row.recordingPath && join(this.#recordingsDir, row.recordingPath);
    return { ...row, recordingPath, settings: JSON.parse(row.settings) as CallSettings };
  }
}

function fileName(path: string | null): string | null {
  return path === null ? null : basename(path);
}

import { basename, join } from 'node:path';
import type {
  CallEvent,
  CallListQuery,
  DisconnectionReason,
} from '../../../common/contract/index.ts';
import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { CALL_EVENTS, CALLS, LATEST_EVENT_SEQ } from '../tables/call-tables.ts';
import type { RowReader } from '../tables/table.ts';

/** The settings with which a call was started, apart from its addresses. */
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
  /** The path of the WAV file; null if the call is not recorded. */
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
interface ListArguments {
  readonly accountId: string;
  readonly agentId: string | null;
  readonly numberId: string | null;
  readonly status: string | null;
  readonly direction: string | null;
  readonly type: string | null;
  readonly search: string | null;
}

/** The table's own columns; `phoneNumber` is joined from the number. */
const COLUMNS = {
  id: 'id',
  accountId: 'account_id',
  agentId: 'agent_id',
  numberId: 'number_id',
  direction: 'direction',
  carrier: 'carrier',
  from: 'from_number',
  to: 'to_number',
  status: 'status',
  reason: 'disconnection_reason',
  settings: 'settings_json',
  snippet: 'last_transcript_snippet',
  recordingPath: 'recording_path',
  startedAtMs: 'started_at',
  answeredAtMs: 'answered_at',
  endedAtMs: 'ended_at',
} as const;
const TABLES = 'calls c left join numbers n on n.id = c.number_id';
const MATCHES = `c.account_id = @accountId
  and (@agentId is null or c.agent_id = @agentId)
  and (@numberId is null or c.number_id = @numberId)
  and (@status is null or c.status = @status)
  and (@direction is null or c.direction = @direction)
  and (@type is null or (c.direction = 'web') = (@type = 'web'))
  and (@search is null or instr(c.from_number, @search) or instr(c.to_number, @search))`;

/**
 * Calls and their event logs. Recordings are stored by file name only, so that the data folder can
 * be moved.
 */
export class CallStore {
  readonly #recordingsDir: string;
  readonly #rows;
  readonly #eventRows;
  readonly #insert;
  readonly #find;
  readonly #list;
  readonly #behind;
  readonly #count;
  readonly #live;
  readonly #answer;
  readonly #end;
  readonly #remove;
  readonly #appendEvent;
  readonly #appendEvents;
  readonly #events;
  readonly #lastSeq;

  constructor(db: Database, recordingsDir: string, damage: DamageNotes) {
    this.#recordingsDir = recordingsDir;
    this.#rows = CALLS.reader<Omit<StoredCall, 'phoneNumber'>>(COLUMNS, damage);
    this.#eventRows = eventReader(damage);
    const select = `${this.#rows.selectFrom('c')}, n.phone_number as phoneNumber`;
    this.#insert = db.prepare<Row>(
      `insert into calls (id, account_id, agent_id, number_id, direction, carrier, from_number,
         to_number, status, settings_json, recording_path, started_at)
       values (@id, @accountId, @agentId, @numberId, @direction, @carrier, @from, @to, @status,
         @settings, @recordingPath, @startedAtMs)`,
    );
    this.#find = db.prepare<[string], unknown>(`select ${select} from ${TABLES} where c.id = ?`);
    this.#list = db.prepare<ListArguments & { limit: number; offset: number }, unknown>(
      `select ${select} from ${TABLES} where ${MATCHES}
       order by c.started_at desc, c.rowid desc limit @limit offset @offset`,
    );
    this.#behind = db.prepare<[string, string, number], unknown>(
      `select ${select} from ${TABLES} where c.account_id = ? and (c.started_at, c.rowid) <
         (select started_at, rowid from calls where id = ?)
       order by c.started_at desc, c.rowid desc limit ?`,
    );
    this.#count = db.prepare<ListArguments, { n: number }>(
      `select count(*) as n from ${TABLES} where ${MATCHES}`,
    );
    this.#live = db.prepare<[], unknown>(
      `select ${select} from ${TABLES} where c.status = 'in-progress' order by c.started_at`,
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
    this.#events = db.prepare<[string, number], unknown>(
      `select ${this.#eventRows.select} from call_events
       where call_id = ? and seq > ? order by seq`,
    );
    this.#lastSeq = db
      .prepare<[string], number | null>(
        `select max(seq) from call_events where call_id = ? and seq <= ${LATEST_EVENT_SEQ}`,
      )
      .pluck();
  }

  insert(call: StoredCall): void {
    const recordingPath = fileName(call.recordingPath);
    this.#insert.run({ ...call, recordingPath, settings: JSON.stringify(call.settings) });
  }

  find(id: string): StoredCall | undefined {
    return this.#toCall(this.#find.get(id));
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
      items: this.#list.all(page).flatMap((row) => this.#toCall(row) ?? []),
      total: this.#count.get(match)?.n ?? 0,
    };
  }

  /** Those that began before this one; none if it is gone. */
  listBehind(accountId: string, id: string, limit: number): StoredCall[] {
    return this.#behind.all(accountId, id, limit).flatMap((row) => this.#toCall(row) ?? []);
  }

  /** Calls that are not over according to the database. */
  live(): StoredCall[] {
    return this.#live.all().flatMap((row) => this.#toCall(row) ?? []);
  }

  answer(id: string, atMs: number): void {
    this.#answer.run(atMs, id);
  }

  end(ending: CallEnding): void {
    this.#end.run({ ...ending, recordingPath: fileName(ending.recordingPath) });
  }

  /** Removes a call that never began, and so has no events. */
  remove(id: string): void {
    this.#remove.run(id);
  }

  append(callId: string, events: readonly CallEvent[]): void {
    this.#appendEvents(callId, events);
  }

  /** In order. */
  events(callId: string, afterSeq = -1): CallEvent[] {
    return this.#eventRows.readAll(this.#events.all(callId, afterSeq), { call_id: callId });
  }

  /** The newest event's seq; −1 if there is none. */
  lastSeq(callId: string): number {
    return this.#lastSeq.get(callId) ?? -1;
  }

  #toCall(row: unknown): StoredCall | undefined {
    // The row also contains the column of the joined number.
    const call = this.#rows.read(row) as StoredCall | undefined;
    // Only a plain file name is ever joined to the folder, whatever the column contains.
    const name = fileName(call?.recordingPath ?? null);
    return call && { ...call, recordingPath: name && join(this.#recordingsDir, name) };
  }
}

/** Reads events, without the id of their call. */
export function eventReader(damage: DamageNotes): RowReader<CallEvent> {
  return CALL_EVENTS.reader<CallEvent>(
    { seq: 'seq', atUs: 'at_us', type: 'type', turn: 'turn', data: 'data_json' },
    damage,
  );
}

function fileName(path: string | null): string | null {
  return path === null ? null : basename(path);
}

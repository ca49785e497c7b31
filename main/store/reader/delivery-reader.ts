import type { DeliverySort, DeliverySummary } from '../../../common/contract/index.ts';
import type { FilterNames } from '../../../common/rules/deliveries/filter-suggestions.ts';
import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { deliverySeq } from '../deliveries/delivery-ids.ts';
import {
  type AttemptRow,
  bodyBytes,
  type DeliveryRow,
  DeliveryRows,
  deliverySummary,
} from '../deliveries/delivery-rows.ts';
import { DELIVERY_ATTEMPTS } from '../tables/delivery-tables.ts';
import { filterCondition, filterSource } from './delivery-filter-sql.ts';
import type { DeliveryExcess, DeliveryListQuery, RecordedDelivery } from './protocol.ts';

const SEARCHED_DELIVERIES = 20_000;
/** The newest delivery that is too old to be searched; the parameter is how many are searched. */
const BEFORE_THE_SEARCHED =
  'ifnull((select seq from deliveries order by seq desc limit 1 offset ?), 0)';

/**
 * The part of an attempt that is in its own row. If it sent the delivery's body, that row has no
 * body.
 */
type OwnAttempt = Omit<AttemptRow, 'requestBody' | 'responseHeaders' | 'responseSizeBytes'> & {
  readonly responseHeaders: AttemptRow['responseHeaders'] | null;
  readonly responseSizeBytes: number | null;
};

const ATTEMPT_COLUMNS = {
  number: 'number',
  startedAt: 'started_at',
  outcome: 'outcome',
  secret: 'secret',
  method: 'method',
  url: 'url',
  requestHeaders: 'request_headers_json',
  httpStatus: 'http_status',
  responseHeaders: 'response_headers_json',
  responseBody: 'response_body',
  responseSizeBytes: 'response_size_bytes',
  timing: 'timing_json',
  error: 'error',
  failure: 'failure',
  fault: 'fault',
} as const;

interface Bodies {
  readonly body: string;
  readonly editedBody: string | null;
}

/** Answers queries about deliveries, on a read-only connection. */
export class DeliveryReader {
  readonly #db: Database;
  readonly #atOnce;
  readonly #recorded;
  readonly #attempts;
  readonly #rows: DeliveryRows;
  readonly #attemptRows;
  readonly #before;

  constructor(db: Database, damage: DamageNotes) {
    this.#db = db;
    this.#atOnce = db.transaction((read: () => RecordedDelivery | null) => read());
    this.#rows = new DeliveryRows(damage);
    this.#attemptRows = DELIVERY_ATTEMPTS.reader<OwnAttempt>(ATTEMPT_COLUMNS, damage);
    this.#recorded = db.prepare<[number], unknown>(
      `select ${this.#rows.select}, b.body, b.edited_body as editedBody
       from deliveries d join delivery_bodies b on b.seq = d.seq where d.seq = ?`,
    );
    this.#attempts = db.prepare<[number], unknown>(
      `select ${this.#attemptRows.selectFrom('a')}, ifnull(a.request_body, b.body) as requestBody
       from deliveries d join delivery_attempts a on a.seq = d.seq
         join delivery_bodies b on b.seq = d.seq
       where d.seq = ? order by a.number`,
    );
    this.#before = db
      .prepare<[number, string], string>(
        `select id from deliveries where seq < ? and kind = 'event'
           and ifnull(conversation_id, call_id) = ? and attempt_count <= 1
           and (status = 'sending' or (status in ('pending', 'held') and next_attempt_at is null))
         order by seq limit 1`,
      )
      .pluck();
  }

  /**
   * First attempts of one thread are sent one after another: finds the first of them that is not
   * over.
   */
  #waitsFor({
    id,
    kind,
    status,
    attemptCount,
    conversationId,
    callId,
  }: DeliveryRow): string | null {
    const thread = conversationId ?? callId;
    if (kind !== 'event' || status !== 'pending' || attemptCount > 0 || !thread) return null;
    return this.#before.get(deliverySeq(id), thread) ?? null;
  }

  /** Searches only the newest attempts, because there is no index on their headers. */
  bySignature(signature: string): string | null {
    if (signature === '') return null;
    return (
      this.#db
        .prepare<[string, number], string>(
          `select d.id from deliveries d join delivery_attempts a on a.seq = d.seq
           where instr(a.request_headers_json, ?) > 0
             and d.seq > ${BEFORE_THE_SEARCHED}
           order by d.seq desc limit 1`,
        )
        .pluck()
        .get(JSON.stringify(signature), SEARCHED_DELIVERIES) ?? null
    );
  }

  excess(limits: { readonly maxDeliveries: number; readonly olderThanMs: number }): DeliveryExcess {
    const counted = this.#db
      .prepare<[], { count: number; oldestMs: number | null }>(
        `select count(*) as count,
           (select created_at from deliveries order by seq limit 1) as oldestMs
         from deliveries`,
      )
      .get() ?? { count: 0, oldestMs: null };
    const tooMany = this.#db
      .prepare<[number], number>('select seq from deliveries order by seq desc limit 1 offset ?')
      .pluck()
      .get(limits.maxDeliveries);
    const tooOld = this.#db
      .prepare<[number], number | null>('select max(seq) from deliveries where created_at < ?')
      .pluck()
      .get(limits.olderThanMs);
    const upToSeq = Math.max(tooMany ?? 0, tooOld ?? 0);
    return {
      ...counted,
      upToSeq: upToSeq === 0 ? null : upToSeq,
      modelRequestsUpToMs: this.#excessOfModels(limits),
    };
  }

  /** By the index of moments alone: bodies are long. */
  #excessOfModels(limits: {
    readonly maxDeliveries: number;
    readonly olderThanMs: number;
  }): number | null {
    const tooMany = this.#db
      .prepare<[number], number>(
        'select started_at from model_requests order by started_at desc limit 1 offset ?',
      )
      .pluck()
      .get(limits.maxDeliveries);
    const tooOld = this.#db
      .prepare<[number], number | null>(
        'select max(started_at) from model_requests where started_at < ?',
      )
      .pluck()
      .get(limits.olderThanMs);
    const upToMs = Math.max(tooMany ?? -1, tooOld ?? -1);
    return upToMs < 0 ? null : upToMs;
  }

  names(accountId: string): FilterNames {
    const pairs = (sql: string) =>
      this.#db.prepare<[string], { id: string; name: string }>(sql).all(accountId);
    const column = (name: 'event' | 'channel') =>
      this.#db
        .prepare<[number], string>(
          `select distinct ${name} from deliveries
           where ${name} is not null and seq > ${BEFORE_THE_SEARCHED}
           order by 1 limit 50`,
        )
        .pluck()
        .all(SEARCHED_DELIVERIES);
    return {
      agents: pairs('select id, name from agents where account_id = ? order by name limit 200'),
      numbers: pairs(
        `select id, phone_number as name from numbers where account_id = ? and status = 'active'
         order by phone_number limit 200`,
      ),
      events: column('event'),
      channels: column('channel'),
    };
  }

  list(query: DeliveryListQuery): { items: DeliverySummary[]; total: number } {
    const source = filterSource(query.terms);
    const { sql, parameters } = filterCondition(query.terms);
    const before = query.before ? 'and d.seq < ?' : '';
    const items = this.#db
      .prepare<(string | number)[], unknown>(
        `select ${this.#rows.select} from ${source} where ${sql} ${before}
         order by ${orderOf(query.sort, source.startsWith('delivery_bodies') ? 'b' : 'd')}
         limit ? offset ?`,
      )
      .all(
        ...parameters,
        ...(query.before ? [deliverySeq(query.before)] : []),
        query.limit,
        query.skip,
      );
    return {
      items: this.#rows.readAll(items).map(deliverySummary),
      // If the first page is not full, it contains all matches; counting would be a second search.
      total:
        query.before === null && query.skip === 0 && items.length < query.limit
          ? items.length
          : this.#count(source, sql, parameters),
    };
  }

  #count(source: string, sql: string, parameters: readonly (string | number)[]): number {
    const count = this.#db
      .prepare<(string | number)[], number>(`select count(*) from ${source} where ${sql}`)
      .pluck();
    return count.get(...parameters) ?? 0;
  }

  /** A consistent snapshot: writes made in the meantime are not mixed in. */
  get(id: string): RecordedDelivery | null {
    return this.#atOnce(() => this.#get(id));
  }

  #get(id: string): RecordedDelivery | null {
    const found = this.#recorded.get(deliverySeq(id));
    const row = this.#rows.read(found);
    if (!row) return null;
    const { body, editedBody } = found as Bodies;
    return {
      summary: deliverySummary(row),
      accountId: row.accountId,
      body: bodyBytes(body),
      editedBody: editedBody === null ? null : bodyBytes(editedBody),
      override: row.override,
      heldSince: row.heldSince,
      heldMs: row.heldMs,
      waitsForId: this.#waitsFor(row),
      attempts: this.#attempts.all(deliverySeq(id)).flatMap((attempt) => {
        const read = this.#attemptRows.read(attempt, { seq: deliverySeq(id) });
        return read ? attemptRow(read, (attempt as SentBody).requestBody) : [];
      }),
    };
  }
}

/** `first`: the table that is read first, whose numbers put the rows in order without sorting. */
function orderOf(sort: DeliverySort, first: 'b' | 'd'): string {
  switch (sort) {
    case 'newest':
      return `${first}.seq desc`;
    case 'oldest':
      return `${first}.seq`;
    case 'slowest':
      return 'd.last_duration_ms desc nulls last, d.seq desc';
    case 'status':
      return `case when d.status in ('failed', 'nowhere') then 0 when d.silent = 1 then 1
        when d.status = 'held' then 2 when d.status in ('pending', 'sending') then 3
        when d.status = 'cancelled' then 4 else 5 end, d.seq desc`;
    default:
      return sort satisfies never;
  }
}

interface SentBody {
  readonly requestBody: string | Buffer;
}

function attemptRow(row: OwnAttempt, requestBody: string | Buffer): AttemptRow {
  return {
    ...row,
    requestBody: bodyBytes(requestBody),
    responseHeaders: row.responseHeaders ?? [],
    responseSizeBytes: row.responseSizeBytes ?? 0,
  };
}

import type { AttemptTiming, DeliverySummary } from '../../../common/contract/index.ts';
import type { Database } from '../database.ts';
import {
  type AttemptOutcome,
  type AttemptRow,
  DELIVERY_COLUMNS,
  type DeliverySqlRow,
  deliveryRow,
  deliverySummary,
} from '../delivery-rows.ts';
import { filterCondition } from './delivery-filter-sql.ts';
import type { DeliveryListQuery, RecordedDelivery } from './protocol.ts';

interface AttemptSqlRow {
  readonly number: number;
  readonly startedAt: number;
  readonly outcome: AttemptOutcome;
  readonly secret: string;
  readonly url: string;
  readonly requestHeaders: string;
  readonly requestBody: Buffer;
  readonly httpStatus: number | null;
  readonly responseHeaders: string | null;
  readonly responseBody: Buffer | null;
  readonly responseSizeBytes: number | null;
  readonly timing: string | null;
  readonly error: string | null;
  readonly fault: string | null;
}

interface RecordedSqlRow extends DeliverySqlRow {
  readonly body: Buffer;
  readonly editedBody: Buffer | null;
}

/** Answers questions about deliveries on a connection that only reads. */
export class DeliveryReader {
  readonly #db: Database;
  readonly #recorded;
  readonly #attempts;

  constructor(db: Database) {
    this.#db = db;
    this.#recorded = db.prepare<[string], RecordedSqlRow>(
      `select ${DELIVERY_COLUMNS}, b.body, b.edited_body as editedBody
       from deliveries d join delivery_bodies b on b.seq = d.seq where d.id = ?`,
    );
    this.#attempts = db.prepare<[string], AttemptSqlRow>(
      `select a.number, a.started_at as startedAt, a.outcome, a.secret, a.url,
         a.request_headers_json as requestHeaders, ifnull(a.request_body, b.body) as requestBody,
         a.http_status as httpStatus, a.response_headers_json as responseHeaders,
         a.response_body as responseBody, a.response_size_bytes as responseSizeBytes,
         a.timing_json as timing, a.error, a.fault
       from deliveries d join delivery_attempts a on a.seq = d.seq
         join delivery_bodies b on b.seq = d.seq
       where d.id = ? order by a.number`,
    );
  }

  list(query: DeliveryListQuery): { items: DeliverySummary[]; total: number } {
    const { sql, parameters } = filterCondition(query.terms);
    const before = query.before ? 'and d.seq < (select seq from deliveries where id = ?)' : '';
    const items = this.#db
      .prepare<(string | number)[], DeliverySqlRow>(
        `select ${DELIVERY_COLUMNS} from deliveries d where ${sql} ${before}
         order by d.seq desc limit ?`,
      )
      .all(...parameters, ...(query.before ? [query.before] : []), query.limit);
    const total = this.#db
      .prepare<(string | number)[], number>(`select count(*) from deliveries d where ${sql}`)
      .pluck()
      .get(...parameters);
    return { items: items.map(deliverySummary), total: total ?? 0 };
  }

  get(id: string): RecordedDelivery | null {
    const found = this.#recorded.get(id);
    if (!found) return null;
    const row = deliveryRow(found);
    return {
      summary: deliverySummary(row),
      accountId: row.accountId,
      body: found.body,
      editedBody: found.editedBody,
      override: row.override,
      heldSince: row.heldSince,
      heldMs: row.heldMs,
      attempts: this.#attempts.all(id).map(attemptRow),
    };
  }
}

function attemptRow(row: AttemptSqlRow): AttemptRow {
  return {
    ...row,
    requestHeaders: JSON.parse(row.requestHeaders) as [string, string][],
    responseHeaders: JSON.parse(row.responseHeaders ?? '[]') as [string, string][],
    responseSizeBytes: row.responseSizeBytes ?? 0,
    timing: row.timing ? (JSON.parse(row.timing) as AttemptTiming) : null,
  };
}

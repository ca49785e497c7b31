import type {
  AttemptTiming,
  DeliveryStatus,
  DeliverySummary,
} from '../../common/contract/index.ts';
import type { Database } from './database.ts';
import {
  type AttemptOutcome,
  DELIVERY_COLUMNS,
  type DeliveryRow,
  type DeliverySqlRow,
  deliveryRow,
  deliverySummary,
} from './delivery-rows.ts';
import { type RunInTransaction, transactionsOf } from './transactions.ts';

export interface NewDelivery
  extends Omit<
    DeliveryRow,
    | 'attemptCount'
    | 'nextAttemptAt'
    | 'lastAttemptAt'
    | 'lastHttpStatus'
    | 'lastDurationMs'
    | 'sourceId'
  > {
  readonly body: Uint8Array;
  readonly sourceId?: string;
}

/** A delivery that waits for its turn in memory. */
export interface QueuedDelivery {
  readonly id: string;
  readonly conversationId: string | null;
  readonly callId: string | null;
  readonly url: string;
  readonly attemptCount: number;
}

export interface AttemptBegun {
  readonly deliveryId: string;
  readonly number: number;
  readonly startedAt: number;
  readonly webhookId: string;
  readonly url: string;
  readonly demo: boolean;
  readonly secret: string;
  readonly requestHeaders: readonly (readonly [string, string])[];
}

export interface AttemptEnded {
  readonly deliveryId: string;
  readonly number: number;
  readonly outcome: AttemptOutcome;
  readonly httpStatus: number | null;
  /** As really sent; empty leaves what was written at the beginning. */
  readonly requestHeaders: readonly (readonly [string, string])[];
  readonly responseHeaders: readonly (readonly [string, string])[];
  readonly responseBody: Uint8Array | null;
  readonly responseSizeBytes: number;
  readonly timing: AttemptTiming;
  readonly error: string | null;
  /** What becomes of the delivery. */
  readonly status: DeliveryStatus;
  readonly nextAttemptAt: number | null;
}

const QUEUED_COLUMNS = `id, conversation_id as conversationId, call_id as callId, url,
  attempt_count as attemptCount`;

/** Shown on an attempt that a restart cut off. */
const INTERRUPTED = 'Interrupted by a restart of the app.';

/** Deliveries and their attempts: what the loop writes and reads on the writing connection. */
export class DeliveryStore {
  readonly #db: Database;
  readonly #transaction: RunInTransaction;
  readonly #insert;
  readonly #row;
  readonly #body;
  readonly #insertAttempt;
  readonly #markSending;
  readonly #updateAttempt;
  readonly #markEnded;
  readonly #fail;
  readonly #queued;
  readonly #due;
  readonly #claim;
  readonly #nextDueAt;
  readonly #waiting;
  readonly #newest;

  constructor(db: Database) {
    this.#db = db;
    this.#transaction = transactionsOf(db);
    this.#insert = db.prepare<[Record<string, unknown>]>(
      `insert into deliveries (id, account_id, kind, webhook_header_id, webhook_id, agent_id,
         number_id, conversation_id, call_id, message_id, turn, event, channel, url, demo, body,
         status, last_error, source_id, created_at)
       values (@id, @accountId, @kind, @headerId, @webhookId, @agentId, @numberId,
         @conversationId, @callId, @messageId, @turn, @event, @channel, @url, @demo, @body,
         @status, @lastError, @sourceId, @createdAt)`,
    );
    this.#row = db.prepare<[string], DeliverySqlRow>(
      `select ${DELIVERY_COLUMNS} from deliveries d where d.id = ?`,
    );
    this.#body = db.prepare<[string], { body: Buffer }>('select body from deliveries where id = ?');
    this.#insertAttempt = db.prepare<[Record<string, unknown>]>(
      `insert into delivery_attempts (delivery_id, number, started_at, outcome, secret, url, request_headers_json)
       values (@deliveryId, @number, @startedAt, 'inFlight', @secret, @url, @requestHeaders)`,
    );
    this.#markSending = db.prepare<[Record<string, unknown>]>(
      `update deliveries set status = 'sending', attempt_count = @number, next_attempt_at = null,
         last_attempt_at = @startedAt, webhook_id = @webhookId, url = @url, demo = @demo
       where id = @deliveryId`,
    );
    this.#updateAttempt = db.prepare<[Record<string, unknown>]>(
      `update delivery_attempts set outcome = @outcome, http_status = @httpStatus,
         request_headers_json = coalesce(@requestHeaders, request_headers_json),
         response_headers_json = @responseHeaders, response_body = @responseBody,
         response_size_bytes = @responseSizeBytes, timing_json = @timing, error = @error
       where delivery_id = @deliveryId and number = @number`,
    );
    this.#markEnded = db.prepare<[Record<string, unknown>]>(
      `update deliveries set status = @status, next_attempt_at = @nextAttemptAt,
         last_http_status = @httpStatus, last_duration_ms = @durationMs, last_error = @error
       where id = @deliveryId`,
    );
    this.#fail = db.prepare<[string, string]>(
      `update deliveries set status = 'failed', next_attempt_at = null, last_error = ? where id = ?`,
    );
    this.#queued = db.prepare<[string], QueuedDelivery>(
      `select ${QUEUED_COLUMNS} from deliveries
       where id = ? and status = 'pending' and next_attempt_at is null`,
    );
    this.#due = db.prepare<[number, number], QueuedDelivery>(
      `select ${QUEUED_COLUMNS} from deliveries where next_attempt_at <= ? and status = 'pending'
       order by next_attempt_at, rowid limit ?`,
    );
    this.#claim = db.prepare<[string]>('update deliveries set next_attempt_at = null where id = ?');
    this.#nextDueAt = db
      .prepare<[], number | null>(
        'select min(next_attempt_at) from deliveries where next_attempt_at is not null',
      )
      .pluck();
    this.#waiting = db.prepare<[], QueuedDelivery>(
      `select ${QUEUED_COLUMNS} from deliveries where status = 'pending' and next_attempt_at is null
       order by rowid`,
    );
    this.#newest = db.prepare<[number], DeliverySqlRow>(
      `select ${DELIVERY_COLUMNS} from deliveries d order by d.created_at desc, d.rowid desc limit ?`,
    );
  }

  /** Writes a delivery; a pending one is at once due. */
  insert(delivery: NewDelivery): void {
    this.#insert.run({
      ...delivery,
      demo: delivery.demo ? 1 : 0,
      sourceId: delivery.sourceId ?? null,
    });
  }

  row(id: string): DeliveryRow | null {
    const row = this.#row.get(id);
    return row ? deliveryRow(row) : null;
  }

  summary(id: string): DeliverySummary | null {
    const row = this.#row.get(id);
    return row ? deliverySummary(row) : null;
  }

  body(id: string): Buffer {
    return this.#body.get(id)?.body ?? Buffer.alloc(0);
  }

  /** Newest first, for the snapshot of the live socket. */
  newest(limit: number): DeliverySummary[] {
    return this.#newest.all(limit).map(deliverySummary);
  }

  /** Written before the request leaves, so that a kill cannot hide that it may have left. */
  beginAttempt(begun: AttemptBegun): void {
    const parameters = {
      ...begun,
      demo: begun.demo ? 1 : 0,
      requestHeaders: JSON.stringify(begun.requestHeaders),
    };
    this.#transaction(() => {
      this.#insertAttempt.run(parameters);
      this.#markSending.run(parameters);
    });
  }

  /** For what is sent at once and never again: it must not be found waiting after a kill. */
  insertWithAttempt(delivery: NewDelivery, begun: AttemptBegun): void {
    this.#transaction(() => {
      this.insert(delivery);
      this.beginAttempt(begun);
    });
  }

  endAttempt(ended: AttemptEnded): void {
    const parameters = {
      ...ended,
      requestHeaders: ended.requestHeaders.length > 0 ? JSON.stringify(ended.requestHeaders) : null,
      responseHeaders: JSON.stringify(ended.responseHeaders),
      timing: JSON.stringify(ended.timing),
      durationMs: ended.timing.endMs,
    };
    this.#transaction(() => {
      this.#updateAttempt.run(parameters);
      this.#markEnded.run(parameters);
    });
  }

  /** Ends a delivery without another attempt. */
  fail(id: string, why: string): void {
    this.#fail.run(why, id);
  }

  /** Null when it is not waiting for its turn, for example because its event was rolled back. */
  queued(id: string): QueuedDelivery | null {
    return this.#queued.get(id) ?? null;
  }

  /** Takes what is due by `nowMs` out of the schedule, oldest first. */
  claimDue(nowMs: number, limit: number): QueuedDelivery[] {
    return this.#transaction(() => {
      const due = this.#due.all(nowMs, limit);
      for (const { id } of due) this.#claim.run(id);
      return due;
    });
  }

  /** Product time of the next scheduled attempt. */
  nextDueAt(): number | null {
    return this.#nextDueAt.get() ?? null;
  }

  /**
   * After a start: closes attempts that were in flight when the app ended, and returns what waits
   * for its turn, oldest first. An interrupted attempt counts; voice turns and tests, which are
   * never repeated, and deliveries without an attempt left end as failed.
   */
  recover(maxAttempts: number): QueuedDelivery[] {
    this.#transaction(() => {
      this.#db
        .prepare(
          `update delivery_attempts set outcome = 'interrupted', error = ?
           where outcome = 'inFlight'`,
        )
        .run(INTERRUPTED);
      this.#db
        .prepare(
          `update deliveries set last_error = ?, last_http_status = null, last_duration_ms = null,
             status = case when kind = 'event' and attempt_count < ? then 'pending' else 'failed' end
           where status = 'sending'`,
        )
        .run(INTERRUPTED, maxAttempts);
    });
    return this.#waiting.all();
  }
}

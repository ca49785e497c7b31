import type {
  AttemptFailure,
  AttemptTiming,
  DeliveryStatus,
} from '../../../common/contract/index.ts';
import type { Database, SqlValue } from '../database/database.ts';
import { deliverySeq } from './delivery-ids.ts';
import type { AttemptOutcome } from './delivery-rows.ts';

export interface AttemptBegun {
  readonly deliveryId: string;
  readonly number: number;
  readonly startedAt: number;
  readonly webhookId: string | null;
  readonly url: string;
  readonly demo: boolean;
  readonly secret: string;
  readonly requestHeaders: readonly (readonly [string, string])[];
  /** Only if it differs from the delivery's own body. */
  readonly requestBody: Uint8Array | null;
  /** The fault that applies to it, in words. */
  readonly fault: string | null;
}

export interface AttemptEnded {
  readonly deliveryId: string;
  readonly number: number;
  readonly outcome: AttemptOutcome;
  readonly httpStatus: number | null;
  /** As actually sent; if empty, what was stored at the beginning remains. */
  readonly requestHeaders: readonly (readonly [string, string])[];
  readonly responseHeaders: readonly (readonly [string, string])[];
  readonly responseBody: Uint8Array | null;
  readonly responseSizeBytes: number;
  readonly timing: AttemptTiming;
  readonly error: string | null;
  readonly failure: AttemptFailure | null;
  /** The new status of the delivery. */
  readonly status: DeliveryStatus;
  readonly nextAttemptAt: number | null;
  /** The answer to the caller held nothing to hear. */
  readonly silent: boolean;
}

/** The size of a typical handler's answer: its headers, a short body, the times. */
const ROOM_BYTES = 350;

/** Stores attempts and their effect on the delivery. The caller supplies the transaction. */
export class AttemptWrites {
  readonly #insertAttempt;
  readonly #markSending;
  readonly #updateAttempt;
  readonly #markEnded;

  constructor(db: Database) {
    // By position: binding by name would cost as much as the write.
    this.#insertAttempt = db.prepare<SqlValue[]>(
      `insert into delivery_attempts (seq, number, started_at, outcome, secret, url,
         request_headers_json, request_body, fault, room)
       values (?, ?, ?, 'inFlight', ?, ?, ?, ?, ?, zeroblob(${ROOM_BYTES}))`,
    );
    this.#markSending = db.prepare<SqlValue[]>(
      `update deliveries set status = 'sending', attempt_count = ?, next_attempt_at = null,
         last_attempt_at = ?, webhook_id = ?, url = ?, demo = ?, silent = 0
       where seq = ?`,
    );
    this.#updateAttempt = db.prepare<SqlValue[]>(
      `update delivery_attempts set outcome = ?, http_status = ?,
         request_headers_json = coalesce(?, request_headers_json),
         response_headers_json = ?, response_body = ?,
         response_size_bytes = ?, timing_json = ?, error = ?, failure = ?, room = null
       where seq = ? and number = ?`,
    );
    this.#markEnded = db.prepare<SqlValue[]>(
      `update deliveries set status = ?, next_attempt_at = ?,
         last_http_status = ?, last_duration_ms = ?, last_error = ?, silent = max(silent, ?)
       where seq = ? and attempt_count = ?`,
    );
  }

  begin(begun: AttemptBegun): void {
    const { number, startedAt, url } = begun;
    const seq = deliverySeq(begun.deliveryId);
    this.#insertAttempt.run(
      seq,
      number,
      startedAt,
      begun.secret,
      url,
      JSON.stringify(begun.requestHeaders),
      begun.requestBody,
      begun.fault,
    );
    const demo = begun.demo ? 1 : 0;
    this.#markSending.run(number, startedAt, begun.webhookId, url, demo, seq);
  }

  end(ended: AttemptEnded): void {
    const { number, httpStatus, error, timing } = ended;
    const seq = deliverySeq(ended.deliveryId);
    this.#updateAttempt.run(
      ended.outcome,
      httpStatus,
      ended.requestHeaders.length > 0 ? JSON.stringify(ended.requestHeaders) : null,
      JSON.stringify(ended.responseHeaders),
      ended.responseBody,
      ended.responseSizeBytes,
      JSON.stringify(timing),
      error,
      ended.failure,
      seq,
      number,
    );
    const { status, nextAttemptAt } = ended;
    const silent = ended.silent ? 1 : 0;
    const { endMs } = timing;
    this.#markEnded.run(status, nextAttemptAt, httpStatus, endMs, error, silent, seq, number);
  }
}

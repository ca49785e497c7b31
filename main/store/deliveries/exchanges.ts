import { isUtf8 } from 'node:buffer';
import {
  type AttemptFailure,
  type AttemptTiming,
  type DeliveryStatus,
  EXCHANGE_KINDS,
  type ExchangeKind,
} from '../../../common/contract/index.ts';
import type { Database } from '../database/database.ts';
import { type RunInTransaction, transactionsOf } from '../database/transactions.ts';
import { deliverySeq } from './delivery-ids.ts';
import { type AttemptOutcome, bodyText } from './delivery-rows.ts';

/** A condition that excludes exchanges from a table `deliveries`. */
export const IS_WEBHOOK_DELIVERY = `kind not in (${EXCHANGE_KINDS.map((kind) => `'${kind}'`).join(', ')})`;

/**
 * A condition for what statistics count. Test events are excluded, because their content is
 * invented.
 */
export const IS_COUNTED_DELIVERY = `${IS_WEBHOOK_DELIVERY} and kind <> 'test'`;

/** A request and its answer, both complete when they are stored. */
export interface RecordedExchange {
  readonly id: string;
  readonly accountId: string;
  readonly kind: ExchangeKind;
  readonly agentId: string | null;
  readonly numberId: string | null;
  readonly callId: string | null;
  readonly messageId: string | null;
  readonly turn: number | null;
  readonly event: string;
  readonly method: string;
  readonly url: string;
  readonly status: Extract<DeliveryStatus, 'success' | 'failed' | 'cancelled'>;
  readonly outcome: AttemptOutcome;
  /** Product time. */
  readonly startedAt: number;
  readonly httpStatus: number | null;
  readonly requestHeaders: readonly (readonly [string, string])[];
  readonly requestBody: Uint8Array;
  readonly responseHeaders: readonly (readonly [string, string])[];
  readonly responseBody: Uint8Array | null;
  readonly responseSizeBytes: number;
  readonly timing: AttemptTiming;
  readonly error: string | null;
  readonly failure: AttemptFailure | null;
}

/** Stores exchanges beside the deliveries: one row and one attempt, both ended. */
export class ExchangeStore {
  readonly #transaction: RunInTransaction;
  readonly #insert;
  readonly #insertBody;
  readonly #insertAttempt;

  constructor(db: Database) {
    this.#transaction = transactionsOf(db);
    this.#insert = db.prepare<[Record<string, unknown>]>(
      `insert into deliveries (seq, account_id, kind, webhook_header_id, agent_id, number_id, call_id,
         message_id, turn, event, url, status, attempt_count, last_attempt_at, last_http_status,
         last_duration_ms, last_error, created_at)
       values (@seq, @accountId, @kind, @id, @agentId, @numberId, @callId, @messageId, @turn, @event,
         @url, @status, 1, @startedAt, @httpStatus, @durationMs, @error, @startedAt)`,
    );
    this.#insertBody = db.prepare<[number, string]>(
      'insert into delivery_bodies (seq, body) values (?, ?)',
    );
    this.#insertAttempt = db.prepare<[Record<string, unknown>]>(
      `insert into delivery_attempts (seq, number, started_at, outcome, secret, method, url,
         request_headers_json, request_body, http_status, response_headers_json, response_body,
         response_size_bytes, timing_json, error, failure)
       values (@seq, 1, @startedAt, @outcome, '', @method, @url, @requestHeaders, @requestBody,
         @httpStatus, @responseHeaders, @responseBody, @responseSizeBytes, @timing, @error, @failure)`,
    );
  }

  insert(exchange: RecordedExchange): void {
    const { requestBody, timing } = exchange;
    const seq = deliverySeq(exchange.id);
    this.#transaction(() => {
      this.#insert.run({ ...exchange, seq, durationMs: timing.endMs });
      this.#insertBody.run(seq, bodyText(requestBody));
      this.#insertAttempt.run({
        ...exchange,
        seq,
        // Bodies are stored as text, which can be searched; bytes that are not text are stored in
        // another column.
        requestBody: isUtf8(requestBody) ? null : requestBody,
        requestHeaders: JSON.stringify(exchange.requestHeaders),
        responseHeaders: JSON.stringify(exchange.responseHeaders),
        timing: JSON.stringify(timing),
      });
    });
  }
}

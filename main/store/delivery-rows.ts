import type {
  AttemptFailure,
  AttemptTiming,
  DeliveryAttempt,
  DeliveryKind,
  DeliveryStatus,
  DeliverySummary,
} from '../../common/contract/index.ts';

/** Deliveries and attempts as stored; times are product milliseconds. */

export interface DeliveryRow {
  readonly id: string;
  readonly accountId: string;
  readonly kind: DeliveryKind;
  /** The `X-Webhook-ID`. */
  readonly headerId: string;
  readonly webhookId: string | null;
  readonly agentId: string | null;
  readonly numberId: string | null;
  readonly conversationId: string | null;
  readonly callId: string | null;
  readonly messageId: string | null;
  readonly turn: number | null;
  readonly event: string;
  readonly channel: string | null;
  /** Empty when it goes nowhere. */
  readonly url: string;
  readonly demo: boolean;
  readonly status: DeliveryStatus;
  readonly attemptCount: number;
  readonly nextAttemptAt: number | null;
  readonly lastAttemptAt: number | null;
  readonly lastHttpStatus: number | null;
  readonly lastDurationMs: number | null;
  readonly lastError: string | null;
  readonly sourceId: string | null;
  /** What a person changed about the requests; null as long as nothing is. */
  readonly override: DeliveryOverride | null;
  /** Product time since when it is held back; null when it is not. */
  readonly heldSince: number | null;
  /** How long it was held before. */
  readonly heldMs: number;
  readonly createdAt: number;
}

/** Departures from what the configuration says. An edited body is kept beside it. */
export interface DeliveryOverride {
  /** A copy whose own body was edited. */
  readonly body?: true;
  readonly url?: string;
  /** Put in the place of ours of that name, or added. */
  readonly headers?: readonly (readonly [string, string])[];
  /** Sent with exactly `headers`: old timestamp, old signature. */
  readonly verbatim?: true;
}

/** As SQLite gives it: booleans are 0 and 1, JSON is text. */
export interface DeliverySqlRow extends Omit<DeliveryRow, 'demo' | 'override'> {
  readonly demo: number;
  readonly override: string | null;
}

/** Everything but the body, which is read where it is needed. */
export const DELIVERY_COLUMNS = `d.id, d.account_id as accountId, d.kind,
  d.webhook_header_id as headerId, d.webhook_id as webhookId, d.agent_id as agentId,
  d.number_id as numberId, d.conversation_id as conversationId, d.call_id as callId,
  d.message_id as messageId, d.turn, d.event, d.channel, d.url, d.demo, d.status,
  d.attempt_count as attemptCount, d.next_attempt_at as nextAttemptAt,
  d.last_attempt_at as lastAttemptAt, d.last_http_status as lastHttpStatus,
  d.last_duration_ms as lastDurationMs, d.last_error as lastError, d.source_id as sourceId,
  d.override_json as override, d.held_since as heldSince, d.held_ms as heldMs,
  d.created_at as createdAt`;

/** Turns a row that was just read into ours, in place: copies of so wide a row cost more than reading it. */
export function deliveryRow(row: DeliverySqlRow): DeliveryRow {
  const changes: Pick<DeliveryRow, 'demo' | 'override'> = {
    demo: row.demo === 1,
    override: row.override ? (JSON.parse(row.override) as DeliveryOverride) : null,
  };
  return Object.assign<object, typeof changes>(row, changes) as DeliveryRow;
}

export function deliverySummary(row: DeliveryRow | DeliverySqlRow): DeliverySummary {
  return {
    id: row.id,
    kind: row.kind,
    webhookId: row.headerId,
    event: row.event,
    channel: row.channel,
    status: row.status,
    attemptCount: row.attemptCount,
    nextRetryAt: isoOrNull(row.nextAttemptAt),
    createdAt: new Date(row.createdAt).toISOString(),
    url: row.url,
    demo: Boolean(row.demo),
    agentId: row.agentId,
    callId: row.callId,
    conversationId: row.conversationId,
    turn: row.turn,
    httpStatus: row.lastHttpStatus,
    durationMs: row.lastDurationMs,
    error: row.lastError,
    sourceId: row.sourceId,
  };
}

export type AttemptOutcome = DeliveryAttempt['outcome'];

/** One attempt with its raw bytes and the secret it was signed with. */
export interface AttemptRow {
  readonly number: number;
  readonly startedAt: number;
  readonly outcome: AttemptOutcome;
  readonly secret: string;
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: [string, string][];
  readonly requestBody: Uint8Array;
  readonly httpStatus: number | null;
  readonly responseHeaders: [string, string][];
  /** The first 64 KiB; null when no response began. */
  readonly responseBody: Uint8Array | null;
  readonly responseSizeBytes: number;
  readonly timing: AttemptTiming | null;
  readonly error: string | null;
  readonly failure: AttemptFailure | null;
  /** The fault that was played on it, in words. */
  readonly fault: string | null;
}

/** Our bodies are UTF-8, so they are stored as text, which can be searched; others as they are. */
export function bodyBytes(stored: string | Buffer): Buffer {
  return typeof stored === 'string' ? Buffer.from(stored, 'utf8') : stored;
}

export function bodyText(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}

export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

import type {
  AttemptFailure,
  AttemptTiming,
  DeliveryAttempt,
  DeliveryKind,
  DeliveryStatus,
  DeliverySummary,
} from '../../../common/contract/index.ts';
import type { DamageNotes, RowKey } from '../database/damage-notes.ts';
import { DELIVERIES } from '../tables/delivery-tables.ts';
import type { RowReader } from '../tables/table.ts';
import { deliverySeq } from './delivery-ids.ts';

/** Deliveries and attempts as stored. Times are milliseconds of product time. */

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
  /** Empty if it has no receiver. */
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
  /** A person's changes to the requests; null if there are none. */
  readonly override: DeliveryOverride | null;
  /** Product time since when it has been held; null if it is not held. */
  readonly heldSince: number | null;
  /** How long it was held in the past. */
  readonly heldMs: number;
  readonly createdAt: number;
  /** Address of the person at the other end; null where there is none. */
  readonly counterparty: string | null;
  /** The first words it tells, in one line. */
  readonly excerpt: string | null;
  /** The latest answer to the caller held nothing to hear. */
  readonly silent: boolean;
}

/** What differs from the configuration. An edited body is stored separately. */
export interface DeliveryOverride {
  /** Set for a copy whose own body was edited. */
  readonly body?: true;
  readonly url?: string;
  /** Replace our headers of that name, or are added. */
  readonly headers?: readonly (readonly [string, string])[];
  /** Sent with exactly these `headers`, including the old timestamp and signature. */
  readonly verbatim?: true;
}

const COLUMNS = {
  accountId: 'account_id',
  kind: 'kind',
  headerId: 'webhook_header_id',
  webhookId: 'webhook_id',
  agentId: 'agent_id',
  numberId: 'number_id',
  conversationId: 'conversation_id',
  callId: 'call_id',
  messageId: 'message_id',
  turn: 'turn',
  event: 'event',
  channel: 'channel',
  url: 'url',
  demo: 'demo',
  status: 'status',
  attemptCount: 'attempt_count',
  nextAttemptAt: 'next_attempt_at',
  lastAttemptAt: 'last_attempt_at',
  lastHttpStatus: 'last_http_status',
  lastDurationMs: 'last_duration_ms',
  lastError: 'last_error',
  sourceId: 'source_id',
  override: 'override_json',
  heldSince: 'held_since',
  heldMs: 'held_ms',
  createdAt: 'created_at',
  counterparty: 'counterparty',
  excerpt: 'excerpt',
  silent: 'silent',
} as const;
/** Reads deliveries without their bodies, which are read only when needed. */
export class DeliveryRows {
  /** The columns to select from a table with the alias `d`. */
  readonly select: string;
  readonly #rows: RowReader<Omit<DeliveryRow, 'id'>>;

  constructor(damage: DamageNotes) {
    this.#rows = DELIVERIES.reader<Omit<DeliveryRow, 'id'>>(COLUMNS, damage);
    this.select = `d.id, ${this.#rows.selectFrom('d')}`;
  }

  /** Converts a row that was just read to our form, in place. */
  read(row: unknown): DeliveryRow | undefined {
    const read = this.#rows.read(row, keyOf) as DeliveryRow | undefined;
    // SQLite has no booleans.
    return read && Object.assign(read, { demo: Boolean(read.demo), silent: Boolean(read.silent) });
  }

  readAll(rows: readonly unknown[]): DeliveryRow[] {
    return rows.flatMap((row) => this.read(row) ?? []);
  }
}

/** The key is the row number, which is part of the id. */
function keyOf({ id }: Readonly<Record<string, unknown>>): RowKey {
  return { seq: deliverySeq(String(id)) };
}

export function deliverySummary(row: DeliveryRow): DeliverySummary {
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
    demo: row.demo,
    agentId: row.agentId,
    callId: row.callId,
    conversationId: row.conversationId,
    turn: row.turn,
    httpStatus: row.lastHttpStatus,
    durationMs: row.lastDurationMs,
    error: row.lastError,
    sourceId: row.sourceId,
    counterparty: row.counterparty,
    excerpt: row.excerpt,
    silent: row.silent,
  };
}

export type AttemptOutcome = DeliveryAttempt['outcome'];

/** One attempt with its raw bytes and the secret that signed it. */
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
  /** The first 64 KiB; null if no response began. */
  readonly responseBody: Uint8Array | null;
  readonly responseSizeBytes: number;
  readonly timing: AttemptTiming | null;
  readonly error: string | null;
  readonly failure: AttemptFailure | null;
  /** The fault that applied to it, in words. */
  readonly fault: string | null;
}

/**
 * Our bodies are UTF-8, so they are stored as text, which can be searched; any others are stored as
 * bytes.
 */
export function bodyBytes(stored: string | Buffer): Buffer {
  return typeof stored === 'string' ? Buffer.from(stored, 'utf8') : stored;
}

export function bodyText(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}

export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

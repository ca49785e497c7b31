import { z } from 'zod';
import {
  AttemptFailure,
  AttemptTiming,
  DeliveryAttempt,
  DeliveryKind,
  DeliveryStatus,
} from '../../../common/contract/index.ts';
import {
  bytes,
  flag,
  id,
  integer,
  json,
  LATEST_MOMENT_MS,
  moment,
  nullable,
  oneOf,
  pattern,
  real,
  reference,
  text,
  webUrl,
  whereTo,
} from './column.ts';
import { FittingHeaders, KeptHeaders } from './headers.ts';
import { Table } from './table.ts';

/** Deliveries, their bodies and attempts, and totals of those that were removed. */

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const LONGEST_BODY = 64 * 1024 * 1024;
const LONGEST_WORDS = 100_000;

/** New ids continue from the last one, so the limit is below the largest exact integer. */
export const LATEST_SEQ = 8e15;

const oneLine = pattern(/^\P{Cc}{0,1000}$/u, 'one line');
const headers = json(KeptHeaders, FittingHeaders);
const Override = z.object({
  body: z.literal(true).exactOptional(),
  url: z.string().exactOptional(),
  headers: KeptHeaders.exactOptional(),
  verbatim: z.literal(true).exactOptional(),
});
const FittingOverride = z.object({
  url: webUrl().exactOptional(),
  headers: FittingHeaders.exactOptional(),
});

export const DELIVERIES = new Table({
  name: 'deliveries',
  key: ['seq'],
  columns: {
    seq: integer(1, LATEST_SEQ),
    account_id: id('account'),
    kind: oneOf(DeliveryKind.options),
    webhook_header_id: pattern(/^[\x21-\x7e]{1,500}$/, 'an id'),
    webhook_id: nullable(reference),
    agent_id: nullable(reference),
    number_id: nullable(reference),
    conversation_id: nullable(reference),
    call_id: nullable(reference),
    message_id: nullable(reference),
    turn: nullable(integer(0, 1_000_000)),
    event: oneLine,
    channel: nullable(pattern(/^[\w-]{1,40}$/, 'a word')),
    url: whereTo,
    demo: flag,
    status: oneOf(DeliveryStatus.options),
    attempt_count: integer(0, 1_000_000),
    next_attempt_at: nullable(moment),
    last_attempt_at: nullable(moment),
    last_http_status: nullable(integer(100, 999)),
    last_duration_ms: nullable(real(0, Number.MAX_SAFE_INTEGER)),
    last_error: nullable(text(LONGEST_WORDS)),
    source_id: nullable(reference),
    override_json: nullable(json(Override, FittingOverride)),
    held_since: nullable(moment),
    held_ms: integer(0, LATEST_MOMENT_MS),
    created_at: moment,
    counterparty: nullable(text(320)),
    excerpt: nullable(text(1_000)),
    silent: flag,
  },
  refersTo: { account_id: 'accounts' },
});

export const DELIVERY_BODIES = new Table({
  name: 'delivery_bodies',
  key: ['seq'],
  columns: {
    seq: integer(1, LATEST_SEQ),
    body: text(LONGEST_BODY),
    edited_body: nullable(text(LONGEST_BODY)),
  },
  refersTo: { seq: 'deliveries' },
});

export const DELIVERY_ATTEMPTS = new Table({
  name: 'delivery_attempts',
  key: ['seq', 'number'],
  columns: {
    seq: integer(1, LATEST_SEQ),
    number: integer(1, 1_000_000),
    started_at: moment,
    outcome: oneOf(DeliveryAttempt.shape.outcome.options),
    secret: pattern(/^\P{Cc}{0,500}$/u, 'one line'),
    method: oneOf(METHODS),
    url: whereTo,
    request_headers_json: headers,
    request_body: nullable(bytes(LONGEST_BODY)),
    http_status: nullable(integer(100, 999)),
    response_headers_json: nullable(headers),
    response_body: nullable(bytes(LONGEST_BODY)),
    response_size_bytes: nullable(integer()),
    timing_json: nullable(json(AttemptTiming)),
    error: nullable(text(LONGEST_WORDS)),
    failure: nullable(oneOf(AttemptFailure.options)),
    fault: nullable(text(LONGEST_WORDS)),
    room: nullable(bytes(10_000)),
  },
  refersTo: { seq: 'deliveries' },
});

export const DELIVERY_TOTALS = new Table({
  name: 'delivery_totals',
  key: ['account_id', 'event', 'status'],
  columns: {
    account_id: id('account'),
    event: oneLine,
    status: oneOf(DeliveryStatus.options),
    count: integer(),
  },
});

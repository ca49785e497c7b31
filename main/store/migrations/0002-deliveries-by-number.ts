import { type Kysely, sql } from 'kysely';

/**
 * A delivery's id is now derived from its row number, so that no index of ids is needed; attempts
 * get room for their answers. References to deliveries are changed to the new ids.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const COLUMNS = `seq, account_id, kind, webhook_header_id, webhook_id, agent_id, number_id,
  conversation_id, call_id, message_id, turn, event, channel, url, demo, status, attempt_count,
  next_attempt_at, last_attempt_at, last_http_status, last_duration_ms, last_error, source_id,
  override_json, held_since, held_ms, created_at`;

const ATTEMPT_COLUMNS = `seq, number, started_at, outcome, secret, method, url,
  request_headers_json, request_body, http_status, response_headers_json, response_body,
  response_size_bytes, timing_json, error, failure, fault`;

const STATEMENTS = [
  'alter table delivery_bodies rename to old_delivery_bodies',
  'alter table delivery_attempts rename to old_delivery_attempts',
  'alter table deliveries rename to old_deliveries',
  'drop index deliveries_due',

  // Small rows in the order of events, so that lists and filters over all of them stay fast; the
  // bodies are in a separate table. Few indexes, because every event has to update each.
  `create table deliveries (
    seq integer primary key,
    id text generated always as ('dlv_' || seq) virtual,
    account_id text not null references accounts(id),
    kind text not null default 'event',
    webhook_header_id text not null,
    webhook_id text,
    agent_id text,
    number_id text,
    conversation_id text,
    call_id text,
    message_id text,
    turn integer,
    event text not null,
    channel text,
    url text not null,
    demo integer not null default 0,
    status text not null,
    attempt_count integer not null default 0,
    next_attempt_at integer,
    last_attempt_at integer,
    last_http_status integer,
    last_duration_ms real,
    last_error text,
    source_id text,
    override_json text,
    held_since integer,
    held_ms integer not null default 0,
    created_at integer not null
  ) strict`,
  `create table delivery_bodies (
    seq integer primary key references deliveries(seq) on delete cascade,
    body text not null,
    edited_body text
  ) strict`,
  // `room` reserves space during an attempt and releases it for the answer. Otherwise rows would
  // grow, and their pages would be split each time.
  `create table delivery_attempts (
    seq integer not null references deliveries(seq) on delete cascade,
    number integer not null,
    started_at integer not null,
    outcome text not null,
    secret text not null,
    method text not null default 'POST',
    url text not null,
    request_headers_json text not null,
    request_body blob,
    http_status integer,
    response_headers_json text,
    response_body blob,
    response_size_bytes integer,
    timing_json text,
    error text,
    failure text,
    fault text,
    room blob,
    unique (seq, number)
  ) strict`,

  `insert into deliveries (${COLUMNS}) select ${COLUMNS} from old_deliveries order by seq`,
  `insert into delivery_bodies (seq, body, edited_body)
   select seq, body, edited_body from old_delivery_bodies order by seq`,
  `insert into delivery_attempts (${ATTEMPT_COLUMNS})
   select ${ATTEMPT_COLUMNS} from old_delivery_attempts order by seq, number`,
  `update deliveries set source_id = 'dlv_' || old.seq from old_deliveries old
   where old.id = deliveries.source_id`,
  `update call_events set data_json = json_set(data_json, '$.deliveryId', 'dlv_' || old.seq)
   from old_deliveries old where old.id = json_extract(call_events.data_json, '$.deliveryId')`,

  'drop table old_delivery_bodies',
  'drop table old_delivery_attempts',
  'drop table old_deliveries',
  `create index deliveries_due on deliveries(next_attempt_at) where next_attempt_at is not null`,
];

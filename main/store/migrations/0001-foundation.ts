import { type Kysely, sql } from 'kysely';

/**
 * The first schema. Times are whole milliseconds of product time since the epoch; columns that
 * contain JSON end in `_json`; booleans are 0 and 1.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table settings (
    key text primary key,
    value_json text not null
  ) strict, without rowid`,

  `create table accounts (
    id text primary key,
    parent_id text references accounts(id),
    name text not null,
    created_at integer not null,
    deleted_at integer
  ) strict`,

  `create table api_keys (
    id text primary key,
    account_id text not null references accounts(id),
    name text not null,
    sha256 blob not null unique,
    last_four text not null,
    workspace integer not null default 0,
    created_at integer not null,
    last_used_at integer,
    revoked_at integer
  ) strict`,

  `create table agents (
    id text primary key,
    account_id text not null references accounts(id),
    name text not null,
    settings_json text not null,
    created_at integer not null
  ) strict`,
  'create index agents_by_account on agents(account_id, created_at)',

  `create table numbers (
    id text primary key,
    account_id text not null references accounts(id),
    phone_number text not null,
    country text not null,
    type text not null default 'sms',
    status text not null,
    carrier text not null default 'simulated',
    agent_id text references agents(id) on delete set null,
    attached_at integer,
    counts_to_allowance integer not null default 1,
    created_at integer not null,
    released_at integer
  ) strict`,
  `create unique index numbers_active on numbers(phone_number) where status = 'active'`,
  'create index numbers_by_account on numbers(account_id, status, created_at)',
  'create index numbers_by_agent on numbers(agent_id, attached_at)',
  'create index numbers_by_phone on numbers(phone_number)',

  `create table contacts (
    id text primary key,
    account_id text not null references accounts(id),
    phone_number text not null,
    name text not null,
    email text,
    notes text,
    created_at integer not null,
    updated_at integer not null,
    unique (account_id, phone_number)
  ) strict`,
  'create index contacts_by_account on contacts(account_id, created_at)',

  `create table conversations (
    id text primary key,
    account_id text not null references accounts(id),
    number_id text not null references numbers(id),
    agent_id text references agents(id) on delete set null,
    participant text not null,
    group_id text,
    group_name text,
    group_icon_url text,
    participants_json text,
    metadata_json text,
    background_url text,
    background_version integer not null default 0,
    message_count integer not null default 0,
    last_message_at integer not null,
    last_message_preview text not null default '',
    created_at integer not null,
    unique (number_id, participant)
  ) strict`,
  'create index conversations_by_account on conversations(account_id, last_message_at)',
  'create index conversations_by_agent on conversations(agent_id, last_message_at)',
  'create index conversations_by_group on conversations(group_id) where group_id is not null',

  `create table messages (
    id text primary key,
    account_id text not null references accounts(id),
    conversation_id text not null references conversations(id),
    number_id text not null references numbers(id),
    agent_id text,
    direction text not null,
    channel text not null,
    from_number text not null,
    to_number text not null,
    sender_identifier text,
    body text not null,
    media_urls_json text not null default '[]',
    reply_to_message_id text,
    send_style text,
    segments integer not null default 1,
    status text not null default 'sent',
    problem text,
    received_at integer not null
  ) strict`,
  'create index messages_by_conversation on messages(conversation_id, received_at desc)',
  'create index messages_by_number on messages(number_id, received_at, segments)',

  `create table reactions (
    id text primary key,
    message_id text not null references messages(id),
    reaction_type text not null,
    from_number text not null,
    direction text not null,
    created_at integer not null
  ) strict`,
  'create index reactions_by_message on reactions(message_id, created_at)',

  `create table contact_cards (
    number_id text primary key references numbers(id),
    first_name text,
    last_name text,
    display_name text,
    avatar_url text
  ) strict, without rowid`,

  `create table registrations (
    account_id text primary key references accounts(id),
    request_json text not null,
    submitted_at integer not null,
    decision text,
    decided_at integer
  ) strict, without rowid`,

  `create table verifications (
    id text primary key,
    email text not null,
    agent_name text,
    code text not null,
    attempts integer not null default 0,
    expires_at integer not null,
    used_at integer
  ) strict`,
  'create index verifications_by_email on verifications(email)',

  `create table locations (
    address text primary key,
    latitude real not null,
    longitude real not null,
    updated_at integer not null
  ) strict, without rowid`,

  `create table idempotent_answers (
    account_id text not null references accounts(id),
    key text not null,
    endpoint text not null,
    status integer not null,
    body_json text,
    created_at integer not null,
    primary key (account_id, key)
  ) strict, without rowid`,

  `create table handsets (
    address text primary key,
    imessage integer not null,
    sms integer not null
  ) strict, without rowid`,

  `create table calls (
    id text primary key,
    account_id text not null references accounts(id),
    agent_id text references agents(id) on delete set null,
    number_id text references numbers(id),
    direction text not null,
    carrier text not null default 'simulated',
    from_number text not null,
    to_number text not null,
    status text not null,
    disconnection_reason text,
    settings_json text not null,
    last_transcript_snippet text,
    recording_path text,
    started_at integer not null,
    answered_at integer,
    ended_at integer
  ) strict`,
  'create index calls_by_account on calls(account_id, started_at desc, id)',
  'create index calls_by_agent on calls(agent_id, started_at desc, id)',
  'create index calls_by_number on calls(number_id, started_at desc, id)',
  `create index calls_live on calls(status) where status = 'in-progress'`,

  `create table call_events (
    call_id text not null references calls(id),
    seq integer not null,
    at_us integer not null,
    type text not null,
    turn integer,
    data_json text not null,
    primary key (call_id, seq)
  ) strict, without rowid`,

  `create table webhooks (
    id text primary key,
    account_id text not null references accounts(id),
    agent_id text references agents(id) on delete cascade,
    url text not null,
    secret text not null,
    context_limit integer not null,
    timeout_seconds integer not null,
    demo integer not null default 0,
    created_at integer not null
  ) strict`,
  `create unique index webhooks_scope on webhooks(account_id, ifnull(agent_id, ''))`,

  // Small rows in the order of events, so that lists and filters over all of them stay fast; the
  // bodies are in a separate table. Few indexes, because every event has to update each.
  `create table deliveries (
    seq integer primary key,
    id text not null unique,
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
  `create index deliveries_due on deliveries(next_attempt_at) where next_attempt_at is not null`,

  `create table delivery_bodies (
    seq integer primary key references deliveries(seq) on delete cascade,
    body text not null,
    edited_body text
  ) strict`,

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
    primary key (seq, number)
  ) strict, without rowid`,

  `create table twilio_numbers (
    number_id text primary key references numbers(id),
    sid text not null unique
  ) strict, without rowid`,

  // Kept across a reset, because what was changed at Twilio must be restored even then.
  `create table twilio_changes (
    sid text primary key,
    account_sid text not null,
    phone_number text not null,
    before_json text not null,
    after_json text not null
  ) strict, without rowid`,

  `create table twilio_messages (
    sid text primary key,
    message_id text not null references messages(id),
    status text not null,
    error_code text
  ) strict, without rowid`,

  `create table twilio_opt_outs (
    phone_number text not null,
    address text not null,
    since integer not null,
    primary key (phone_number, address)
  ) strict, without rowid`,

  `create table twilio_callbacks (
    key text primary key,
    received_at integer not null
  ) strict, without rowid`,
  'create index twilio_callbacks_by_age on twilio_callbacks(received_at)',

  // Calls that are not over at Twilio: after a kill they must be ended there.
  `create table twilio_calls (
    sid text primary key,
    account_sid text not null,
    call_id text not null
  ) strict, without rowid`,

  // Totals of removed deliveries, so that all-time figures stay correct.
  `create table delivery_totals (
    account_id text not null,
    event text not null,
    status text not null,
    count integer not null,
    primary key (account_id, event, status)
  ) strict, without rowid`,
];

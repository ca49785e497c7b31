import { type Kysely, sql } from 'kysely';

/**
 * SIP trunks, WhatsApp accounts with their templates, and the parts of a WhatsApp message besides
 * its text.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table sip_trunks (
    id text primary key,
    account_id text not null references accounts(id),
    name text not null,
    transfers text not null,
    transfer_caller_id text not null,
    origination_json text not null default '[]',
    username text not null,
    password_sha256 text not null,
    password_last_four text not null,
    created_at integer not null
  ) strict`,
  'create index sip_trunks_by_account on sip_trunks(account_id, created_at)',

  `create table whatsapp_connections (
    id text primary key,
    account_id text not null references accounts(id),
    agent_id text references agents(id) on delete set null,
    waba_id text not null,
    business_id text not null,
    created_at integer not null
  ) strict`,
  'create index whatsapp_connections_by_account on whatsapp_connections(account_id, created_at)',

  `create table whatsapp_templates (
    id text primary key,
    connection_id text not null references whatsapp_connections(id) on delete cascade,
    name text not null,
    language text not null,
    category text not null,
    parameter_format text not null,
    components_json text not null,
    decision text,
    created_at integer not null,
    unique (connection_id, name, language)
  ) strict`,

  // A number with a connection is also a WhatsApp line, in addition to what it is.
  `alter table numbers add column whatsapp_connection_id text
     references whatsapp_connections(id) on delete set null`,

  // Buttons, lists and templates, and which choice was tapped.
  'alter table messages add column whatsapp_json text',
  // Sent messages later become "delivered" and "read"; these are the ones to resume after a
  // restart.
  `create index messages_under_way on messages(received_at)
     where channel = 'whatsapp' and status in ('sent', 'delivered')`,
];

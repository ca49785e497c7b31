import { type Kysely, sql } from 'kysely';

/**
 * What the service has recently added: numbers with an external id and an end date, delivery times
 * of texts, registrations that can be changed under review, phone verification codes, and feedback.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'alter table numbers add column external_id text',
  'alter table numbers add column expires_at integer',
  // Few numbers have an end date, and the earliest is looked up after each change.
  'create index numbers_by_end on numbers(expires_at) where expires_at is not null',
  // For each number in a list, the people whom it texted first today are counted.
  'create index conversations_by_number on conversations(number_id, created_at)',

  'alter table messages add column delivered_at integer',
  'alter table messages add column read_at integer',
  'alter table messages add column error_code text',

  'alter table registrations add column updated_at integer',

  `create table phone_verifications (
    id text primary key,
    account_id text not null references accounts(id),
    phone_number text not null,
    code text not null,
    attempts integer not null default 0,
    created_at integer not null,
    expires_at integer not null,
    verified_at integer
  ) strict`,
  'create index phone_verifications_by_account on phone_verifications(account_id, created_at)',

  `create table feedback (
    id text primary key,
    account_id text not null references accounts(id),
    category text not null,
    note text not null,
    request_id text,
    url text,
    tags_json text not null,
    created_at integer not null
  ) strict`,
  'create index feedback_by_account on feedback(account_id, created_at)',
];

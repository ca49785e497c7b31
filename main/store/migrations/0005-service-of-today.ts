import { type Kysely, sql } from 'kysely';

/**
 * What the service has added of late: numbers with an id of the client's and an end, texts that say
 * when they arrived, registrations that change while they are reviewed, codes to people's phones, and
 * feedback.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'alter table numbers add column external_id text',
  'alter table numbers add column expires_at integer',
  // Few numbers ever end by themselves, and the soonest is asked for after each change.
  'create index numbers_by_end on numbers(expires_at) where expires_at is not null',
  // For each number in a list it is counted whom it texted first today.
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

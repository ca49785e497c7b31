import { type Kysely, sql } from 'kysely';

/**
 * The requests of hosted calls to their models. The answer is written when it is complete, so a
 * request whose app ended meanwhile has none. The moment has an index of its own, by which the
 * oldest are found without reading bodies.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create table model_requests (
    call_id text not null references calls(id),
    number integer not null,
    turn integer not null,
    provider text not null,
    model text not null,
    started_at integer not null,
    body_characters integer not null,
    body text not null,
    answer_json text,
    primary key (call_id, number)
  ) strict`,
  'create index model_requests_by_start on model_requests (started_at)',
];

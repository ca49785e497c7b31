import { type Kysely, sql } from 'kysely';

/** An answer that is kept under a key remembers what was asked: the key is good for that alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Null for answers from before: of their requests nothing is known.
  await sql.raw('alter table idempotent_answers add column request_sha256 text').execute(db);
}

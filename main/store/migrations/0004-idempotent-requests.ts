import { type Kysely, sql } from 'kysely';

/**
 * An answer stored under a key now includes a hash of its request, because the key is valid for
 * that request only.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Null for older answers, whose requests are unknown.
  await sql.raw('alter table idempotent_answers add column request_sha256 text').execute(db);
}

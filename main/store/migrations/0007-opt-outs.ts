import { type Kysely, sql } from 'kysely';

/** Who wants no more texts from a simulated number; what Twilio blocks has a list of its own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table opt_outs (
        phone_number text not null,
        address text not null,
        since integer not null,
        primary key (phone_number, address)
      ) strict, without rowid`,
    )
    .execute(db);
}

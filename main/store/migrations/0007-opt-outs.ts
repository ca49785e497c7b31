import { type Kysely, sql } from 'kysely';

/** Opt-outs from simulated numbers; those that Twilio blocks are in a separate list. */
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

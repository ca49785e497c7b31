import { type Kysely, sql } from 'kysely';

/** Settings of an agent for which the emulated service has no field. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table agent_preferences (
        agent_id text primary key references agents(id) on delete cascade,
        preferences_json text not null
      ) strict`,
    )
    .execute(db);
}

import { type Kysely, sql } from 'kysely';

/** What of an agent is ours alone: the emulated service has no field for it. */
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

import { type Kysely, sql } from 'kysely';

/**
 * What a row of the inspector says: who is at the other end, an excerpt of the words, and whether an
 * answer to the caller held nothing to hear. Kept with the delivery, so that filters find them and a
 * list needs no bodies. Earlier rows get the first two from their bodies.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'alter table deliveries add column counterparty text',
  'alter table deliveries add column excerpt text',
  'alter table deliveries add column silent integer not null default 0',
  `update deliveries set
     counterparty = substr(case
       when json_extract(b.body, '$.data.direction') = 'outbound' then json_extract(b.body, '$.data.to')
       else coalesce(json_extract(b.body, '$.data.from'), json_extract(b.body, '$.data.fromNumber'))
     end, 1, 255),
     excerpt = substr(replace(replace(coalesce(
       json_extract(b.body, '$.data.message'),
       iif(json_type(b.body, '$.data.transcript') = 'text', json_extract(b.body, '$.data.transcript'), null),
       json_extract(b.body, '$.data.summary'),
       json_extract(b.body, '$.data.reactionType')
     ), char(10), ' '), char(13), ' '), 1, 120)
   from delivery_bodies b
   where b.seq = deliveries.seq and deliveries.kind not in ('tool', 'carrier', 'callback')
     and json_valid(b.body)`,
];

import { isDeepStrictEqual } from 'node:util';
import { WebhookEvent } from '../../../common/contract/index.ts';

/** Throws if a field in an event is missing, misspelt, superfluous or wrong. */
export function checkEvent(body: Uint8Array): WebhookEvent {
  const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
  const result = WebhookEvent.safeParse(value);
  if (!result.success) {
    throw new Error(`An event is not as its schema says: ${result.error.message}\n${body}`);
  }
  if (!isDeepStrictEqual(result.data, value)) throw new Error('The schema changed an event.');
  return result.data;
}

interface OpenDatabase {
  prepare(sql: string): { all(): unknown[] };
}

/**
 * The faults in the events of a database, as they were made: edited copies and those altered by
 * `fault.set` are ignored.
 */
export function faultyEvents(db: OpenDatabase): string[] {
  const rows = db
    .prepare(
      `select b.body from deliveries d join delivery_bodies b on b.seq = d.seq
       where d.kind in ('event', 'voice', 'test') order by d.seq limit 1000`,
    )
    .all() as { body: string | Uint8Array }[];
  return rows.flatMap(({ body }) => {
    try {
      checkEvent(Buffer.from(body));
      return [];
    } catch (error) {
      return [String(error)];
    }
  });
}

import type { Database } from '../database/database.ts';

/** What a line sent and received, counted for its limits. Failed messages do not count. */
export class LineTraffic {
  readonly #lastInbound;
  readonly #sentSince;
  readonly #peopleSince;
  readonly #newPeopleSince;

  constructor(db: Database) {
    this.#lastInbound = db.prepare<[string, string], { atMs: number | null }>(
      `select max(m.received_at) as atMs from messages m
       join conversations c on c.id = m.conversation_id
       where c.number_id = ? and c.participant = ? and m.direction = 'inbound'`,
    );
    this.#sentSince = db.prepare<[string, string, number], { messages: number }>(
      `select count(*) as messages from messages m
       join conversations c on c.id = m.conversation_id
       where c.number_id = ? and c.participant = ? and m.direction = 'outbound'
         and m.status <> 'failed' and m.received_at > ?`,
    );
    this.#peopleSince = db.prepare<[string, number], { address: string }>(
      `select distinct to_number as address from messages
       where number_id = ? and received_at > ? and direction = 'outbound' and channel = 'imessage'
         and status <> 'failed'`,
    );
    this.#newPeopleSince = db.prepare<[string, number], { people: number }>(
      `select count(distinct m.to_number) as people from messages m
       where m.number_id = ? and m.received_at > ? and m.direction = 'outbound' and m.channel = 'imessage'
         and m.status <> 'failed'
         and not exists (select 1 from messages other
           where other.conversation_id = m.conversation_id and other.direction = 'inbound')`,
    );
  }

  /** When they last wrote to this line. */
  lastInboundAtMs(numberId: string, address: string): number | null {
    return this.#lastInbound.get(numberId, address)?.atMs ?? null;
  }

  /** Messages sent to them after that time. */
  sentSince(numberId: string, address: string, sinceMs: number): number {
    return this.#sentSince.get(numberId, address, sinceMs)?.messages ?? 0;
  }

  /** The people that the line wrote to after that time. */
  peopleSince(numberId: string, sinceMs: number): ReadonlySet<string> {
    return new Set(this.#peopleSince.all(numberId, sinceMs).map(({ address }) => address));
  }

  /** How many of them have never written to it. */
  newPeopleSince(numberId: string, sinceMs: number): number {
    return this.#newPeopleSince.get(numberId, sinceMs)?.people ?? 0;
  }
}

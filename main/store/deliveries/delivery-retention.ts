import type { Database } from '../database/database.ts';
import { type RunInTransaction, transactionsOf } from '../database/transactions.ts';
import { countable } from '../tables/countable.ts';
import { IS_COUNTED_DELIVERY } from './exchanges.ts';

/** Removes finished deliveries, of which it keeps totals, and old requests to models. */
export class DeliveryRetentionStore {
  readonly #transaction: RunInTransaction;
  readonly #oldest;
  readonly #count;
  readonly #remove;
  readonly #removed;
  readonly #removeModelRequests;

  constructor(db: Database) {
    this.#transaction = transactionsOf(db);
    this.#oldest = db.prepare<[number, number], { seq: number; id: string }>(
      `select seq, id from deliveries
       where seq <= ? and status in ('success', 'failed', 'cancelled', 'nowhere')
       order by seq limit ?`,
    );
    this.#count = db.prepare<[number]>(
      `insert into delivery_totals (account_id, event, status, count)
       select account_id, event, status, 1 from deliveries
       where seq = ? and ${IS_COUNTED_DELIVERY}
       on conflict (account_id, event, status) do update set count = ${countable('count')} + 1`,
    );
    this.#remove = db.prepare<[number]>('delete from deliveries where seq = ?');
    this.#removed = db
      .prepare<[], number>(`select ifnull(sum(${countable('count')}), 0) from delivery_totals`)
      .pluck();
    this.#removeModelRequests = db.prepare<[number, number]>(
      `delete from model_requests where rowid in
         (select rowid from model_requests where started_at <= ? order by started_at limit ?)`,
    );
  }

  /** Removes up to `limit` of the oldest in one short transaction; returns their ids. */
  removeOldest(upToSeq: number, limit: number): string[] {
    return this.#transaction(() => {
      const oldest = this.#oldest.all(upToSeq, limit);
      for (const { seq } of oldest) {
        this.#count.run(seq);
        this.#remove.run(seq);
      }
      return oldest.map(({ id }) => id);
    });
  }

  /** Removes up to `limit` of the oldest requests to models; returns how many those were. */
  removeModelRequests(upToMs: number, limit: number): number {
    return this.#removeModelRequests.run(upToMs, limit).changes;
  }

  /** How many webhook deliveries have been removed so far. */
  removed(): number {
    return this.#removed.get() ?? 0;
  }
}

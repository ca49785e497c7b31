import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { type RunInTransaction, transactionsOf } from '../database/transactions.ts';
import { DELIVERY_ATTEMPTS } from '../tables/delivery-tables.ts';
import { deliverySeq } from './delivery-ids.ts';
import { bodyBytes, bodyText, type DeliveryOverride } from './delivery-rows.ts';

export interface SentAttempt {
  readonly number: number;
  readonly url: string;
  readonly secret: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

type SentSqlRow = Omit<SentAttempt, 'body'> & { readonly seq: number };

/** Changes that a person, a breakpoint or a fault makes to stored deliveries. */
export class DeliveryEditStore {
  readonly #rows;
  readonly #hold;
  readonly #release;
  readonly #schedule;
  readonly #transaction: RunInTransaction;
  readonly #edit;
  readonly #editBody;
  readonly #cancel;
  readonly #sent;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = DELIVERY_ATTEMPTS.reader<SentSqlRow>(
      {
        seq: 'seq',
        number: 'number',
        url: 'url',
        secret: 'secret',
        headers: 'request_headers_json',
      },
      damage,
    );
    this.#transaction = transactionsOf(db);
    this.#hold = db.prepare<[number, number]>(
      `update deliveries set status = 'held', held_since = ?, next_attempt_at = null
       where seq = ? and status = 'pending'`,
    );
    this.#release = db.prepare<[number, number]>(
      `update deliveries set status = 'pending', held_ms = held_ms + max(0, ? - held_since),
         held_since = null
       where seq = ? and status = 'held'`,
    );
    this.#schedule = db.prepare<[number | null, number]>(
      `update deliveries set next_attempt_at = ? where seq = ? and status = 'pending'`,
    );
    this.#edit = db.prepare<[string | null, number]>(
      'update deliveries set override_json = ? where seq = ?',
    );
    this.#editBody = db.prepare<[string | null, number]>(
      'update delivery_bodies set edited_body = ? where seq = ?',
    );
    this.#cancel = db.prepare<[string, number]>(
      `update deliveries set status = 'cancelled', next_attempt_at = null, held_since = null,
         last_error = ?
       where seq = ? and status in ('pending', 'held')`,
    );
    this.#sent = db.prepare<[number, number | null, number | null], unknown>(
      `select ${this.#rows.selectFrom('a')},
         ifnull(a.request_body, b.body) as body
       from deliveries d join delivery_attempts a on a.seq = d.seq
         join delivery_bodies b on b.seq = d.seq
       where d.seq = ? and (? is null or a.number = ?) order by a.number desc limit 1`,
    );
  }

  /** One attempt as it was sent; the latest if no number is given. */
  sentAttempt(id: string, number: number | null): SentAttempt | null {
    const found = this.#sent.get(deliverySeq(id), number, number);
    const row = this.#rows.read(found);
    if (!row) return null;
    const { seq: _seq, ...attempt } = row;
    return { ...attempt, body: bodyBytes((found as { body: string | Buffer }).body) };
  }

  /** Holds a pending delivery until it is released. Returns false if it is not pending. */
  hold(id: string, nowMs: number): boolean {
    return this.#hold.run(nowMs, deliverySeq(id)).changes > 0;
  }

  /** Makes a held delivery due at once. Returns false if it is not held. */
  release(id: string, nowMs: number): boolean {
    return this.#release.run(nowMs, deliverySeq(id)).changes > 0;
  }

  /** Sets when a pending delivery is due; null: at once. Returns false if it is not pending. */
  schedule(id: string, atMs: number | null): boolean {
    return this.#schedule.run(atMs, deliverySeq(id)).changes > 0;
  }

  /** Sets what its requests contain from now on, instead of what the event produced. */
  edit(id: string, override: DeliveryOverride | null, body: Uint8Array | null): void {
    const seq = deliverySeq(id);
    this.#transaction(() => {
      this.#edit.run(override ? JSON.stringify(override) : null, seq);
      this.#editBody.run(body && bodyText(body), seq);
    });
  }

  /** Ends a delivery that is waiting or held. Returns false if it is neither. */
  cancel(id: string, why: string): boolean {
    return this.#cancel.run(why, deliverySeq(id)).changes > 0;
  }
}

import type { DeliveryStatus, DeliverySummary } from '../../../common/contract/index.ts';
import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database, SqlValue } from '../database/database.ts';
import { type RunInTransaction, transactionsOf } from '../database/transactions.ts';
import { LATEST_SEQ } from '../tables/delivery-tables.ts';
import { type AttemptBegun, type AttemptEnded, AttemptWrites } from './delivery-attempts.ts';
import { deliveryId, deliverySeq } from './delivery-ids.ts';
import {
  bodyBytes,
  bodyText,
  type DeliveryOverride,
  type DeliveryRow,
  DeliveryRows,
  deliverySummary,
} from './delivery-rows.ts';

export interface NewDelivery
  extends Omit<
    DeliveryRow,
    | 'attemptCount'
    | 'nextAttemptAt'
    | 'lastAttemptAt'
    | 'lastHttpStatus'
    | 'lastDurationMs'
    | 'lastError'
    | 'sourceId'
    | 'override'
    | 'heldSince'
    | 'heldMs'
    | 'counterparty'
    | 'excerpt'
    | 'silent'
  > {
  readonly body: Uint8Array;
  readonly counterparty?: string | null;
  readonly excerpt?: string | null;
  readonly lastError?: string | null;
  readonly sourceId?: string;
  readonly override?: DeliveryOverride;
}

/** A delivery together with its body. */
export interface FoundDelivery {
  readonly row: DeliveryRow;
  /** The body as the event produced it. */
  readonly body: Buffer;
  /** The body as edited by a person; null if not edited. */
  readonly editedBody: Buffer | null;
}

/** A delivery in the form in which `insert` stores it. */
export function newRow({ body: _body, ...delivery }: NewDelivery): DeliveryRow {
  return {
    ...delivery,
    lastError: delivery.lastError ?? null,
    sourceId: delivery.sourceId ?? null,
    override: delivery.override ?? null,
    attemptCount: 0,
    nextAttemptAt: null,
    lastAttemptAt: null,
    lastHttpStatus: null,
    lastDurationMs: null,
    heldSince: delivery.status === 'held' ? delivery.createdAt : null,
    heldMs: 0,
    counterparty: delivery.counterparty ?? null,
    excerpt: delivery.excerpt ?? null,
    silent: false,
  };
}

/** A delivery that is waiting for its turn in memory. */
export interface QueuedDelivery {
  readonly id: string;
  readonly conversationId: string | null;
  readonly callId: string | null;
  readonly url: string;
  readonly attemptCount: number;
}

const QUEUED_COLUMNS = `id, conversation_id as conversationId, call_id as callId, url,
  attempt_count as attemptCount`;

/** The error of an attempt that was cut off when the app quit. */
export const INTERRUPTED = 'Interrupted by a restart of the app.';

/**
 * Deliveries and their attempts: what the delivery loop reads and writes, on the writing
 * connection.
 */
export class DeliveryStore {
  readonly #db: Database;
  readonly #transaction: RunInTransaction;
  readonly #read;
  readonly #rows: DeliveryRows;
  readonly #insert;
  readonly #insertBody;
  readonly #row;
  readonly #bodies;
  readonly #status;
  readonly #attempts;
  readonly #fail;
  readonly #markSilent;
  readonly #due;
  readonly #claim;
  readonly #nextDueAt;
  readonly #waiting;
  readonly #newest;
  readonly #postpone;
  readonly #finishBody;
  readonly #newestSeq;
  #lastSeq = 0;

  constructor(db: Database, damage: DamageNotes) {
    this.#db = db;
    this.#rows = new DeliveryRows(damage);
    this.#newestSeq = db
      .prepare<[], number | null>(`select max(seq) from deliveries where seq <= ${LATEST_SEQ}`)
      .pluck();
    this.continueIds();
    this.#transaction = transactionsOf(db);
    this.#read = db.transaction((read: () => unknown) => read());
    // Statements that every delivery goes through bind by position; binding by name would cost as
    // much as the write.
    this.#insert = db.prepare<SqlValue[]>(
      `insert into deliveries (seq, account_id, kind, webhook_header_id, webhook_id, agent_id,
         number_id, conversation_id, call_id, message_id, turn, event, channel, url, demo, status,
         last_error, source_id, override_json, held_since, created_at, counterparty, excerpt)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#insertBody = db.prepare<[number, string]>(
      'insert into delivery_bodies (seq, body) values (?, ?)',
    );
    this.#row = db.prepare<[number], unknown>(
      `select ${this.#rows.select} from deliveries d where d.seq = ?`,
    );
    this.#status = db
      .prepare<[number], DeliveryStatus>('select status from deliveries where seq = ?')
      .pluck();
    this.#bodies = db.prepare<[number], Bodies>(
      'select body, edited_body as editedBody from delivery_bodies where seq = ?',
    );
    this.#attempts = new AttemptWrites(db);
    this.#fail = db.prepare<[string, number]>(
      `update deliveries set status = 'failed', next_attempt_at = null, last_error = ? where seq = ?`,
    );
    this.#markSilent = db.prepare<[number]>('update deliveries set silent = 1 where seq = ?');
    this.#due = db.prepare<[number, number], QueuedDelivery>(
      `select ${QUEUED_COLUMNS} from deliveries where next_attempt_at <= ? and status = 'pending'
       order by next_attempt_at, seq limit ?`,
    );
    this.#claim = db.prepare<[number]>(
      `update deliveries set next_attempt_at = null
       where seq = ? and status = 'pending' and next_attempt_at is not null`,
    );
    this.#nextDueAt = db
      .prepare<[], number | null>(
        `select min(next_attempt_at) from deliveries
         where next_attempt_at is not null and status = 'pending'`,
      )
      .pluck();
    this.#waiting = db.prepare<[], QueuedDelivery>(
      `select ${QUEUED_COLUMNS} from deliveries where next_attempt_at is null
         and kind = 'event' and status in ('pending', 'held') order by seq`,
    );
    this.#postpone = db.prepare<[number, number]>(
      `update deliveries set next_attempt_at = ? where seq = ? and status = 'pending'`,
    );
    this.#finishBody = db.prepare<[string, number]>(
      `update delivery_bodies set body = ? where seq = (select seq from deliveries where seq = ?
         and status = 'pending' and attempt_count = 0 and next_attempt_at is not null)`,
    );
    this.#newest = db.prepare<[number], unknown>(
      `select ${this.#rows.select} from deliveries d order by d.seq desc limit ?`,
    );
  }

  /**
   * A new delivery id; it sorts after all earlier ones.
   *
   * @param nowMs Real time since the epoch. Ids are derived from it, so that ids of removed
   * deliveries are not reused.
   */
  newId(nowMs: number): string {
    this.#lastSeq = Math.max(this.#lastSeq + 1, Math.floor(nowMs) * 1000);
    return deliveryId(this.#lastSeq);
  }

  /** Rows exist already, or were imported: the next id must sort after theirs. */
  continueIds(): void {
    this.#lastSeq = Math.max(this.#lastSeq, this.#newestSeq.get() ?? 0);
  }

  /** Stores a delivery; a pending one is due at once. */
  insert(delivery: NewDelivery): void {
    // A savepoint within the event's transaction would cost as much as both rows.
    if (this.#db.inTransaction) this.#write(delivery);
    else this.#transaction(() => this.#write(delivery));
  }

  #write(delivery: NewDelivery): void {
    const seq = deliverySeq(delivery.id);
    this.#insert.run(
      seq,
      delivery.accountId,
      delivery.kind,
      delivery.headerId,
      delivery.webhookId,
      delivery.agentId,
      delivery.numberId,
      delivery.conversationId,
      delivery.callId,
      delivery.messageId,
      delivery.turn,
      delivery.event,
      delivery.channel,
      delivery.url,
      delivery.demo ? 1 : 0,
      delivery.status,
      delivery.lastError ?? null,
      delivery.sourceId ?? null,
      delivery.override ? JSON.stringify(delivery.override) : null,
      delivery.status === 'held' ? delivery.createdAt : null,
      delivery.createdAt,
      delivery.counterparty ?? null,
      delivery.excerpt ?? null,
    );
    this.#insertBody.run(seq, bodyText(delivery.body));
  }

  /** Runs many reads on one snapshot, which saves looking up the log's state for each. */
  reading<T>(read: () => T): T {
    return this.#read(read) as T;
  }

  /** Makes a pending delivery due at this time. */
  postpone(id: string, untilMs: number): void {
    this.#postpone.run(untilMs, deliverySeq(id));
  }

  /**
   * Replaces the body of a postponed delivery and makes it due. Returns false if it is already
   * being sent.
   */
  finish(id: string, body: Uint8Array): boolean {
    if (this.#finishBody.run(bodyText(body), deliverySeq(id)).changes === 0) return false;
    return this.claim(id);
  }

  /**
   * Its current state; null if it does not exist, for example because its event was rolled back.
   */
  status(id: string): DeliveryStatus | null {
    return this.#status.get(deliverySeq(id)) ?? null;
  }

  row(id: string): DeliveryRow | null {
    return this.#rows.read(this.#row.get(deliverySeq(id))) ?? null;
  }

  summary(id: string): DeliverySummary | null {
    const row = this.row(id);
    return row && deliverySummary(row);
  }

  find(id: string): FoundDelivery | null {
    const row = this.row(id);
    const bodies = row && this.#bodies.get(deliverySeq(id));
    if (!bodies) return null;
    const { body, editedBody } = bodies;
    return {
      row,
      body: bodyBytes(body),
      editedBody: editedBody === null ? null : bodyBytes(editedBody),
    };
  }

  /** Newest first, for the snapshot of the live socket. */
  newest(limit: number): DeliverySummary[] {
    return this.#rows.readAll(this.#newest.all(limit)).map(deliverySummary);
  }

  /**
   * Stored before the requests are sent, so that after a kill it is known that they may have been
   * sent.
   */
  beginAttempts(decide: () => readonly AttemptBegun[]): void {
    this.#transaction(() => {
      for (const attempt of decide()) this.#attempts.begin(attempt);
    });
  }

  /** For what is sent at once and only once: after a kill, it must not be found waiting. */
  insertWithAttempt(delivery: NewDelivery, begun: AttemptBegun): void {
    this.#transaction(() => {
      this.insert(delivery);
      this.#attempts.begin(begun);
    });
  }

  endAttempts(ended: readonly AttemptEnded[]): void {
    this.#transaction(() => {
      for (const attempt of ended) this.#attempts.end(attempt);
    });
  }

  /** Ends a delivery without a further attempt. */
  fail(id: string, why: string): void {
    this.#fail.run(why, deliverySeq(id));
  }

  /** What it was answered was not heard. */
  markSilent(id: string): void {
    this.#markSilent.run(deliverySeq(id));
  }

  /** Takes what is due by `nowMs` out of the schedule, oldest first. */
  claimDue(nowMs: number, limit: number): QueuedDelivery[] {
    return this.#transaction(() => {
      const due = this.#due.all(nowMs, limit);
      for (const { id } of due) this.#claim.run(deliverySeq(id));
      return due;
    });
  }

  /** Takes one delivery out of the schedule early. Returns false if it is not scheduled. */
  claim(id: string): boolean {
    return this.#claim.run(deliverySeq(id)).changes > 0;
  }

  /** The product time of the next scheduled attempt. */
  nextDueAt(): number | null {
    return this.#nextDueAt.get() ?? null;
  }

  /**
   * Runs after a start: closes attempts that were in flight when the app quit, and returns what is
   * waiting for its turn, oldest first. An interrupted attempt counts. Voice turns and tests, which
   * are never repeated, and deliveries without an attempt left end as failed. Held deliveries stay
   * held, in their place.
   */
  recover(maxAttempts: number): QueuedDelivery[] {
    this.#transaction(() => {
      this.#db
        .prepare(
          `update delivery_attempts set outcome = 'interrupted', error = ?
           where outcome = 'inFlight'
             and seq in (select seq from deliveries where status = 'sending')`,
        )
        .run(INTERRUPTED);
      this.#db
        .prepare(
          `update deliveries set last_error = ?, last_http_status = null, last_duration_ms = null,
             status = case when kind = 'event' and attempt_count < ? then 'pending' else 'failed' end
           where status = 'sending' or (status = 'held' and kind = 'voice')`,
        )
        .run(INTERRUPTED, maxAttempts);
    });
    return this.#waiting.all();
  }
}

interface Bodies {
  readonly body: string;
  readonly editedBody: string | null;
}

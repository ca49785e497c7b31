import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { IDEMPOTENT_ANSWERS } from '../tables/account-tables.ts';

export interface IdempotentAnswer {
  /** The method and path with which the key was first used. */
  readonly endpoint: string;
  /** SHA-256 of the request's body; null if unknown. */
  readonly requestSha256: string | null;
  readonly status: number;
  /** The body as JSON; null if it was empty. */
  readonly body: string | null;
}

interface KeptAnswer extends IdempotentAnswer {
  readonly accountId: string;
  readonly key: string;
  readonly value: unknown;
  readonly createdAtMs: number;
}

export class IdempotentAnswerStore {
  readonly #rows;
  readonly #find;
  readonly #put;
  readonly #remove;
  readonly #prune;
  readonly #count;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = IDEMPOTENT_ANSWERS.reader<Omit<KeptAnswer, 'body'>>(
      {
        accountId: 'account_id',
        key: 'key',
        endpoint: 'endpoint',
        requestSha256: 'request_sha256',
        status: 'status',
        value: 'body_json',
        createdAtMs: 'created_at',
      },
      damage,
    );
    // The body is sent again unchanged, so it is only checked to be JSON.
    this.#find = db.prepare<[string, string, number], unknown>(
      `select ${this.#rows.select}, body_json as body from idempotent_answers
       where account_id = ? and key = ? and created_at > ?`,
    );
    this.#put = db.prepare<[string, string, string, string | null, number, string | null, number]>(
      `insert or replace into idempotent_answers
         (account_id, key, endpoint, request_sha256, status, body_json, created_at)
       values (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#remove = db.prepare<[string, string]>(
      'delete from idempotent_answers where account_id = ? and key = ?',
    );
    this.#count = db.prepare<[], { n: number }>('select count(*) as n from idempotent_answers');
    this.#prune = db.prepare<[number]>('delete from idempotent_answers where created_at <= ?');
  }

  /** Only answers newer than `sinceMs` count. */
  find(accountId: string, key: string, sinceMs: number): IdempotentAnswer | undefined {
    const row = this.#rows.read(this.#find.get(accountId, key, sinceMs)) as KeptAnswer | undefined;
    return (
      row && {
        endpoint: row.endpoint,
        requestSha256: row.requestSha256,
        status: row.status,
        body: row.body,
      }
    );
  }

  put(accountId: string, key: string, answer: IdempotentAnswer, nowMs: number): void {
    const { endpoint, requestSha256, status, body } = answer;
    this.#put.run(accountId, key, endpoint, requestSha256, status, body, nowMs);
  }

  remove(accountId: string, key: string): void {
    this.#remove.run(accountId, key);
  }

  /** @returns how many were removed */
  prune(sinceMs: number): number {
    return this.#prune.run(sinceMs).changes;
  }

  count(): number {
    return this.#count.get()?.n ?? 0;
  }
}

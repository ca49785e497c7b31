import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { PHONE_VERIFICATIONS } from '../tables/account-tables.ts';
import { countable } from '../tables/countable.ts';

export interface PhoneVerificationRecord {
  readonly id: string;
  readonly accountId: string;
  /** E.164. */
  readonly phoneNumber: string;
  readonly code: string;
  /** The number of wrong codes so far. */
  readonly attempts: number;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly verifiedAtMs: number | null;
}

const COLUMNS = {
  id: 'id',
  accountId: 'account_id',
  phoneNumber: 'phone_number',
  code: 'code',
  attempts: 'attempts',
  createdAtMs: 'created_at',
  expiresAtMs: 'expires_at',
  verifiedAtMs: 'verified_at',
} as const;

/** Codes that were texted to people's phones. */
export class PhoneVerificationStore {
  readonly #rows;
  readonly #insert;
  readonly #find;
  readonly #newest;
  readonly #count;
  readonly #countAttempt;
  readonly #markVerified;
  readonly #prune;

  constructor(db: Database, damage: DamageNotes) {
    this.#rows = PHONE_VERIFICATIONS.reader<PhoneVerificationRecord>(COLUMNS, damage);
    const select = `select ${this.#rows.select} from phone_verifications`;
    this.#insert = db.prepare<PhoneVerificationRecord>(
      `insert into phone_verifications (id, account_id, phone_number, code, attempts, created_at,
         expires_at, verified_at)
       values (@id, @accountId, @phoneNumber, @code, @attempts, @createdAtMs, @expiresAtMs,
         @verifiedAtMs)`,
    );
    this.#find = db.prepare<[string], unknown>(`${select} where id = ?`);
    this.#newest = db.prepare<{ accountId: string; phoneNumber: string | null; limit: number }>(
      `${select} where (@phoneNumber is null or phone_number = @phoneNumber)
         and account_id in (select id from accounts where id = @accountId or parent_id = @accountId)
       order by created_at desc, rowid desc limit @limit`,
    );
    this.#count = db.prepare<[string], { n: number }>(
      'select count(*) as n from phone_verifications where account_id = ?',
    );
    this.#countAttempt = db.prepare<[string]>(
      `update phone_verifications set attempts = ${countable('attempts')} + 1 where id = ?`,
    );
    this.#markVerified = db.prepare<[number, string]>(
      'update phone_verifications set verified_at = ? where id = ?',
    );
    this.#prune = db.prepare<[number]>('delete from phone_verifications where expires_at <= ?');
  }

  insert(verification: PhoneVerificationRecord): void {
    this.#insert.run(verification);
  }

  find(id: string): PhoneVerificationRecord | undefined {
    return this.#rows.read(this.#find.get(id));
  }

  /** Verifications of an account and its sub-accounts, newest first; a null number means any. */
  newest(accountId: string, phoneNumber: string | null, limit: number): PhoneVerificationRecord[] {
    return this.#rows.readAll(this.#newest.all({ accountId, phoneNumber, limit }));
  }

  count(accountId: string): number {
    return this.#count.get(accountId)?.n ?? 0;
  }

  countAttempt(id: string): void {
    this.#countAttempt.run(id);
  }

  markVerified(id: string, atMs: number): void {
    this.#markVerified.run(atMs, id);
  }

  /** Deletes those that had expired by then. */
  prune(expiredMs: number): void {
    this.#prune.run(expiredMs);
  }
}

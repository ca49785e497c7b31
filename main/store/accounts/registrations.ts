import type { DamageNotes } from '../database/damage-notes.ts';
import type { Database } from '../database/database.ts';
import { REGISTRATIONS, VERIFICATIONS } from '../tables/account-tables.ts';
import { countable } from '../tables/countable.ts';

export interface RegistrationRecord {
  readonly accountId: string;
  /** The request as sent, including later changes. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly submittedAtMs: number;
  /** A verdict that was forced by hand; null leaves it to the clock. */
  readonly decision: 'approved' | 'rejected' | null;
  readonly decidedAtMs: number | null;
  /** When the request was last changed. */
  readonly updatedAtMs: number | null;
}

export interface VerificationRecord {
  readonly id: string;
  readonly email: string;
  readonly agentName: string | null;
  readonly code: string;
  readonly attempts: number;
  readonly expiresAtMs: number;
  readonly usedAtMs: number | null;
}

/** Campaign registrations and sign-up verifications. */
export class RegistrationStore {
  readonly #registrations;
  readonly #verifications;
  readonly #find;
  readonly #put;
  readonly #decide;
  readonly #insertVerification;
  readonly #verification;
  readonly #countAttempt;
  readonly #markUsed;
  readonly #usedEmail;
  readonly #countOpen;
  readonly #countUsed;
  readonly #prune;

  constructor(db: Database, damage: DamageNotes) {
    this.#registrations = REGISTRATIONS.reader<RegistrationRecord>(
      {
        accountId: 'account_id',
        request: 'request_json',
        submittedAtMs: 'submitted_at',
        decision: 'decision',
        decidedAtMs: 'decided_at',
        updatedAtMs: 'updated_at',
      },
      damage,
    );
    this.#verifications = VERIFICATIONS.reader<VerificationRecord>(
      {
        id: 'id',
        email: 'email',
        agentName: 'agent_name',
        code: 'code',
        attempts: 'attempts',
        expiresAtMs: 'expires_at',
        usedAtMs: 'used_at',
      },
      damage,
    );
    this.#find = db.prepare<[string], unknown>(
      `select ${this.#registrations.select} from registrations where account_id = ?`,
    );
    this.#put = db.prepare<Omit<RegistrationRecord, 'request'> & { request: string }>(
      `insert or replace into registrations
         (account_id, request_json, submitted_at, decision, decided_at, updated_at)
       values (@accountId, @request, @submittedAtMs, @decision, @decidedAtMs, @updatedAtMs)`,
    );
    this.#decide = db.prepare<[string, number, string]>(
      'update registrations set decision = ?, decided_at = ? where account_id = ?',
    );
    this.#insertVerification = db.prepare<VerificationRecord>(
      `insert into verifications (id, email, agent_name, code, expires_at)
       values (@id, @email, @agentName, @code, @expiresAtMs)`,
    );
    this.#verification = db.prepare<[string], unknown>(
      `select ${this.#verifications.select} from verifications where id = ?`,
    );
    this.#countAttempt = db.prepare<[string]>(
      `update verifications set attempts = ${countable('attempts')} + 1 where id = ?`,
    );
    this.#markUsed = db.prepare<[number, string]>(
      'update verifications set used_at = ? where id = ?',
    );
    this.#countOpen = db.prepare<[number], { n: number }>(
      'select count(*) as n from verifications where used_at is null and expires_at > ?',
    );
    this.#countUsed = db.prepare<[], { n: number }>(
      'select count(*) as n from verifications where used_at is not null',
    );
    this.#prune = db.prepare<[number]>(
      'delete from verifications where used_at is null and expires_at <= ?',
    );
    this.#usedEmail = db.prepare<[string], { id: string }>(
      'select id from verifications where email = ? and used_at is not null limit 1',
    );
  }

  find(accountId: string): RegistrationRecord | undefined {
    return this.#registrations.read(this.#find.get(accountId));
  }

  put(registration: RegistrationRecord): void {
    this.#put.run({ ...registration, request: JSON.stringify(registration.request) });
  }

  decide(accountId: string, decision: 'approved' | 'rejected', atMs: number): void {
    this.#decide.run(decision, atMs, accountId);
  }

  insertVerification(verification: VerificationRecord): void {
    this.#insertVerification.run(verification);
  }

  verification(id: string): VerificationRecord | undefined {
    return this.#verifications.read(this.#verification.get(id));
  }

  countAttempt(id: string): void {
    this.#countAttempt.run(id);
  }

  markUsed(id: string, atMs: number): void {
    this.#markUsed.run(atMs, id);
  }

  /** The number of verifications that can still be used. */
  countOpen(nowMs: number): number {
    return this.#countOpen.get(nowMs)?.n ?? 0;
  }

  /** The number of verifications that became accounts. */
  countUsed(): number {
    return this.#countUsed.get()?.n ?? 0;
  }

  /** Deletes those that had expired by then without being used. */
  pruneVerifications(expiredMs: number): void {
    this.#prune.run(expiredMs);
  }

  isEmailTaken(email: string): boolean {
    return this.#usedEmail.get(email) !== undefined;
  }
}

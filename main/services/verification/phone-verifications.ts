import { randomInt } from 'node:crypto';
import {
  ApiError,
  type CheckedVerification,
  LIVE_LIST_LIMIT,
  type SentVerification,
  type VerificationText,
} from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { noPhoneNumber } from '../../../common/rules/phone/pasted-number.ts';
import { isEmergencyOrN11, toE164 } from '../../../common/rules/phone/phone-numbers.ts';
import { newId } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type {
  PhoneVerificationRecord,
  PhoneVerificationStore,
} from '../../store/accounts/phone-verifications.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { ChangeFeed } from '../changes.ts';
import { faultyField } from '../faulty-field.ts';
import { checkRoom } from '../room.ts';
import type { TrafficCharges } from '../usage/traffic-charges.ts';

export interface PhoneVerificationsDeps {
  readonly store: PhoneVerificationStore;
  readonly charges: TrafficCharges;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
  readonly transact: RunInTransaction;
}

const VALID_FOR_MS = 10 * 60_000;
/** For a day, a late answer is told that the code has expired. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;
const MAX_ATTEMPTS = 3;

/**
 * Codes for people's phones. The service itself sends the text, not a number of the account, so it
 * belongs to no conversation: it is shown in the softphone, and never leaves the machine.
 */
export class PhoneVerifications {
  readonly #deps: PhoneVerificationsDeps;

  constructor(deps: PhoneVerificationsDeps) {
    this.#deps = deps;
  }

  /**
   * @throws ApiError `VALIDATION_ERROR` if it is not a phone number, `RESTRICTED_DESTINATION`,
   * `INSUFFICIENT_BALANCE`, `LIMIT_REACHED`
   */
  send(accountId: string, phone: string): SentVerification {
    const { store, charges, clock, changes, transact } = this.#deps;
    if (isEmergencyOrN11(phone)) throw new ApiError('RESTRICTED_DESTINATION');
    const phoneNumber = toE164(phone);
    if (!phoneNumber) throw faultyField('phone_number', `${noPhoneNumber(phone)}.`);
    charges.checkVerification();
    const nowMs = clock.now();
    const verification: PhoneVerificationRecord = {
      id: newId('verification'),
      accountId,
      phoneNumber,
      code: String(randomInt(1_000_000)).padStart(6, '0'),
      attempts: 0,
      createdAtMs: nowMs,
      expiresAtMs: nowMs + VALID_FOR_MS,
      verifiedAtMs: null,
    };
    transact(() => {
      store.prune(nowMs - FORGOTTEN_AFTER_MS);
      checkRoom('verification codes', store.count(accountId));
      store.insert(verification);
    });
    changes.publish({ kind: 'verification', item: toText(verification) });
    return { verification_id: verification.id, status: 'pending' };
  }

  /** @throws ApiError `NOT_FOUND` */
  check(accountId: string, id: string, code: string): CheckedVerification {
    const { store, charges, clock, transact } = this.#deps;
    const verification = store.find(id);
    if (verification?.accountId !== accountId) {
      throw new ApiError('NOT_FOUND', 'There is no such verification.');
    }
    const remaining = MAX_ATTEMPTS - verification.attempts;
    if (verification.verifiedAtMs !== null) return answer('already_verified', remaining);
    if (verification.expiresAtMs <= clock.now()) return answer('expired', 0);
    if (remaining <= 0) return answer('exhausted', 0);
    if (verification.code !== code.trim()) {
      store.countAttempt(id);
      return remaining > 1 ? answer('incorrect', remaining - 1) : answer('exhausted', 0);
    }
    transact(() => {
      store.markVerified(id, clock.now());
      charges.verification();
    });
    return answer('ok', remaining);
  }

  /** The codes on people's phones, newest first. */
  texts(accountId: string, phone: string | null, limit = LIVE_LIST_LIMIT): VerificationText[] {
    const phoneNumber = phone === null ? null : (toE164(phone) ?? phone);
    return this.#deps.store.newest(accountId, phoneNumber, limit).map(toText);
  }
}

function answer(result: CheckedVerification['result'], left: number): CheckedVerification {
  return { result, attempts_remaining: left };
}

function toText(verification: PhoneVerificationRecord): VerificationText {
  const { id, phoneNumber, code, createdAtMs, expiresAtMs } = verification;
  return {
    id,
    phoneNumber,
    code,
    body: `Your AgentPhone verification code is ${code}. It expires in 10 minutes.`,
    sentAt: toDateTime(createdAtMs),
    expiresAt: toDateTime(expiresAtMs),
  };
}

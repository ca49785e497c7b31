import {
  ApiError,
  type CampaignStatus,
  type CampaignStatusCode,
  type Channel,
  type PhoneNumber,
  type RegistrationAnswer,
  type RegistrationRequest,
} from '../../common/contract/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { RegistrationStore } from '../store/registrations.ts';
import type { RunInTransaction } from '../store/transactions.ts';
import type { Accounts } from './accounts.ts';
import type { Plan } from './plan.ts';

export interface RegistrationDeps {
  readonly registrations: RegistrationStore;
  readonly accounts: Accounts;
  readonly plan: Plan;
  readonly clock: Clock;
  readonly transact: RunInTransaction;
}

const FEE_CENTS = 2_500;
const DAY_MS = 86_400_000;
/** Approval takes 7 to 10 business days; here the brand takes two and everything nine. */
const BRAND_REVIEW_MS = 2 * DAY_MS;
const APPROVAL_MS = 9 * DAY_MS;

/** A2P 10DLC registration; it moves from pending to approved on the product clock (api.md 4.11). */
export class Registration {
  readonly #deps: RegistrationDeps;

  constructor(deps: RegistrationDeps) {
    this.#deps = deps;
  }

  status(accountId: string): CampaignStatus {
    const record = this.#deps.registrations.find(accountId);
    if (!record) {
      return {
        campaign_status: 'none',
        message: 'Nothing is registered. Send POST /v1/register to text US numbers.',
        stage: null,
      };
    }
    const ageMs = this.#deps.clock.now() - record.submittedAtMs;
    if (record.decision === 'rejected') {
      return {
        campaign_status: 'rejected',
        message: 'The registration was rejected. Correct it and send it again.',
        stage: 'rejected',
      };
    }
    if (record.decision === 'approved' || ageMs >= APPROVAL_MS) {
      return {
        campaign_status: 'approved',
        message: 'The registration is approved. SMS to US numbers goes out.',
        stage: 'active',
      };
    }
    return {
      campaign_status: 'pending',
      message: 'The registration is under review. Approval takes 7 to 10 business days.',
      stage: ageMs < BRAND_REVIEW_MS ? 'brand_review' : 'campaign_review',
    };
  }

  statusCode(accountId: string): CampaignStatusCode {
    return this.status(accountId).campaign_status;
  }

  /**
   * Submits the registration, for a new sub-account unless told otherwise.
   * @throws ApiError `CONFLICT` while one is pending or approved, `INSUFFICIENT_BALANCE`
   */
  submit(accountId: string, request: RegistrationRequest): RegistrationAnswer {
    const { registrations, plan, clock, transact } = this.#deps;
    const subAccountId = transact(() => {
      const owner = request.create_sub_account
        ? this.#newSubAccount(accountId, request)
        : accountId;
      const status = this.statusCode(owner);
      if (status === 'pending' || status === 'approved') {
        throw new ApiError('CONFLICT', `This account has a registration already: it is ${status}.`);
      }
      if (!plan.charge(FEE_CENTS / 100)) {
        throw new ApiError(
          'INSUFFICIENT_BALANCE',
          'The registration costs $25.00. Add funds, or change the plan.',
        );
      }
      registrations.put({
        accountId: owner,
        request: JSON.stringify(request),
        submittedAtMs: clock.now(),
        decision: null,
        decidedAtMs: null,
      });
      return owner === accountId ? null : owner;
    });
    return {
      ok: true,
      message: 'The registration was submitted. Approval takes 7 to 10 business days.',
      campaign_status: this.statusCode(subAccountId ?? accountId),
      sub_account_id: subAccountId,
      fee_cents: FEE_CENTS,
    };
  }

  /** The carrier's verdict ahead of time. @throws ApiError `NOT_FOUND` */
  decide(accountId: string, decision: 'approved' | 'rejected'): CampaignStatus {
    const { registrations, clock } = this.#deps;
    if (!registrations.find(accountId)) {
      throw new ApiError('NOT_FOUND', 'This account has no registration.');
    }
    registrations.decide(accountId, decision, clock.now());
    return this.status(accountId);
  }

  /** What becomes of SMS now: as `checkChannel` would have it. */
  outboundSms(accountId: string): PhoneNumber['outboundSms'] {
    if (!this.#deps.plan.get().requireRegistration) return 'enabled';
    switch (this.statusCode(accountId)) {
      case 'approved':
        return 'enabled';
      case 'pending':
        return 'activating';
      case 'none':
      case 'rejected':
        return 'registration_required';
    }
  }

  /** @throws ApiError `REGISTRATION_REQUIRED` where the plan asks for an approved registration */
  checkChannel(accountId: string, channel: Channel): void {
    if (channel === 'imessage' || !this.#deps.plan.get().requireRegistration) return;
    if (this.statusCode(accountId) !== 'approved') throw new ApiError('REGISTRATION_REQUIRED');
  }

  #newSubAccount(accountId: string, request: RegistrationRequest): string {
    const { accounts } = this.#deps;
    if (accounts.payerOf(accountId) !== accountId) return accountId;
    const name = request.business_name ?? `${request.first_name} ${request.last_name}`;
    return accounts.create(accountId, name.slice(0, 100)).id;
  }
}

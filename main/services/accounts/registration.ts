import {
  ApiError,
  type CampaignStatus,
  type CampaignStatusCode,
  type Channel,
  type PhoneNumber,
  type RegistrationAnswer,
  type RegistrationDetail,
  RegistrationFields,
  RegistrationRequest,
  type UpdateRegistrationRequest,
} from '../../../common/contract/index.ts';
import { toDateTimeOrNull } from '../../../common/rules/date-time.ts';
import { faultsOf, schemaError } from '../../../common/rules/schema-faults.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { RegistrationStore } from '../../store/accounts/registrations.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { Accounts } from './accounts.ts';
import type { Plan } from './plan.ts';

export interface RegistrationDeps {
  readonly registrations: RegistrationStore;
  readonly accounts: Accounts;
  readonly plan: Plan;
  readonly clock: Clock;
  readonly transact: RunInTransaction;
}

const FEE_CENTS: Readonly<Record<RegistrationFields['registration_type'], number>> = {
  sole_proprietor: 2_500,
  standard_brand: 2_500,
  high_volume: 7_000,
};
const DAY_MS = 86_400_000;
/**
 * Approval really takes 7 to 10 business days. Here the brand takes two days and the whole
 * registration nine.
 */
const BRAND_REVIEW_MS = 2 * DAY_MS;
const APPROVAL_MS = 9 * DAY_MS;

/**
 * A2P 10DLC registration. It moves from pending to approved with the product clock
 * (docs/reference/provider/account.md#registration-for-texting).
 */
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

  /** Status, brand and campaign in one object. */
  get(accountId: string): RegistrationDetail {
    const record = this.#deps.registrations.find(accountId);
    const fields = RegistrationFields.safeParse(record?.request).data;
    return {
      ...this.status(accountId),
      registration_type: fields?.registration_type ?? null,
      submitted_at: toDateTimeOrNull(record?.submittedAtMs ?? null),
      updated_at: toDateTimeOrNull(record?.updatedAtMs ?? null),
      brand: fields === undefined ? null : brandOf(fields),
      campaign: fields === undefined ? null : campaignOf(fields),
    };
  }

  /**
   * Changes the fields that were sent; the review continues.
   * @throws ApiError `NOT_FOUND` if nothing is registered, `CONFLICT` unless it is pending,
   * `REQUEST_INVALID` if the result lacks a required field
   */
  update(accountId: string, changes: UpdateRegistrationRequest): RegistrationDetail {
    const { registrations, clock } = this.#deps;
    const record = registrations.find(accountId);
    if (!record) throw nothingRegistered();
    const status = this.statusCode(accountId);
    if (status !== 'pending') {
      throw new ApiError(
        'CONFLICT',
        `A registration can be changed while it is pending; this one is ${status}.`,
      );
    }
    const checked = RegistrationRequest.safeParse({ ...record.request, ...changes });
    if (!checked.success) {
      throw schemaError(checked.error.issues.flatMap((issue) => faultsOf('body', issue)));
    }
    registrations.put({ ...record, request: checked.data, updatedAtMs: clock.now() });
    return this.get(accountId);
  }

  /**
   * Submits the registration, for a new sub-account by default.
   * @throws ApiError `CONFLICT` while one is pending or approved, `INSUFFICIENT_BALANCE`
   */
  submit(accountId: string, request: RegistrationRequest): RegistrationAnswer {
    const { registrations, plan, clock, transact } = this.#deps;
    const feeCents = FEE_CENTS[request.registration_type];
    const subAccountId = transact(() => {
      const owner = request.create_sub_account
        ? this.#newSubAccount(accountId, request)
        : accountId;
      const status = this.statusCode(owner);
      if (status === 'pending' || status === 'approved') {
        throw new ApiError('CONFLICT', `This account has a registration already: it is ${status}.`);
      }
      if (!plan.charge(feeCents / 100)) {
        throw new ApiError(
          'INSUFFICIENT_BALANCE',
          `The registration costs $${(feeCents / 100).toFixed(2)}. Add funds, or change the plan.`,
        );
      }
      registrations.put({
        accountId: owner,
        request,
        submittedAtMs: clock.now(),
        decision: null,
        decidedAtMs: null,
        updatedAtMs: null,
      });
      return owner === accountId ? null : owner;
    });
    return {
      ok: true,
      message: 'The registration was submitted. Approval takes 7 to 10 business days.',
      campaign_status: this.statusCode(subAccountId ?? accountId),
      sub_account_id: subAccountId,
      fee_cents: feeCents,
    };
  }

  /** Forces the carrier's verdict now. @throws ApiError `NOT_FOUND` */
  decide(accountId: string, decision: 'approved' | 'rejected'): CampaignStatus {
    const { registrations, clock } = this.#deps;
    if (!registrations.find(accountId)) throw nothingRegistered();
    registrations.decide(accountId, decision, clock.now());
    return this.status(accountId);
  }

  /** Whether SMS can be sent now, by the rule of `checkChannel`. */
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

  /** @throws ApiError `REGISTRATION_REQUIRED` if the plan demands an approved registration */
  checkChannel(accountId: string, channel: Channel): void {
    const isText = channel === 'sms' || channel === 'mms';
    if (!isText || !this.#deps.plan.get().requireRegistration) return;
    if (this.statusCode(accountId) !== 'approved') throw new ApiError('REGISTRATION_REQUIRED');
  }

  #newSubAccount(accountId: string, request: RegistrationRequest): string {
    const { accounts } = this.#deps;
    if (accounts.payerOf(accountId) !== accountId) return accountId;
    const name = request.business_name ?? `${request.first_name} ${request.last_name}`;
    return accounts.create(accountId, name.slice(0, 100)).id;
  }
}

function nothingRegistered(): ApiError {
  return new ApiError('NOT_FOUND', 'This account has no registration.');
}

function brandOf(fields: RegistrationFields): RegistrationDetail['brand'] {
  return {
    business_name: fields.business_name ?? null,
    brand_name: fields.brand_name ?? null,
    organization_type: fields.organization_type ?? null,
    industry: fields.industry ?? null,
    website_url: fields.website_url ?? null,
    email: fields.email,
    phone_number: fields.phone_number,
    country: fields.country,
  };
}

function campaignOf(fields: RegistrationFields): RegistrationDetail['campaign'] {
  return {
    description: fields.description,
    use_cases: fields.use_cases,
    volume: fields.volume,
    message_samples: fields.message_samples,
    consent_flow: fields.consent_flow,
    privacy_policy_url: fields.privacy_policy_url ?? null,
    terms_of_service_url: fields.terms_of_service_url ?? null,
    opt_in_image_url: fields.opt_in_image_url,
    includes: fields.includes,
    link_sample: fields.link_sample ?? null,
  };
}

import { ApiError, type Channel } from '../../../common/contract/index.ts';
import type { Plan } from '../accounts/plan.ts';

/**
 * For each SMS or MMS in either direction. The price of iMessages is not published
 * (docs/reference/provider/limits.md#the-plan).
 */
const DOLLARS_PER_TEXT = 0.02;
const DOLLARS_PER_MINUTE = { webhook: 0.13, hosted: 0.22 };
const LEAST_DOLLARS_PER_CALL = 0.01;
const DOLLARS_PER_VERIFICATION = 0.05;

/**
 * Charges for texts and calls if the plan has a balance. What an agent starts is refused if the
 * balance is too low; what has already happened is charged, so the balance may become negative.
 */
export class TrafficCharges {
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** @throws ApiError `INSUFFICIENT_BALANCE` */
  checkText(channel: Channel): void {
    this.#check(priceOfText(channel), 'A text costs');
  }

  /** Charges for a text that the carrier has accepted or delivered. */
  text(channel: Channel): void {
    this.#plan.owe(priceOfText(channel));
  }

  /**
   * @throws ApiError `INSUFFICIENT_BALANCE` if the balance is too low for even the shortest call
   */
  checkCall(): void {
    this.#check(LEAST_DOLLARS_PER_CALL, 'A call costs at least');
  }

  /** Charges for a finished call. */
  call(call: { readonly durationSeconds: number; readonly hosted: boolean }): void {
    this.#plan.owe(priceOfCall(call.durationSeconds, call.hosted));
  }

  /** @throws ApiError `INSUFFICIENT_BALANCE` */
  checkVerification(): void {
    this.#check(DOLLARS_PER_VERIFICATION, 'A verification costs');
  }

  /** Charges for a successful phone verification. */
  verification(): void {
    this.#plan.owe(DOLLARS_PER_VERIFICATION);
  }

  #check(dollars: number, what: string): void {
    const { balance } = this.#plan.get();
    if (balance === null || balance >= dollars) return;
    throw new ApiError(
      'INSUFFICIENT_BALANCE',
      `${what} $${dollars.toFixed(2)} and the balance is $${balance.toFixed(2)}. Add funds, or change the plan.`,
    );
  }
}

function priceOfText(channel: Channel): number {
  return channel === 'sms' || channel === 'mms' ? DOLLARS_PER_TEXT : 0;
}

/** Billed by the second; a call that was not answered costs nothing. */
export function priceOfCall(durationSeconds: number, hosted: boolean): number {
  if (durationSeconds === 0) return 0;
  const perMinute = hosted ? DOLLARS_PER_MINUTE.hosted : DOLLARS_PER_MINUTE.webhook;
  return Math.max(LEAST_DOLLARS_PER_CALL, (durationSeconds * perMinute) / 60);
}

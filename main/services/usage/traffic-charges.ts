import { ApiError, type Channel } from '../../../common/contract/index.ts';
import type { Plan } from '../accounts/plan.ts';

/**
 * Each way, for SMS and MMS. iMessages have no price on record
 * (docs/reference/provider/limits.md#the-plan).
 */
const DOLLARS_PER_TEXT = 0.02;
const DOLLARS_PER_MINUTE = { webhook: 0.13, hosted: 0.22 };
const LEAST_DOLLARS_PER_CALL = 0.01;
const DOLLARS_PER_VERIFICATION = 0.05;

/**
 * What texts and calls cost where the plan has a balance. What an agent starts is refused without
 * money; what has happened is owed, so that the balance may end below zero.
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

  /** A text that the carrier has taken or brought. */
  text(channel: Channel): void {
    this.#plan.owe(priceOfText(channel));
  }

  /** @throws ApiError `INSUFFICIENT_BALANCE` when not even the shortest call can be paid */
  checkCall(): void {
    this.#check(LEAST_DOLLARS_PER_CALL, 'A call costs at least');
  }

  /** A call that is over. */
  call(call: { readonly durationSeconds: number; readonly hosted: boolean }): void {
    this.#plan.owe(priceOfCall(call.durationSeconds, call.hosted));
  }

  /** @throws ApiError `INSUFFICIENT_BALANCE` */
  checkVerification(): void {
    this.#check(DOLLARS_PER_VERIFICATION, 'A verification costs');
  }

  /** A phone that turned out to be somebody's. */
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

/** By the second; a call that nobody answered costs nothing. */
export function priceOfCall(durationSeconds: number, hosted: boolean): number {
  if (durationSeconds === 0) return 0;
  const perMinute = hosted ? DOLLARS_PER_MINUTE.hosted : DOLLARS_PER_MINUTE.webhook;
  return Math.max(LEAST_DOLLARS_PER_CALL, (durationSeconds * perMinute) / 60);
}

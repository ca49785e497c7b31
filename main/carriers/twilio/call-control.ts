import type { ApiError } from '../../../common/contract/index.ts';
import { isEmergencyOrN11 } from '../../../common/rules/phone/phone-numbers.ts';
import type { RealTime } from '../../platform/time/clock.ts';
import { LANGUAGE_PARAMETER, TWILIO_PATHS } from './callbacks.ts';
import type { TwilioAccount } from './rest/account.ts';
import { dial } from './twiml.ts';

type ControlAccount = Pick<TwilioAccount, 'rest' | 'publicUrl' | 'report' | 'withdraw'>;

/** Knows which calls are not over at Twilio; outlives the process. */
export interface CallLedger {
  note(call: { readonly sid: string; readonly accountSid: string; readonly callId: string }): void;
  forget(sid: string): void;
  left(accountSid: string): readonly { readonly sid: string; readonly callId: string }[];
}

/** A call that is not ended costs money, so ending it is retried after these delays. */
const RETRIES_MS = [1_000, 5_000, 15_000] as const;

/** Ends and transfers calls at Twilio. Nothing here throws: problems are reported to the user. */
export class CallControls {
  readonly #account: ControlAccount;
  readonly #ledger: CallLedger;
  readonly #real: RealTime;
  readonly #waits = new Set<() => void>();
  /** Calls that are being ended, and whose end Twilio has not confirmed. */
  readonly #ending = new Set<string>();
  #closed = false;

  constructor(deps: { account: ControlAccount; ledger: CallLedger; real: RealTime }) {
    this.#account = deps.account;
    this.#ledger = deps.ledger;
    this.#real = deps.real;
  }

  /**
   * Ends the call in whatever state it is. If it cannot be ended now, the next start tries again.
   */
  async end(callSid: string, callId: string): Promise<void> {
    this.#ending.add(callSid);
    for (const waitMs of [...RETRIES_MS, null]) {
      const failure = await this.#complete(callSid, callId);
      // The ledger is closed as well: the next start takes care of the call.
      if (this.#closed) return;
      // A callback may have reported the end in the meantime; then the failure does not matter.
      if (failure === null || !this.#ending.has(callSid)) {
        this.over(callSid);
        return;
      }
      if (waitMs === null) {
        this.#ending.delete(callSid);
        this.#account.report(
          `The call ${callId} could not be ended at Twilio and may still cost money: ${failure.message} Look for ${callSid} in the Twilio console.`,
          callSid,
        );
        return;
      }
      await this.#wait(waitMs);
      if (this.#closed || !this.#ending.has(callSid)) return;
    }
  }

  /** The call is over at Twilio: there is nothing left to do or to report. */
  over(callSid: string): void {
    if (this.#closed) return;
    this.#ending.delete(callSid);
    this.#ledger.forget(callSid);
    this.#account.withdraw(callSid);
  }

  /** The app has quit: no more retries, and no more writes. */
  close(): void {
    this.#closed = true;
    for (const end of this.#waits) end();
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        timer.cancel();
        this.#waits.delete(end);
        resolve();
      };
      const timer = this.#real.after(ms, end);
      this.#waits.add(end);
    });
  }

  /** Has Twilio dial a number for the far end, with our number as the caller id. */
  async transfer(
    callSid: string,
    {
      callId,
      to,
      callerId,
      language,
    }: { callId: string; to: string; callerId: string; language: string },
  ): Promise<void> {
    try {
      if (isEmergencyOrN11(to)) throw new Error('emergency numbers are never dialled.');
      const query = new URLSearchParams({ [LANGUAGE_PARAMETER]: language });
      const afterwardsUrl = `${this.#account.publicUrl(TWILIO_PATHS.transfer)}?${query}`;
      const twiml = dial({ to, callerId, afterwardsUrl });
      const outcome = await this.#account.rest().updateCall(callSid, { twiml }, { callId });
      if (this.#closed) return;
      if (outcome === 'over') this.over(callSid);
      else this.#ledger.forget(callSid);
    } catch (error) {
      this.#account.report(
        `The call ${callId} could not be transferred to ${to}: ${(error as Error).message}`,
      );
      await this.end(callSid, callId);
    }
  }

  /** Null if the call is over. */
  async #complete(callSid: string, callId: string): Promise<ApiError | null> {
    try {
      await this.#account.rest().updateCall(callSid, { status: 'completed' }, { callId });
      return null;
    } catch (error) {
      return error as ApiError;
    }
  }
}

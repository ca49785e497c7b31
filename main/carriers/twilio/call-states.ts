import type { RealTime } from '../../platform/time/clock.ts';
import type { TwilioRest } from './rest/twilio-rest.ts';

/** The delay between two requests, so that fifty silent lines do not cause a burst. */
const GAP_MS = 500;

/** Asks Twilio for the status of calls, one after the other. */
export class CallStates {
  readonly #rest: () => TwilioRest;
  readonly #real: RealTime;
  readonly #asked = new Map<string, Promise<string | null>>();
  #last: Promise<void> = Promise.resolve();
  #nextMs = Number.NEGATIVE_INFINITY;

  constructor(deps: { rest: () => TwilioRest; real: RealTime }) {
    this.#rest = deps.rest;
    this.#real = deps.real;
  }

  /**
   * The status of a call as Twilio names it, and `completed` for a call that Twilio does not know
   * (any more); null if it cannot be obtained. Failures are not reported.
   *
   * @param isWanted called when its turn has come
   */
  ask(callSid: string, callId: string, isWanted: () => boolean): Promise<string | null> {
    const known = this.#asked.get(callSid);
    if (known) return known;
    const status = this.#last.then(async () => {
      if (!isWanted()) return null;
      await this.#pause();
      return isWanted() ? this.#fetch(callSid, callId) : null;
    });
    this.#asked.set(callSid, status);
    this.#last = status.then(() => void this.#asked.delete(callSid));
    return status;
  }

  async #fetch(callSid: string, callId: string): Promise<string | null> {
    this.#nextMs = this.#real.monotonicMs() + GAP_MS;
    try {
      return await this.#rest().callStatus(callSid, { callId });
    } catch {
      // The account was unlinked in the meantime.
      return null;
    }
  }

  #pause(): Promise<void> {
    const waitMs = this.#nextMs - this.#real.monotonicMs();
    if (waitMs <= 0) return Promise.resolve();
    return new Promise((resolve) => this.#real.after(waitMs, resolve));
  }
}

import { randomBytes } from 'node:crypto';

/**
 * Single-use tokens, each for one socket of one call. Twilio may open it minutes after it read the
 * TwiML: a trial account waits for a key first. So a token lives as long as its call, and only the
 * newest of a call is good.
 */
export class MediaSocketTokens {
  readonly #calls = new Map<string, string>();

  issue(callId: string): string {
    this.forget(callId);
    const token = randomBytes(32).toString('base64url');
    this.#calls.set(token, callId);
    return token;
  }

  /** The call that the token was made for; null when it is unknown, used or of an older line. */
  redeem(token: unknown): string | null {
    if (typeof token !== 'string') return null;
    const callId = this.#calls.get(token);
    this.#calls.delete(token);
    return callId ?? null;
  }

  /** The call is over: none of its tokens opens anything any more. */
  forget(callId: string): void {
    for (const [token, id] of this.#calls) if (id === callId) this.#calls.delete(token);
  }
}

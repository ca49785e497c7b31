import { randomBytes } from 'node:crypto';

/**
 * Single-use tokens, each for one socket of one call. Twilio may open the socket minutes after
 * reading the TwiML, because a trial account first waits for a key press. So a token lives as long
 * as its call, and only the newest of a call is valid.
 */
export class MediaSocketTokens {
  readonly #calls = new Map<string, string>();

  issue(callId: string): string {
    this.forget(callId);
    const token = randomBytes(32).toString('base64url');
    this.#calls.set(token, callId);
    return token;
  }

  /**
   * The call that the token was made for; null if the token is unknown, used or replaced by a newer
   * one.
   */
  redeem(token: unknown): string | null {
    if (typeof token !== 'string') return null;
    const callId = this.#calls.get(token);
    this.#calls.delete(token);
    return callId ?? null;
  }

  /** The call is over: invalidates its tokens. */
  forget(callId: string): void {
    for (const [token, id] of this.#calls) if (id === callId) this.#calls.delete(token);
  }
}

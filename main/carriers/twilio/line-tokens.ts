import { randomBytes } from 'node:crypto';
import type { RealTime } from '../../platform/clock.ts';

/** Twilio opens the socket right after it read the TwiML; outbound it rings first. */
const LIFETIME_MS = 120_000;

/** Single-use tokens, each for the socket of one call. */
export class LineTokens {
  readonly #real: RealTime;
  readonly #calls = new Map<string, { callId: string; untilMs: number }>();

  constructor(real: RealTime) {
    this.#real = real;
  }

  issue(callId: string): string {
    this.#dropExpired();
    const token = randomBytes(32).toString('base64url');
    this.#calls.set(token, { callId, untilMs: this.#real.monotonicMs() + LIFETIME_MS });
    return token;
  }

  /** The call that the token was made for; null when it is unknown, used or too old. */
  redeem(token: unknown): string | null {
    this.#dropExpired();
    if (typeof token !== 'string') return null;
    const call = this.#calls.get(token);
    this.#calls.delete(token);
    return call?.callId ?? null;
  }

  /** The call is over: none of its tokens opens anything any more. */
  forget(callId: string): void {
    for (const [token, call] of this.#calls) if (call.callId === callId) this.#calls.delete(token);
  }

  #dropExpired(): void {
    const nowMs = this.#real.monotonicMs();
    for (const [token, { untilMs }] of this.#calls) {
      if (untilMs <= nowMs) this.#calls.delete(token);
    }
  }
}

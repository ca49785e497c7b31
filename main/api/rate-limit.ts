import { ApiError } from '../../common/contract/index.ts';
import type { RealTime } from '../platform/clock.ts';

const WINDOW_MS = 60_000;

/**
 * Requests per minute per key, counted in fixed windows that start with a key's first request.
 * Real time only: no clock operation may hide or provoke a limit.
 */
export class RateLimiter {
  readonly #real: RealTime;
  readonly #requestsPerMinute: () => number | null;
  readonly #windows = new Map<string, { startMs: number; requests: number }>();

  /** @param requestsPerMinute asked on every request; null switches the limit off */
  constructor(real: RealTime, requestsPerMinute: () => number | null) {
    this.#real = real;
    this.#requestsPerMinute = requestsPerMinute;
  }

  /** @throws ApiError `RATE_LIMIT_EXCEEDED` with the seconds to wait */
  count(keyId: string): void {
    const limit = this.#requestsPerMinute();
    if (limit === null) return;
    const nowMs = this.#real.monotonicMs();
    const window = this.#windows.get(keyId);
    if (!window || nowMs - window.startMs >= WINDOW_MS) {
      this.#windows.set(keyId, { startMs: nowMs, requests: 1 });
      if (limit > 0) return;
    } else if (window.requests < limit) {
      window.requests += 1;
      return;
    }
    const startMs = window?.startMs ?? nowMs;
    const retryAfterSeconds = Math.max(1, Math.ceil((startMs + WINDOW_MS - nowMs) / 1000));
    throw new ApiError(
      'RATE_LIMIT_EXCEEDED',
      `This key may send ${limit} requests per minute. Try again in ${retryAfterSeconds} s.`,
      { retryAfterSeconds },
    );
  }
}

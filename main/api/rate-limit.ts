import { ApiError } from '../../common/contract/index.ts';
import type { RealTime } from '../platform/clock.ts';

const WINDOW_MS = 60_000;

/** Requests per minute and key that the service allows beside the limit of the key, by path. */
const ENDPOINT_LIMITS: readonly { readonly prefix: string; readonly requests: number }[] = [
  { prefix: '/v1/contacts/capabilities', requests: 60 },
  { prefix: '/v1/numbers', requests: 20 },
  { prefix: '/v1/agents', requests: 30 },
  { prefix: '/v1/calls', requests: 120 },
  { prefix: '/v1/webhooks', requests: 10 },
  { prefix: '/v0/agent/sign-up', requests: 10 },
];

export interface RateLimits {
  /** Per key; null switches the limit off. */
  readonly requestsPerMinute: number | null;
  /** Whether those of the endpoints hold as well. */
  readonly endpoints: boolean;
}

/**
 * Requests per minute per key, and per key and endpoint, counted in fixed windows that start with the
 * first request. Real time only: no clock operation may hide or provoke a limit.
 */
export class RateLimiter {
  readonly #real: RealTime;
  readonly #limits: () => RateLimits;
  readonly #windows = new Map<string, { startMs: number; requests: number }>();

  /** @param limits asked on every request */
  constructor(real: RealTime, limits: () => RateLimits) {
    this.#real = real;
    this.#limits = limits;
  }

  /**
   * @param keyId empty where no key is asked for
   * @throws ApiError `RATE_LIMIT_EXCEEDED` with the seconds to wait
   */
  count(keyId: string, path: string): void {
    const { requestsPerMinute, endpoints } = this.#limits();
    const endpoint = endpoints ? ENDPOINT_LIMITS.find(({ prefix }) => isBelow(path, prefix)) : null;
    if (endpoint) {
      const { prefix, requests } = endpoint;
      const name = `${prefix} may be asked ${requests} times per minute.`;
      this.#count(`${prefix} ${keyId}`, requests, name);
    }
    if (requestsPerMinute === null || keyId === '') return;
    const name = `This key may send ${requestsPerMinute} requests per minute.`;
    this.#count(keyId, requestsPerMinute, name);
  }

  #count(windowId: string, limit: number, rule: string): void {
    const nowMs = this.#real.monotonicMs();
    const window = this.#windows.get(windowId);
    if (!window || nowMs - window.startMs >= WINDOW_MS) {
      this.#windows.set(windowId, { startMs: nowMs, requests: 1 });
      if (limit > 0) return;
    } else if (window.requests < limit) {
      window.requests += 1;
      return;
    }
    const startMs = window?.startMs ?? nowMs;
    const retryAfterSeconds = Math.max(1, Math.ceil((startMs + WINDOW_MS - nowMs) / 1000));
    throw new ApiError('RATE_LIMIT_EXCEEDED', `${rule} Try again in ${retryAfterSeconds} s.`, {
      retryAfterSeconds,
    });
  }
}

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

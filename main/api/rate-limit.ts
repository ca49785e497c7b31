import { ApiError } from '../../common/contract/index.ts';
import type { RealTime } from '../platform/time/clock.ts';

const WINDOW_MS = 60_000;

/**
 * Requests per minute and key that the service allows for single routes, besides the limit per key.
 */
const ROUTE_LIMITS: Readonly<Record<string, number | undefined>> = {
  'POST /v0/agent/sign-up': 10,
  'POST /v0/agent/verify': 20,
  'POST /v1/numbers': 20,
  'DELETE /v1/numbers/:number_id': 60,
  'GET /v1/numbers/lookup': 30,
  'POST /v1/calls': 120,
  'POST /v1/calls/web': 30,
  'POST /v1/agents': 30,
  'PATCH /v1/agents/:agent_id': 20,
  'DELETE /v1/agents/:agent_id': 30,
  'GET /v1/contacts/capabilities': 60,
  'POST /v1/webhooks': 10,
  'POST /v1/agents/:agent_id/webhook': 10,
  'POST /v1/webhooks/test': 10,
  'POST /v1/agents/:agent_id/webhook/test': 10,
  'POST /v1/verify/send': 60,
  'POST /v1/verify/check': 120,
};

export interface RateLimits {
  /** Per key; null disables the limit. */
  readonly requestsPerMinute: number | null;
  /** Whether the limits of single endpoints apply as well. */
  readonly endpoints: boolean;
}

/**
 * Limits requests per minute, per key and per key and endpoint, counted in fixed windows that begin
 * with the first request. In real time only, so that no clock operation can avoid or trigger a
 * limit.
 */
export class RateLimiter {
  readonly #real: RealTime;
  readonly #limits: () => RateLimits;
  readonly #windows = new Map<string, { startMs: number; requests: number }>();

  /** @param limits called for every request */
  constructor(real: RealTime, limits: () => RateLimits) {
    this.#real = real;
    this.#limits = limits;
  }

  /**
   * @param keyId empty if no key is required
   * @param route method and path, with the parameters by name
   * @throws ApiError `RATE_LIMIT_EXCEEDED` with the seconds to wait
   */
  count(keyId: string, route: string): void {
    const { requestsPerMinute, endpoints } = this.#limits();
    const routeLimit = endpoints ? ROUTE_LIMITS[route] : undefined;
    if (routeLimit !== undefined) {
      const rule = `${route} may be asked ${routeLimit} times per minute.`;
      this.#count(`${route} ${keyId}`, routeLimit, rule);
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

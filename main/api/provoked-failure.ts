import type { FastifyReply } from 'fastify';
import { ApiError, type ApiFaultSpec, type ErrorCode } from '../../common/contract/index.ts';
import type { RealTime } from '../platform/clock.ts';

/** A failure that somebody asked for with `fault.set`, for one request. */
export type ProvokedFailure = Pick<ApiFaultSpec, 'kind' | 'when' | 'retryAfterSeconds' | 'delayMs'>;

const CODES = {
  status429: 'RATE_LIMIT_EXCEEDED',
  status500: 'INTERNAL_ERROR',
  status502: 'CARRIER_ERROR',
  status503: 'SERVICE_UNAVAILABLE',
} as const satisfies Partial<Record<ApiFaultSpec['kind'], ErrorCode>>;
const DEFAULT_DELAY_MS = 1_000;

/** Whether it strikes before the work, so that nothing happens, or loses its response. */
export function strikesBefore(failure: ProvokedFailure | null): failure is ProvokedFailure {
  return failure !== null && failure.when !== 'after';
}

/**
 * Plays the failure. `slow` only takes its time: the request then goes on as usual.
 * @returns true when the connection was cut, and there is nothing left to answer
 * @throws ApiError for the kinds that are a status
 */
export async function playFailure(
  failure: ProvokedFailure,
  reply: FastifyReply,
  real: RealTime,
): Promise<boolean> {
  const { kind, delayMs, retryAfterSeconds } = failure;
  if (delayMs !== undefined || kind === 'slow') {
    await new Promise<void>((resolve) => real.after(delayMs ?? DEFAULT_DELAY_MS, resolve));
  }
  switch (kind) {
    case 'slow':
      return false;
    case 'cut':
      reply.hijack();
      reply.raw.destroy();
      return true;
    case 'status429':
    case 'status500':
    case 'status502':
    case 'status503':
      throw new ApiError(CODES[kind], 'This failure was asked for with fault.set.', {
        ...(kind === 'status429' ? { retryAfterSeconds: retryAfterSeconds ?? 1 } : {}),
      });
  }
}

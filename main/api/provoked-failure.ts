import type { FastifyReply } from 'fastify';
import { ApiError, type ApiFaultSpec, type ErrorCode } from '../../common/contract/index.ts';
import type { RealTime } from '../platform/time/clock.ts';

/** A failure that `fault.set` demands for one request. */
export type ProvokedFailure = Pick<
  ApiFaultSpec,
  'kind' | 'code' | 'when' | 'retryAfterSeconds' | 'delayMs'
>;

const CODES = {
  status429: 'RATE_LIMIT_EXCEEDED',
  status500: 'INTERNAL_ERROR',
  status502: 'CARRIER_ERROR',
  status503: 'SERVICE_UNAVAILABLE',
} as const satisfies Partial<Record<ApiFaultSpec['kind'], ErrorCode>>;
const DEFAULT_DELAY_MS = 1_000;

/** Whether it occurs before the work, so that nothing happens, rather than losing the response. */
export function hitsBefore(failure: ProvokedFailure | null): failure is ProvokedFailure {
  return failure !== null && failure.when !== 'after';
}

/**
 * Applies the failure. `slow` only delays: the request then continues as usual.
 * @returns true if the connection was cut, so there is nothing left to answer
 * @throws ApiError for the kinds that are a status
 */
export async function playFailure(
  failure: ProvokedFailure,
  reply: FastifyReply,
  real: RealTime,
): Promise<boolean> {
  const { kind, delayMs } = failure;
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
      throw asked(failure, CODES[kind]);
    case 'error':
      throw asked(failure, failure.code ?? 'INTERNAL_ERROR');
  }
}

function asked({ kind, retryAfterSeconds }: ProvokedFailure, code: ErrorCode): ApiError {
  const waits = code === 'RATE_LIMIT_EXCEEDED' || retryAfterSeconds !== undefined;
  // A code has the service's own message; a mere status says where it comes from.
  const message = kind === 'error' ? undefined : 'This failure was asked for with fault.set.';
  const fault = { loc: ['body'], msg: 'This failure was asked for with fault.set.', type: 'fault' };
  return new ApiError(code, message, {
    ...(waits ? { retryAfterSeconds: retryAfterSeconds ?? 1 } : {}),
    ...(code === 'REQUEST_INVALID' ? { faults: [fault] } : {}),
  });
}

import { ERROR_TABLE, type ErrorCode } from '../../../common/contract/index.ts';
import type { ApiRoute } from '../route.ts';

const ANY_REQUEST = [
  'HOST_NOT_ALLOWED',
  'INTERNAL_ERROR',
  'STORAGE_UNAVAILABLE',
  'ROW_DAMAGED',
] as const satisfies readonly ErrorCode[];

/** `NOT_FOUND`: the sub-account named by `X-Sub-Account-Id` does not belong to the key. */
const WITH_A_KEY = [
  'AUTHENTICATION_FAILED',
  'NOT_FOUND',
  'RATE_LIMIT_EXCEEDED',
] as const satisfies readonly ErrorCode[];

/** Errors of an `Idempotency-Key`: too long, already used for something else, or one too many. */
const WITH_AN_IDEMPOTENCY_KEY = [
  'VALIDATION_ERROR',
  'IDEMPOTENCY_KEY_REUSED',
  'LIMIT_REACHED',
] as const satisfies readonly ErrorCode[];

/** Every error code that a route can return: its own, and those of the checks around it. */
export function errorCodes(route: ApiRoute): ReadonlySet<ErrorCode> {
  // Any text is accepted as an id in the path; an unknown one is a 404.
  const isChecked = route.query ?? route.body;
  return new Set<ErrorCode>([
    ...ANY_REQUEST,
    ...(route.access === 'public' ? [] : WITH_A_KEY),
    ...(route.method === 'POST' && route.access !== 'public' ? WITH_AN_IDEMPOTENCY_KEY : []),
    ...(isChecked ? (['REQUEST_INVALID'] as const) : []),
    ...(route.method === 'GET' ? [] : (['PAYLOAD_TOO_LARGE'] as const)),
    ...(route.errors ?? []),
  ]);
}

export function errorsByStatus(route: ApiRoute): Map<number, ErrorCode[]> {
  const sorted = [...errorCodes(route)].sort(
    (a, b) => ERROR_TABLE[a].status - ERROR_TABLE[b].status,
  );
  return Map.groupBy(sorted, (code) => ERROR_TABLE[code].status);
}

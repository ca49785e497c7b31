import type { FastifyRequest } from 'fastify';
import { ApiError } from '../../common/contract/index.ts';

/** The client of a request, and the account it acts for. */
export interface Principal {
  readonly keyId: string;
  readonly accountId: string;
}

/** How the server identifies clients, supplied by the services. */
export interface ApiAccess {
  /** The owner of a plain-text key; null if it is unknown or revoked. */
  verify(key: string): Principal | null;
  /** Whether `childId` is an existing sub-account of `parentId`. */
  isSubAccount(parentId: string, childId: string): boolean;
}

/**
 * Reads `Authorization: Bearer …` and `X-Sub-Account-Id`
 * (docs/reference/provider/basics.md#authentication).
 * @throws ApiError `AUTHENTICATION_FAILED`, or `NOT_FOUND` for another account's sub-account
 */
export function authenticate(access: ApiAccess, request: FastifyRequest): Principal {
  const match = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '');
  const principal = match?.[1] ? access.verify(match[1]) : null;
  if (!principal) throw new ApiError('AUTHENTICATION_FAILED');
  const child = request.headers['x-sub-account-id'];
  if (typeof child !== 'string' || child === '' || child === principal.accountId) return principal;
  if (!access.isSubAccount(principal.accountId, child)) {
    throw new ApiError('NOT_FOUND', 'X-Sub-Account-Id names no sub-account of this key.');
  }
  return { ...principal, accountId: child };
}

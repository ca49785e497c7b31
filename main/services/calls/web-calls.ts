import type { CreateWebCallRequest, WebCall } from '../../../common/contract/index.ts';

/**
 * Starts calls from a browser; they have no phone number
 * (docs/reference/provider/calls.md#web-calls).
 */
export interface WebCalls {
  /** The token dies 30 s after creation. @throws ApiError `NOT_FOUND` for an unknown agent */
  createWebCall(accountId: string, request: CreateWebCallRequest): WebCall;
}

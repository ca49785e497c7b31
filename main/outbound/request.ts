import type { AttemptTiming } from '../../common/contract/index.ts';
import type { RequestFailure } from './failures.ts';
export type HeaderList = readonly (readonly [string, string])[];

export interface OutboundRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'HEAD';
  /** http or https. */
  readonly url: string;
  /** In the order and case in which they are sent. */
  readonly headers: HeaderList;
  readonly body: Uint8Array | null;
  /**
   * Product time allowed until the first byte of the response, and for each gap between its chunks.
   */
  readonly timeoutMs: number;
  /** How much of the response body is kept in the result. Default: 64 KiB. */
  readonly keepBytes?: number;
  /** A larger response body is a failure. Default: 4 MiB. */
  readonly limitBytes?: number;
}

/** Called as things happen, before the result. */
export interface OutboundObserver {
  /** The last byte of the request is on the socket. */
  requestSent?(): void;
  responseStarted?(head: { readonly status: number; readonly headers: HeaderList }): void;
  responseBytes?(chunk: Uint8Array): void;
}

export interface OutboundResult {
  /** Null if the response was completed, with any status including redirects. */
  readonly failure: RequestFailure | null;
  /** As actually sent; empty if it was not sent. */
  readonly requestHeaders: HeaderList;
  readonly status: number | null;
  readonly responseHeaders: HeaderList;
  /** The first `keepBytes` of the body. */
  readonly body: Uint8Array;
  readonly bodySizeBytes: number;
  /** In real milliseconds with three decimals. */
  readonly timing: AttemptTiming;
}

import type { AttemptTiming } from '../../common/contract/index.ts';
import type { RequestFailure } from './failures.ts';
export type HeaderList = readonly (readonly [string, string])[];

export interface OutboundRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'HEAD';
  /** http or https. */
  readonly url: string;
  /** In the order and the case they are sent in. */
  readonly headers: HeaderList;
  readonly body: Uint8Array | null;
  /** Product time to the first byte of the response, and for every gap between its chunks. */
  readonly timeoutMs: number;
  /** How much of the response body the result keeps. Default 64 KiB. */
  readonly keepBytes?: number;
  /** A larger response body is a failure. Default 4 MiB. */
  readonly limitBytes?: number;
}

/** Called as it happens, before the result. */
export interface OutboundObserver {
  /** The request's bytes are on the socket. */
  requestSent?(): void;
  responseStarted?(head: { readonly status: number; readonly headers: HeaderList }): void;
  responseBytes?(chunk: Uint8Array): void;
}

export interface OutboundResult {
  /** Null when the response came to its end; any status, redirects included. */
  readonly failure: RequestFailure | null;
  /** As really sent; empty when it never came to that. */
  readonly requestHeaders: HeaderList;
  readonly status: number | null;
  readonly responseHeaders: HeaderList;
  /** The first `keepBytes` of the body. */
  readonly body: Uint8Array;
  readonly bodySizeBytes: number;
  /** Real milliseconds with three decimals. */
  readonly timing: AttemptTiming;
}

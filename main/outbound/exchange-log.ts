import type { AttemptFailure, AttemptTiming } from '../../common/contract/index.ts';
import type { HeaderList } from './request.ts';

/**
 * One request and its answer other than webhook deliveries, for the inspector: a tool that a hosted
 * agent called, a request to the carrier, a callback from the carrier. Secrets must be masked
 * before it is recorded.
 */
export interface Exchange {
  /** `callback` was received from the carrier; the others were sent. */
  readonly kind: 'tool' | 'carrier' | 'callback';
  readonly accountId: string;
  /** What it was, as shown in the list: `tool.get_weather`, `twilio.calls.create`. */
  readonly event: string;
  readonly method: string;
  readonly url: string;
  readonly agentId?: string | null;
  readonly numberId?: string | null;
  readonly callId?: string | null;
  readonly messageId?: string | null;
  /** For tools, the index of the agent turn. */
  readonly turn?: number | null;
  /** In product time, milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly requestHeaders: HeaderList;
  readonly requestBody: Uint8Array;
  /** Null if no answer began. */
  readonly status: number | null;
  readonly responseHeaders: HeaderList;
  readonly responseBody: Uint8Array | null;
  readonly responseSizeBytes: number;
  readonly timing: AttemptTiming;
  /** What went wrong, in words; null on success. */
  readonly error: string | null;
  readonly failure: AttemptFailure | null;
}

/**
 * Declared here for the senders; implemented by the services, which store exchanges beside the
 * deliveries.
 */
export interface ExchangeLog {
  /** Returns the id under which the inspector shows it. Never throws. */
  record(exchange: Exchange): string;
}

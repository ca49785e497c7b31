import type { AttemptFailure, AttemptTiming } from '../../common/contract/index.ts';
import type { HeaderList } from './request.ts';

/**
 * One request and its answer that are no webhook delivery, for the inspector: a tool that a hosted
 * agent called, a request to the carrier, a callback of the carrier's. Secrets are masked by whoever
 * hands it in.
 */
export interface Exchange {
  /** `callback` came in from the carrier; the others went out. */
  readonly kind: 'tool' | 'carrier' | 'callback';
  readonly accountId: string;
  /** What it was about, as the list shows it: `tool.get_weather`, `twilio.calls.create`. */
  readonly event: string;
  readonly method: string;
  readonly url: string;
  readonly agentId?: string | null;
  readonly numberId?: string | null;
  readonly callId?: string | null;
  readonly messageId?: string | null;
  /** The index of the agent turn, for tools. */
  readonly turn?: number | null;
  /** Product time, milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly requestHeaders: HeaderList;
  readonly requestBody: Uint8Array;
  /** Null when no answer began. */
  readonly status: number | null;
  readonly responseHeaders: HeaderList;
  readonly responseBody: Uint8Array | null;
  readonly responseSizeBytes: number;
  readonly timing: AttemptTiming;
  /** What went wrong, in words; null when nothing did. */
  readonly error: string | null;
  readonly failure: AttemptFailure | null;
}

/** Declared here for those who send; the services write it beside the deliveries. */
export interface ExchangeLog {
  /** Returns the id under which the inspector has it. Never throws. */
  record(exchange: Exchange): string;
}

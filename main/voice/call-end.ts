import type { DisconnectionReason } from '../../common/contract/index.ts';

/** How a call ended. */
export interface CallEnd {
  readonly reason: DisconnectionReason;
  readonly status: 'completed' | 'failed';
  /** Product time of the end, milliseconds since the epoch; the caller's last words came later. */
  readonly endedAtMs: number;
}

const FAILED: ReadonlySet<DisconnectionReason> = new Set([
  'dial_busy',
  'dial_failed',
  'dial_no_answer',
  'dial_declined',
  'no_webhook',
  'concurrency_limit_reached',
  'error_app_restart',
  'error_connection_lost',
  'error_internal',
]);

/** Whether a call counts as held, by what ended it. */
export function endedStatus(reason: DisconnectionReason): 'completed' | 'failed' {
  return FAILED.has(reason) ? 'failed' : 'completed';
}

/** Why a call ended that never came to a conversation, by what the carrier tells. */
export const NOT_REACHED = {
  busy: 'dial_busy',
  noAnswer: 'dial_no_answer',
  declined: 'dial_declined',
  failed: 'dial_failed',
} as const satisfies Record<string, DisconnectionReason>;

import type { DisconnectionReason } from '../../common/contract/index.ts';

export interface CallEnd {
  readonly reason: DisconnectionReason;
  readonly status: 'completed' | 'failed';
  /**
   * When the call ended: product time, in milliseconds since the epoch. The caller's last words may
   * be recognised later.
   */
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

/** The status of a call, by the reason it ended. */
export function endedStatus(reason: DisconnectionReason): 'completed' | 'failed' {
  return FAILED.has(reason) ? 'failed' : 'completed';
}

/** Why a call ended before it became a conversation, by the outcome that the carrier reports. */
export const NOT_REACHED = {
  busy: 'dial_busy',
  noAnswer: 'dial_no_answer',
  declined: 'dial_declined',
  failed: 'dial_failed',
} as const satisfies Record<string, DisconnectionReason>;

import type { LegObserver } from '../carrier.ts';
import type { CallbackParams } from './callbacks.ts';

/**
 * A call's progress in Twilio's terms.
 * https://www.twilio.com/docs/voice/api/call-resource#call-status-values
 */

/**
 * A status can only go up. Callbacks may be late, repeated or out of order, so a lower one is
 * outdated.
 */
const RANKS: Readonly<Record<string, number>> = {
  queued: 0,
  initiated: 1,
  ringing: 2,
  'in-progress': 3,
  answered: 3,
  completed: 4,
  busy: 4,
  failed: 4,
  'no-answer': 4,
  canceled: 4,
};

export function rankOf(status: string | undefined): number {
  return RANKS[status ?? ''] ?? -1;
}

export function isFinal(status: string | undefined): boolean {
  return rankOf(status) === 4;
}

/** Why a call failed before it became a conversation; null if it did become one. */
export function notReached(
  params: CallbackParams,
): Parameters<LegObserver['notReached']>[0] | null {
  // SIP 603: the callee pressed "decline", which Twilio reports as busy.
  if (params.SipResponseCode === '603') return 'declined';
  switch (params.CallStatus) {
    case 'busy':
      return 'busy';
    case 'no-answer':
      return 'noAnswer';
    case 'failed':
    case 'canceled':
      return 'failed';
    default:
      return null;
  }
}

/** The result of answering-machine detection; an unknown result counts as a person. */
export function answeredBy(params: CallbackParams): 'human' | 'voicemail' | 'fax' {
  const found = params.AnsweredBy ?? '';
  if (found === 'fax') return 'fax';
  return found.startsWith('machine') ? 'voicemail' : 'human';
}

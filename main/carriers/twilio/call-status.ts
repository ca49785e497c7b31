import type { LegObserver } from '../carrier.ts';
import type { CallbackParams } from './callbacks.ts';

/**
 * What Twilio tells of a call's progress, by its own words.
 * https://www.twilio.com/docs/voice/api/call-resource#call-status-values
 */

/** Statuses only go up. Callbacks come late, twice and in any order: a lower one is old news. */
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

/** Why a call never came to a conversation; null when it had one. */
export function notReached(
  params: CallbackParams,
): Parameters<LegObserver['notReached']>[0] | null {
  // SIP 603: the person pressed "decline", which Twilio tells as busy.
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

/** What answering-machine detection found; what it could not tell is taken for a person. */
export function answeredBy(params: CallbackParams): 'human' | 'voicemail' | 'fax' {
  const found = params.AnsweredBy ?? '';
  if (found === 'fax') return 'fax';
  return found.startsWith('machine') ? 'voicemail' : 'human';
}

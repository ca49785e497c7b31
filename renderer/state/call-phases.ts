import type { CallView } from '../../common/contract/index.ts';
import type { Tone } from '../format/tone.ts';

/** Describes the phase of a call. */
export function phaseInWords(call: CallView): { text: string; tone: Tone | undefined } {
  switch (call.phase) {
    case 'ringing':
      return {
        text: call.direction === 'outbound' ? 'Ringing here' : 'Ringing',
        tone: 'warn',
      };
    case 'listening':
      return { text: 'Agent is listening', tone: 'accent' };
    case 'thinking':
      return { text: 'Agent is thinking', tone: 'warn' };
    case 'speaking':
      return { text: 'Agent is speaking', tone: 'ok' };
    case 'ended':
      return call.status === 'failed'
        ? { text: endInWords(call), tone: 'bad' }
        : { text: endInWords(call), tone: undefined };
  }
}

const ENDS: Readonly<Record<string, string>> = {
  user_hangup: 'The caller hung up',
  agent_hangup: 'The agent hung up',
  call_transfer: 'Transferred',
  voicemail_reached: 'Voicemail answered',
  inactivity: 'Hung up after a long silence',
  max_duration_reached: 'The longest allowed time was reached',
  concurrency_limit_reached: 'Too many calls at once',
  dial_busy: 'Busy',
  dial_failed: 'The call did not go through',
  dial_no_answer: 'No answer',
  dial_declined: 'Declined',
  no_webhook: 'Nothing answers for this agent: no webhook is registered',
  error_app_restart: 'The app was restarted during the call',
  error_connection_lost: 'The line to the carrier broke',
  error_internal: 'An error of the app ended the call',
};

/** Why the call ended, in words. */
export function endInWords(call: CallView): string {
  const reason = call.disconnectionReason;
  if (reason === null) return 'Ended';
  if (call.direction === 'outbound' && reason === 'user_hangup') return 'The person hung up';
  return ENDS[reason] ?? reason;
}

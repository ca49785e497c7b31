import type { DeliveryAttempt, DeliverySummary } from '../../common/contract/index.ts';
import { formatDuration } from '../format/time-format.ts';
import type { Tone } from '../format/tone.ts';

/** The state of a row, as a word and a tone. */
export function rowState(delivery: DeliverySummary): { tone: Tone; hollow: boolean; text: string } {
  const took = delivery.durationMs === null ? '' : ` · ${formatDuration(delivery.durationMs)}`;
  const code = delivery.httpStatus === null ? '' : String(delivery.httpStatus);
  switch (delivery.status) {
    case 'success':
      return delivery.silent
        ? { tone: 'bad', hollow: false, text: `${code || 'done'} · silent` }
        : { tone: 'ok', hollow: false, text: `${code || 'done'}${took}` };
    case 'failed':
      return { tone: 'bad', hollow: false, text: code === '' ? 'no answer' : `${code}${took}` };
    case 'sending':
      return { tone: 'warn', hollow: true, text: code === '' ? 'sending' : 'streaming' };
    case 'held':
      return { tone: 'warn', hollow: true, text: 'held' };
    case 'cancelled':
      return { tone: 'warn', hollow: false, text: 'cancelled' };
    case 'nowhere':
      return { tone: 'bad', hollow: false, text: 'no webhook' };
    case 'pending':
      return delivery.attemptCount === 0
        ? { tone: 'warn', hollow: true, text: 'waiting' }
        : {
            tone: 'bad',
            hollow: false,
            text: `${code || 'no answer'} · ${delivery.attemptCount} of 6`,
          };
  }
}

/** The tone of one attempt. */
export function attemptTone(attempt: DeliveryAttempt): 'ok' | 'warn' | 'bad' {
  switch (attempt.outcome) {
    case 'success':
      return 'ok';
    case 'failed':
      return 'bad';
    case 'inFlight':
    case 'interrupted':
    case 'aborted':
      return 'warn';
  }
}

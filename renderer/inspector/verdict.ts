import type {
  DeliveryAttempt,
  DeliveryDetail,
  DeliverySummary,
} from '../../common/contract/index.ts';
import { isExchange } from '../../common/contract/lists/deliveries.ts';
import { type SilentAnswer, silentAnswer } from '../../common/rules/answers/voice-answer-check.ts';
import { isVoiceTurn } from '../../common/rules/deliveries/voice-turn.ts';
import { headerValue } from '../../common/rules/signatures/signing.ts';
import { formatDuration } from '../format/time-format.ts';
import type { StreamLine } from './detail/stream-lines.ts';
import type { Verdict } from './exchange-verdict.ts';
import { exchangeVerdict } from './exchange-verdict.ts';

/**
 * Judges the latest attempt, or the given one. `lines` are the NDJSON lines of a voice turn in
 * their order.
 */
export function verdictOf(
  delivery: DeliveryDetail,
  lines: readonly StreamLine[],
  attemptNumber: number | null = null,
): Verdict {
  const last = delivery.attempts.at(-1);
  const latest = delivery.attempts.find((attempt) => attempt.number === attemptNumber) ?? last;
  if (delivery.status === 'nowhere') {
    return {
      tone: 'bad',
      headline: 'Nobody was there to receive it',
      detail:
        'Neither the agent nor the project had a webhook. Register one with POST /v1/webhooks.',
    };
  }
  if (latest === last && delivery.status === 'held') {
    return {
      tone: 'warn',
      headline: `Held before attempt ${delivery.attemptCount + 1}`,
      detail: latest?.error ?? `To ${delivery.url}`,
    };
  }
  if (latest === undefined) {
    return { tone: 'warn', headline: 'Not sent yet', detail: waitingDetail(delivery) };
  }
  if (isExchange(delivery)) return exchangeVerdict(delivery.kind, latest);
  const { signature } = latest;
  if (signature !== null && !signature.ok) {
    return {
      tone: 'bad',
      headline: latest.fault === null ? 'Signature wrong' : 'Signature wrong, on purpose',
      detail:
        latest.fault === null
          ? (signature.reason ?? 'What was sent does not match the secret.')
          : `${latest.fault}.`,
    };
  }
  return outcomeVerdict(delivery, latest, lines);
}

/** The verdict on the attempt's outcome, if its signature is right or absent. */
function outcomeVerdict(
  delivery: DeliveryDetail,
  attempt: DeliveryAttempt,
  lines: readonly StreamLine[],
): Verdict {
  const signed = attempt.signature === null ? 'Not signed: no secret' : 'Signature right';
  switch (attempt.outcome) {
    case 'inFlight':
      return {
        tone: 'warn',
        headline: `${signed}, waiting for the answer`,
        detail: delivery.url,
      };
    case 'success': {
      const silent = isVoiceTurn(delivery) ? silenceOf(delivery, attempt) : null;
      if (silent !== null) {
        return {
          tone: 'bad',
          headline: `${attempt.status ?? 'Answered'}, and ${
            delivery.kind === 'voice' ? 'the caller heard' : 'a caller would hear'
          } nothing`,
          detail: [silent.finding, silent.fix].filter((part) => part !== null).join(' '),
        };
      }
      return {
        tone: 'ok',
        headline: `${signed}, ${answered(attempt, lines)}`,
        detail: answerDetail(attempt, lines),
      };
    }
    case 'aborted':
      return {
        tone: 'warn',
        headline: `${signed}, answer cut short`,
        detail: attempt.error ?? 'The caller spoke or hung up, so the rest was not needed.',
      };
    case 'interrupted':
      return {
        tone: 'warn',
        headline: 'Interrupted by restart',
        detail: 'The app stopped during this attempt. It is repeated under the same X-Webhook-ID.',
      };
    case 'failed':
      return {
        tone: 'bad',
        headline: failedHeadline(attempt),
        detail: [attempt.error, attempt === delivery.attempts.at(-1) ? retryDetail(delivery) : '']
          .filter(Boolean)
          .join(' '),
      };
  }
}

/** Why none of the answer was heard: from the response or, failing that, from the call's log. */
function silenceOf(delivery: DeliveryDetail, attempt: DeliveryAttempt): SilentAnswer | null {
  const unreadable = silentAnswer(attempt);
  if (unreadable !== null || !delivery.silent || attempt !== delivery.attempts.at(-1)) {
    return unreadable;
  }
  return {
    finding: 'The answer had words, but none of them became sound.',
    fix: 'The call says why: its voice may not speak their language.',
  };
}

function failedHeadline({ status, failure }: DeliveryAttempt): string {
  if (status === null) return 'No answer';
  // A good status does not mean that the response was completed.
  return failure === null
    ? `Your server answered ${status}`
    : `${status}, and the answer broke off`;
}

function answered(attempt: DeliveryAttempt, lines: readonly StreamLine[]): string {
  const first = lines.find((line) => line.afterMs !== null)?.afterMs;
  if (first !== undefined && first !== null) {
    return `${isStream(attempt) ? 'first line' : 'answer'} after ${formatDuration(first)}`;
  }
  const after = attempt.timing?.firstByteMs ?? attempt.timing?.endMs;
  const code = attempt.status === null ? 'answered' : `${attempt.status}`;
  return after === undefined ? code : `${code} after ${formatDuration(after)}`;
}

function isStream(attempt: DeliveryAttempt): boolean {
  return headerValue(attempt.responseHeaders, 'content-type')?.includes('ndjson') ?? false;
}

function answerDetail(attempt: DeliveryAttempt, lines: readonly StreamLine[]): string {
  if (lines.length > 0 && isStream(attempt)) {
    const count = lines.length === 1 ? '1 line' : `${lines.length} lines`;
    const closed = lines.at(-1)?.interim === false;
    return `NDJSON, ${count}, ${closed ? 'closed by a final line' : 'without a final line'}`;
  }
  const type = headerValue(attempt.responseHeaders, 'content-type');
  const size = attempt.responseBody?.sizeBytes ?? 0;
  return size === 0 ? 'No body, and none is needed' : `${type ?? 'No content type'}, ${size} bytes`;
}

function waitingDetail(delivery: DeliverySummary): string {
  if (delivery.status === 'cancelled') return 'It was cancelled.';
  if ('waitsForId' in delivery && delivery.waitsForId !== null) {
    return 'Another one of this thread has to be answered first.';
  }
  return `To ${delivery.url}`;
}

function retryDetail(delivery: DeliverySummary): string {
  if (delivery.kind === 'voice') {
    return 'Voice turns are never sent again: the caller heard silence.';
  }
  if (delivery.nextRetryAt !== null)
    return `Attempt ${delivery.attemptCount} of 6; sent again later.`;
  return delivery.status === 'failed' ? 'All attempts are used up.' : '';
}

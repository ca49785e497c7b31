import type { DeliveryAttempt, ExchangeKind } from '../../common/contract/index.ts';
import { parseJsonObject } from '../../common/rules/json-object.ts';
import { formatDuration } from '../format/time-format.ts';
import type { Tone } from '../format/tone.ts';

/**
 * The verdict on an exchange that is not a webhook delivery: with a tool, with the carrier, or a
 * callback of the carrier.
 */
export function exchangeVerdict(kind: ExchangeKind, attempt: DeliveryAttempt): Verdict {
  const { outcome, status, timing, error, url, method } = attempt;
  const ok = outcome === 'success';
  const took = ok && timing !== null ? ` after ${formatDuration(timing.endMs)}` : '';
  return {
    tone: ok ? 'ok' : outcome === 'aborted' ? 'warn' : 'bad',
    headline: `${headline(kind, attempt, status)}${took}`,
    detail: error ?? `${method} ${url}`,
  };
}

function headline(kind: ExchangeKind, attempt: DeliveryAttempt, status: number | null): string {
  switch (kind) {
    case 'tool':
      if (attempt.outcome === 'aborted') return 'Your tool was no longer waited for';
      return status === null ? 'Your tool did not answer' : `Your tool answered ${status}`;
    case 'carrier':
      if (status === null) return 'Twilio did not answer';
      return attempt.outcome === 'success'
        ? `Twilio accepted it with ${status}`
        : `Twilio refused: ${refusal(attempt) ?? status}`;
    case 'callback':
      return status === null
        ? 'Twilio called and got no answer'
        : `Twilio called; we answered ${status}`;
  }
}

/** Twilio's own error code and message. */
function refusal({ responseBody }: DeliveryAttempt): string | null {
  const body = parseJsonObject(responseBody?.text ?? '');
  if (body === null || !('code' in body)) return null;
  const message = typeof body.message === 'string' ? ` ${body.message}` : '';
  return `${String(body.code)}${message}`;
}

/** The summary of a delivery: one line with the result, and one that explains it. */
export interface Verdict {
  readonly tone: Tone;
  readonly headline: string;
  readonly detail: string;
}

import type { Comparison, FilterTerm } from './delivery-filter.ts';

/** The properties of a delivery that a filter can test. Those that are unknown are null. */
export interface MatchableDelivery {
  readonly id: string;
  /** The `X-Webhook-ID`. */
  readonly webhookId: string;
  readonly kind: string;
  readonly event: string;
  readonly channel: string | null;
  readonly status: string;
  readonly url: string;
  readonly agentId: string | null;
  readonly callId: string | null;
  readonly conversationId: string | null;
  readonly attemptCount: number;
  readonly httpStatus: number | null;
  readonly durationMs: number | null;
  readonly counterparty?: string | null;
  /** Answered, but with nothing for the caller to hear. */
  readonly silent?: boolean;
  readonly agentName?: string | null;
  readonly numberId?: string | null;
  readonly phoneNumber?: string | null;
  readonly messageId?: string | null;
  readonly body?: string | null;
}

/**
 * Whether a filter matches one delivery. Used where no database is needed: faults, breakpoints, the
 * live tail. The reader thread evaluates the same language in SQL.
 */
export function matchesDelivery(
  terms: readonly FilterTerm[],
  delivery: MatchableDelivery,
): boolean {
  return terms.every((term) => holds(term, delivery) !== term.negated);
}

function holds(term: FilterTerm, delivery: MatchableDelivery): boolean {
  switch (term.field) {
    case 'body':
      return includes(delivery.body, term.text);
    case 'duration':
      return compares(delivery.durationMs, term.comparison);
    case 'attempts':
      return compares(delivery.attemptCount, term.comparison);
    case 'status':
      return term.values.some((value) => hasStatus(delivery, value.toLowerCase()));
    case 'url':
      return term.values.some((value) => includes(delivery.url, value));
    case 'caller':
      return term.values.some((value) => includes(delivery.counterparty, value));
    case 'agent':
      return term.values.some(
        (value) => delivery.agentId === value || includes(delivery.agentName, value),
      );
    case 'number':
      return isOneOf(term.values, [delivery.numberId, delivery.phoneNumber]);
    case 'id':
      return isOneOf(term.values, [delivery.id, delivery.webhookId, delivery.messageId]);
    case 'call':
      return isOneOf(term.values, [delivery.callId]);
    case 'conversation':
      return isOneOf(term.values, [delivery.conversationId]);
    case 'event':
    case 'channel':
    case 'kind': {
      const actual = delivery[term.field];
      return term.values.some((value) => value === actual || value.toLowerCase() === actual);
    }
    default:
      return term satisfies never;
  }
}

function hasStatus({ status, httpStatus, silent }: MatchableDelivery, value: string): boolean {
  if (value === 'silent') return silent ?? false;
  if (/^[1-5]xx$/.test(value)) return Math.floor((httpStatus ?? 0) / 100) === Number(value[0]);
  if (/^\d{3}$/.test(value)) return httpStatus === Number(value);
  return status === value;
}

function compares(actual: number | null, { operator, value }: Comparison): boolean {
  if (actual === null) return false;
  switch (operator) {
    case '<':
      return actual < value;
    case '<=':
      return actual <= value;
    case '=':
      return actual === value;
    case '>=':
      return actual >= value;
    case '>':
      return actual > value;
    default:
      return operator satisfies never;
  }
}

function includes(text: string | null | undefined, part: string): boolean {
  return text?.toLowerCase().includes(part.toLowerCase()) ?? false;
}

function isOneOf(
  values: readonly string[],
  actual: readonly (string | null | undefined)[],
): boolean {
  return values.some((value) => actual.includes(value));
}

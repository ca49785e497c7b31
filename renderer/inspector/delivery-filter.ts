import type { DeliverySummary } from '../../common/contract/index.ts';

/**
 * What a person types to narrow the list: words, and `field:value` for status, channel, event and
 * turn. All must hold; a leading `-` turns one around; `any` holds always.
 */
export function matchesFilter(delivery: DeliverySummary, filter: string): boolean {
  return filter
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== '')
    .every((term) =>
      term.length > 1 && term.startsWith('-')
        ? !termHolds(delivery, term.slice(1))
        : termHolds(delivery, term),
    );
}

function termHolds(delivery: DeliverySummary, term: string): boolean {
  const [field, value] = splitTerm(term);
  if (value === 'any') return true;
  switch (field) {
    case 'status':
      return delivery.status === value || String(delivery.httpStatus ?? '') === value;
    case 'channel':
      return (delivery.channel ?? '') === value;
    case 'event':
      return delivery.event.toLowerCase().includes(value);
    case 'turn':
      return String(delivery.turn ?? '') === value;
    case null:
      return searchable(delivery).includes(value);
  }
}

type FilterField = 'status' | 'channel' | 'event' | 'turn';

function splitTerm(term: string): [FilterField | null, string] {
  const match = /^(status|channel|event|turn):(.*)$/.exec(term);
  return match === null ? [null, term] : [match[1] as FilterField, match[2] ?? ''];
}

function searchable(delivery: DeliverySummary): string {
  return [
    delivery.id,
    delivery.webhookId,
    delivery.event,
    delivery.channel,
    delivery.status,
    delivery.url,
    delivery.callId,
    delivery.conversationId,
    delivery.error,
    delivery.httpStatus,
  ]
    .join(' ')
    .toLowerCase();
}

import type { DeliveryAttempt, DeliveryDetail } from '../../contract/index.ts';

/** What a handler has to do about a recorded request, as far as somebody else can see it. */
export type WhatIsSeen =
  /** It sends something; `path` of the API lists what was sent. */
  | { readonly kind: 'sends'; readonly path: string }
  /** Its answer has something to say or to do. */
  | { readonly kind: 'speaks' }
  /** It does what nobody else can see. */
  | { readonly kind: 'hidden' };

export function whatIsSeen(delivery: DeliveryDetail, attempt: DeliveryAttempt): WhatIsSeen {
  if (delivery.event !== 'agent.message') return { kind: 'hidden' };
  if (delivery.channel === 'voice') return { kind: 'speaks' };
  const path = messagesPath(attempt.requestBody.text ?? '');
  return path === null ? { kind: 'hidden' } : { kind: 'sends', path };
}

function messagesPath(body: string): string | null {
  const { conversationId, numberId } = dataOf(body);
  if (isId(conversationId)) return `/v1/conversations/${conversationId}/messages?limit=100`;
  return isId(numberId) ? `/v1/numbers/${numberId}/messages?limit=100` : null;
}

function dataOf(body: string): { readonly conversationId?: unknown; readonly numberId?: unknown } {
  try {
    const event: unknown = JSON.parse(body);
    if (typeof event !== 'object' || event === null || !('data' in event)) return {};
    return typeof event.data === 'object' && event.data !== null ? event.data : {};
  } catch {
    return {};
  }
}

/** Nothing that means anything in an address. */
function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]+$/.test(value);
}

import type { DeliveryAttempt, DeliveryDetail } from '../../contract/index.ts';

/**
 * The effect that a recorded request should have on a handler, as far as it is visible from
 * outside.
 */
export type WhatIsSeen =
  /** It sends something; the API lists what was sent at `path`. */
  | { readonly kind: 'sends'; readonly path: string }
  /** Its answer contains words or an action. */
  | { readonly kind: 'speaks' }
  /** It has no effect that is visible from outside. */
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

/** Only characters that have no special meaning in a URL. */
function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]+$/.test(value);
}

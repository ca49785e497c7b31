import type { NewDelivery } from '../../store/deliveries/deliveries.ts';
import type { DeliveryOverride } from '../../store/deliveries/delivery-rows.ts';
import type { WebhookRow } from '../../store/deliveries/webhooks.ts';
import type { Route } from '../webhooks/webhooks.ts';

/** Properties that a delivery gets when it is made. */
export interface DeliveryStamp {
  readonly id: string;
  /** Product time. */
  readonly nowMs: number;
}

type Subject = 'agentId' | 'numberId' | 'conversationId' | 'callId' | 'messageId' | 'turn';

/**
 * The event that a delivery carries, and its subject. Parts of the subject that are absent become
 * null.
 */
export type DeliveryContent = Pick<
  NewDelivery,
  'accountId' | 'kind' | 'headerId' | 'event' | 'channel' | 'body'
> &
  Partial<Pick<NewDelivery, Subject | 'sourceId' | 'override' | 'counterparty' | 'excerpt'>>;

const NO_SUBJECT: Readonly<Record<Subject, null>> = {
  agentId: null,
  numberId: null,
  conversationId: null,
  callId: null,
  messageId: null,
  turn: null,
};

const NO_DESTINATION = { webhookId: null, url: '', demo: false };

/** A delivery to be sent. If it has no receiver, it is made as well and says why. */
export function newDelivery(
  { id, nowMs }: DeliveryStamp,
  route: Route,
  content: DeliveryContent,
): NewDelivery {
  const isRouted = route.kind === 'webhook';
  return {
    ...NO_SUBJECT,
    ...content,
    ...(isRouted ? destination(route.webhook, content.override ?? null) : NO_DESTINATION),
    id,
    status: isRouted ? 'pending' : 'nowhere',
    lastError: isRouted ? null : route.because,
    createdAt: nowMs,
  };
}

/**
 * Where it goes: to the webhook, unless a person changed the URL, in which case it does not count
 * as demo either.
 */
export function destination(webhook: WebhookRow, override: DeliveryOverride | null) {
  return {
    // A webhook that is no longer registered has no id.
    webhookId: webhook.id === '' ? null : webhook.id,
    url: override?.url ?? webhook.url,
    demo: webhook.demo && override?.url === undefined,
  };
}

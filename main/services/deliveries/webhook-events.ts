import { wordsOf } from '../../../common/rules/deliveries/delivery-words.ts';
import { randomText } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { DeliveryStore, NewDelivery } from '../../store/deliveries/deliveries.ts';
import { HISTORY_LIMIT, type OutgoingEvent, type UnfinishedEvents } from '../outgoing-events.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { DeliveryLoop } from './delivery-loop.ts';
import { eventBody } from './envelope.ts';
import { newDelivery } from './new-delivery.ts';

export interface WebhookEventsDeps {
  readonly clock: Clock;
  readonly store: DeliveryStore;
  readonly webhooks: Webhooks;
  readonly loop: DeliveryLoop;
}

/** Turns events into delivery rows, in the same transaction that stores what happened. */
export class WebhookEvents implements UnfinishedEvents {
  readonly #deps: WebhookEventsDeps;

  constructor(deps: WebhookEventsDeps) {
    this.#deps = deps;
  }

  /** An event without a receiver is stored as well, so that the inspector can say why. */
  enqueue(event: OutgoingEvent): { readonly deliveryId: string | null } {
    const { store, loop } = this.#deps;
    const delivery = this.#delivery(event);
    store.insert(delivery);
    loop.announceNew(delivery);
    return { deliveryId: delivery.status === 'nowhere' ? null : delivery.id };
  }

  enqueueUnfinished(event: OutgoingEvent, untilMs: number): { readonly deliveryId: string | null } {
    const { store, loop } = this.#deps;
    const delivery = this.#delivery(event);
    store.insert(delivery);
    if (delivery.status === 'nowhere') {
      loop.announceNew(delivery);
      return { deliveryId: null };
    }
    store.postpone(delivery.id, untilMs);
    loop.announcePostponed(delivery.id, untilMs);
    return { deliveryId: delivery.id };
  }

  finish(deliveryId: string, event: OutgoingEvent): void {
    const { webhooks, store, loop } = this.#deps;
    const route = webhooks.route(event.accountId, event.agentId);
    const contextLimit = route.kind === 'webhook' ? route.webhook.contextLimit : HISTORY_LIMIT;
    if (store.finish(deliveryId, eventBody(event, contextLimit))) loop.announce(deliveryId);
  }

  #delivery(event: OutgoingEvent): NewDelivery {
    const { clock, store, webhooks } = this.#deps;
    const stamp = { id: store.newId(clock.real.now()), nowMs: clock.now() };
    const route = webhooks.route(event.accountId, event.agentId);
    const contextLimit = route.kind === 'webhook' ? route.webhook.contextLimit : HISTORY_LIMIT;
    return newDelivery(stamp, route, {
      accountId: event.accountId,
      kind: 'event',
      headerId: headerId(event),
      agentId: event.agentId,
      numberId: event.numberId,
      conversationId: event.conversationId,
      callId: event.callId,
      messageId: event.messageId,
      event: event.event,
      channel: event.channel,
      body: eventBody(event, contextLimit),
      ...wordsOf(event.data),
    });
  }
}

/**
 * The `X-Webhook-ID`, which stays the same across retries. That of a text is
 * `del_<messageId>_<numberId>`, which clients split (docs/reference/provider/webhooks.md#headers).
 */
function headerId(event: OutgoingEvent): string {
  switch (event.event) {
    case 'agent.message':
      return `del_${event.messageId ?? randomText(16)}_${event.numberId ?? ''}`;
    case 'agent.call_ended':
      return `ended_${event.callId ?? randomText(16)}`;
    case 'agent.reaction':
      return `reaction_${randomText(16)}`;
    case 'agent.contact_shared':
      return `contact_${randomText(16)}`;
    default:
      return event satisfies never;
  }
}

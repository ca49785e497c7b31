import { randomText } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { DeliveryStore, NewDelivery } from '../../store/deliveries/deliveries.ts';
import { HISTORY_LIMIT, type OutgoingEvent, type UnfinishedEvents } from '../outgoing-events.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { DeliveryLoop } from './delivery-loop.ts';
import { eventBody } from './envelope.ts';

export interface WebhookEventsDeps {
  readonly clock: Clock;
  readonly store: DeliveryStore;
  readonly webhooks: Webhooks;
  readonly loop: DeliveryLoop;
}

/** Turns events into delivery rows, inside the transaction that stores what happened. */
export class WebhookEvents implements UnfinishedEvents {
  readonly #clock: Clock;
  readonly #store: DeliveryStore;
  readonly #webhooks: Webhooks;
  readonly #loop: DeliveryLoop;

  constructor(deps: WebhookEventsDeps) {
    this.#clock = deps.clock;
    this.#store = deps.store;
    this.#webhooks = deps.webhooks;
    this.#loop = deps.loop;
  }

  /** An event that goes nowhere is written as well, so that the inspector can say why. */
  enqueue(event: OutgoingEvent): { readonly deliveryId: string | null } {
    const delivery = this.#delivery(event);
    this.#store.insert(delivery);
    this.#loop.announceNew(delivery);
    return { deliveryId: delivery.status === 'nowhere' ? null : delivery.id };
  }

  enqueueUnfinished(event: OutgoingEvent, untilMs: number): { readonly deliveryId: string | null } {
    const delivery = this.#delivery(event);
    this.#store.insert(delivery);
    if (delivery.status === 'nowhere') {
      this.#loop.announceNew(delivery);
      return { deliveryId: null };
    }
    this.#store.postpone(delivery.id, untilMs);
    this.#loop.announcePostponed(delivery.id, untilMs);
    return { deliveryId: delivery.id };
  }

  finish(deliveryId: string, event: OutgoingEvent): void {
    const route = this.#webhooks.route(event.accountId, event.agentId);
    const contextLimit = route.kind === 'webhook' ? route.webhook.contextLimit : HISTORY_LIMIT;
    if (this.#store.finish(deliveryId, eventBody(event, contextLimit))) {
      this.#loop.announce(deliveryId);
    }
  }

  #delivery(event: OutgoingEvent): NewDelivery {
    const id = this.#store.newId(this.#clock.real.now());
    const route = this.#webhooks.route(event.accountId, event.agentId);
    const webhook = route.kind === 'webhook' ? route.webhook : null;
    return {
      id,
      accountId: event.accountId,
      kind: 'event',
      headerId: headerId(event),
      webhookId: webhook?.id ?? null,
      agentId: event.agentId,
      numberId: event.numberId,
      conversationId: event.conversationId,
      callId: event.callId,
      messageId: event.messageId,
      turn: null,
      event: event.event,
      channel: event.channel,
      url: webhook?.url ?? '',
      demo: webhook?.demo ?? false,
      body: eventBody(event, webhook?.contextLimit ?? HISTORY_LIMIT),
      status: webhook ? 'pending' : 'nowhere',
      lastError: route.kind === 'nowhere' ? route.because : null,
      createdAt: this.#clock.now(),
    };
  }
}

/**
 * The `X-Webhook-ID`: stable across retries. Texts have `del_<messageId>_<numberId>`, which clients
 * take apart (docs/reference/provider/webhooks.md#headers).
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

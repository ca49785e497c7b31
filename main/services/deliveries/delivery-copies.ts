import {
  ApiError,
  type DeliveryFaultSpec,
  type DeliverySummary,
  type WebhookEventName,
} from '../../../common/contract/index.ts';
import { turnAfterTransfer } from '../../../common/rules/deliveries/body-faults.ts';
import { wordsOfBody } from '../../../common/rules/deliveries/delivery-words.ts';
import { randomText } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { DeliveryStore, FoundDelivery } from '../../store/deliveries/deliveries.ts';
import type { DeliveryEditStore, SentAttempt } from '../../store/deliveries/delivery-edits.ts';
import type { DeliveryOverride } from '../../store/deliveries/delivery-rows.ts';
import type { WebhookRow } from '../../store/deliveries/webhooks.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { AttemptPlan } from './attempt-plan.ts';
import type { Attempts } from './attempts.ts';
import { conflict, deliveryNow, findDelivery } from './delivery-lookup.ts';
import { newDelivery } from './new-delivery.ts';
import { overrideOf, type RequestEdit } from './request-edit.ts';
import type { AlsoSent } from './send-decisions.ts';

export interface DeliveryCopiesDeps {
  readonly clock: Clock;
  readonly store: DeliveryStore;
  readonly edits: DeliveryEditStore;
  readonly webhooks: Webhooks;
  readonly attempts: Attempts;
  /** Called for defects in what is sent in the background. */
  readonly onDefect: (error: unknown) => void;
}

export interface ReplayRequest {
  readonly id: string;
  /** The attempt to repeat. Default: the latest. */
  readonly attempt?: number | undefined;
  readonly url?: string | undefined;
  /** False: the recorded timestamp and signature are sent again. */
  readonly resign: boolean;
  readonly fault?: DeliveryFaultSpec['kind'] | undefined;
}

export interface SendRequest extends RequestEdit {
  readonly sourceId: string;
  readonly body: string;
  readonly fault?: DeliveryFaultSpec['kind'] | undefined;
}

const DEFAULT_TIMEOUT_SECONDS = 30;
/** Headers that belong to a connection, so the recorded ones are not sent again. */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
]);

/** Sends something again: a replay, an edited copy, a duplicate that a fault asks for. */
export class DeliveryCopies {
  readonly #deps: DeliveryCopiesDeps;

  constructor(deps: DeliveryCopiesDeps) {
    this.#deps = deps;
  }

  /**
   * Sends a copy under the same `X-Webhook-ID`, once and at once.
   *
   * @throws `NOT_FOUND`, or `CONFLICT` if it has no receiver or was never sent
   */
  replay(request: ReplayRequest): DeliverySummary {
    const { store, edits } = this.#deps;
    const source = findDelivery(store, request.id);
    const sent = edits.sentAttempt(request.id, request.attempt ?? null);
    if (request.attempt !== undefined && !sent) {
      throw new ApiError('NOT_FOUND', `${request.id} has no attempt ${request.attempt}.`);
    }
    if (!request.resign && !sent) {
      throw new ApiError(
        'CONFLICT',
        `${request.id} was never sent, so there is no recorded signature. Replay it with "resign": true.`,
      );
    }
    const webhook = this.#target(source, request.url, sent);
    return this.#sendCopy(source, {
      webhook,
      headerId: source.row.headerId,
      body: sent?.body ?? source.editedBody ?? source.body,
      override: {
        ...(request.url === undefined ? {} : { url: request.url }),
        ...(request.resign || !sent
          ? { headers: source.row.override?.verbatim ? [] : (source.row.override?.headers ?? []) }
          : { headers: sendable(sent.headers), verbatim: true as const }),
      },
      fault: request.fault,
    });
  }

  /**
   * Sends a signed, edited copy under its own `X-Webhook-ID`, once and at once.
   *
   * @throws `NOT_FOUND`, or `CONFLICT` if it has no receiver
   */
  send(request: SendRequest): DeliverySummary {
    const { store, edits } = this.#deps;
    const source = findDelivery(store, request.sourceId);
    const sent = edits.sentAttempt(request.sourceId, null);
    const body = Buffer.from(request.body, 'utf8');
    const isEdited = !body.equals(sent?.body ?? source.editedBody ?? source.body);
    return this.#sendCopy(source, {
      webhook: this.#target(source, request.url, sent),
      headerId: `copy_${randomText(24)}`,
      body,
      override: { ...overrideOf(request), ...(isEdited ? { body: true as const } : {}) },
      fault: request.fault,
    });
  }

  /** Sends what a fault demands in addition to the current request. */
  alsoSend(plan: AttemptPlan, also: AlsoSent): void {
    const { store, clock, onDefect } = this.#deps;
    const source = store.find(plan.delivery.id);
    const webhook = source && this.#route(source);
    if (!source || !webhook) return;
    try {
      if (also === 'duplicate') {
        this.#sendCopy(source, {
          webhook,
          headerId: plan.delivery.headerId,
          body: plan.body,
          override: { url: plan.url, headers: plan.headers, verbatim: true },
        });
        return;
      }
      const at = new Date(clock.now()).toISOString();
      const turn = turnAfterTransfer(Buffer.from(plan.body).toString('utf8'), at);
      if (turn === null) return;
      this.#sendCopy(source, {
        webhook,
        headerId: `voice_${randomText(24)}`,
        body: Buffer.from(turn),
        override: {},
        event: 'agent.message',
      });
    } catch (error) {
      // The original is being sent regardless.
      onDefect(error);
    }
  }

  #sendCopy(
    { row }: FoundDelivery,
    copy: {
      readonly webhook: WebhookRow;
      readonly headerId: string;
      readonly body: Uint8Array;
      readonly override: DeliveryOverride;
      /** Set if the event is not that of its source. */
      readonly event?: WebhookEventName;
      readonly fault?: DeliveryFaultSpec['kind'] | undefined;
    },
  ): DeliverySummary {
    const { attempts, store, onDefect } = this.#deps;
    const { webhook, override, fault } = copy;
    const isOverridden = Object.keys(override).length > 0;
    const delivery = newDelivery(
      attempts.stamp(),
      { kind: 'webhook', webhook },
      {
        accountId: row.accountId,
        kind: 'replay',
        headerId: copy.headerId,
        agentId: row.agentId,
        numberId: row.numberId,
        conversationId: row.conversationId,
        callId: row.callId,
        messageId: row.messageId,
        turn: row.turn,
        event: copy.event ?? row.event,
        channel: row.channel,
        body: copy.body,
        ...wordsOfBody(Buffer.from(copy.body).toString('utf8')),
        sourceId: row.id,
        ...(isOverridden ? { override } : {}),
      },
    );
    const hit = fault
      ? { faultId: null, spec: { target: 'delivery', kind: fault } as const }
      : null;
    const plan = attempts.planFirst(delivery, webhook, hit);
    void attempts.makeOnly(delivery, plan).catch(onDefect);
    if (fault === 'duplicate') this.alsoSend(plan, 'duplicate');
    return deliveryNow(store, delivery.id);
  }

  /** The webhook whose secret signs. With another URL, it may be one that no longer exists. */
  #target(source: FoundDelivery, url: string | undefined, sent: SentAttempt | null): WebhookRow {
    const webhook = this.#route(source);
    if (webhook) return webhook;
    const address = url ?? sent?.url;
    if (address === undefined || !sent) {
      throw conflict(
        source.row.id,
        'has nowhere to go, because no webhook is registered. Set one with POST /v1/webhooks',
      );
    }
    return {
      id: '',
      accountId: source.row.accountId,
      agentId: source.row.agentId,
      url: address,
      secret: sent.secret,
      contextLimit: 0,
      timeoutSeconds: DEFAULT_TIMEOUT_SECONDS,
      demo: false,
      createdAt: 0,
    };
  }

  #route({ row }: FoundDelivery): WebhookRow | null {
    const route = this.#deps.webhooks.route(row.accountId, row.agentId);
    return route.kind === 'webhook' ? route.webhook : null;
  }
}

function sendable(headers: readonly (readonly [string, string])[]) {
  return headers.filter(([name]) => !CONNECTION_HEADERS.has(name.toLowerCase()));
}

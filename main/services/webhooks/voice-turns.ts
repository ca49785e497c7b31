import { headerValue } from '../../../common/rules/signing.ts';
import type { Clock } from '../../platform/clock.ts';
import { newId, randomText } from '../../platform/random.ts';
import type { DeliveryStore, NewDelivery } from '../../store/deliveries.ts';
import type { WebhookRow } from '../../store/webhooks.ts';
import type {
  TurnWebhook,
  TurnWebhookObserver,
  TurnWebhookResult,
  VoiceTurn,
} from '../../voice/turn-webhook.ts';
import { HISTORY_LIMIT } from '../outgoing-events.ts';
import type { AttemptResult, Attempts } from './attempts.ts';
import { voiceTurnBody } from './envelope.ts';
import type { Webhooks } from './webhooks.ts';

export interface VoiceTurnsDeps {
  readonly clock: Clock;
  readonly store: DeliveryStore;
  readonly webhooks: Webhooks;
  readonly attempts: Attempts;
  /** Metadata of the text thread between two numbers; null when there is none. */
  readonly stateBetween: (
    numberId: string,
    counterparty: string,
  ) => Readonly<Record<string, unknown>> | null;
}

/** Sends caller turns: at once, beside the queue, never twice. */
export class VoiceTurns implements TurnWebhook {
  readonly #clock: Clock;
  readonly #store: DeliveryStore;
  readonly #webhooks: Webhooks;
  readonly #attempts: Attempts;
  readonly #stateBetween: VoiceTurnsDeps['stateBetween'];

  constructor(deps: VoiceTurnsDeps) {
    this.#clock = deps.clock;
    this.#store = deps.store;
    this.#webhooks = deps.webhooks;
    this.#attempts = deps.attempts;
    this.#stateBetween = deps.stateBetween;
  }

  async send(
    turn: VoiceTurn,
    observer: TurnWebhookObserver,
    signal: AbortSignal,
  ): Promise<TurnWebhookResult> {
    const route = this.#webhooks.route(turn.accountId, turn.agentId);
    if (route.kind === 'nowhere') {
      const delivery = this.#delivery(turn, null, route.because);
      this.#store.insert(delivery);
      this.#attempts.publish(delivery.id);
      return { kind: 'noWebhook' };
    }
    const { webhook } = route;
    const delivery = this.#delivery(turn, webhook, null);
    const attempt = this.#attempts.makeOnly(
      delivery,
      webhook,
      {
        requestSent: () => observer.requestSent({ deliveryId: delivery.id, url: webhook.url }),
        responseStarted: ({ status, headers }) =>
          observer.responseStarted({ status, contentType: headerValue(headers, 'content-type') }),
        responseBytes: (chunk) => observer.responseBytes(chunk),
      },
      signal,
    );
    return turnResult(await attempt);
  }

  #delivery(turn: VoiceTurn, webhook: WebhookRow | null, because: string | null): NewDelivery {
    const nowMs = this.#clock.now();
    const counterparty = turn.direction === 'outbound' ? turn.to : turn.from;
    return {
      id: newId('delivery'),
      accountId: turn.accountId,
      kind: 'voice',
      headerId: `voice_${randomText(24)}`,
      webhookId: webhook?.id ?? null,
      agentId: turn.agentId,
      numberId: turn.numberId,
      conversationId: null,
      callId: turn.callId,
      messageId: null,
      turn: turn.turn,
      event: 'agent.message',
      channel: 'voice',
      url: webhook?.url ?? '',
      demo: webhook?.demo ?? false,
      body: voiceTurnBody(turn, {
        nowMs,
        contextLimit: webhook?.contextLimit ?? HISTORY_LIMIT,
        conversationState: turn.numberId ? this.#stateBetween(turn.numberId, counterparty) : null,
      }),
      status: webhook ? 'pending' : 'nowhere',
      lastError: because,
      createdAt: nowMs,
    };
  }
}

function turnResult({ result }: AttemptResult): TurnWebhookResult {
  const { failure } = result;
  if (!failure) return { kind: 'completed' };
  if (failure.why === 'aborted') return { kind: 'aborted' };
  return { kind: 'failed', why: failure.why, message: failure.message };
}

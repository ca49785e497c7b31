import type { Diagnosis } from '../../../common/contract/index.ts';
import { diagnose } from '../../../common/rules/deliveries/diagnosis.ts';
import type { Attempts } from '../deliveries/attempts.ts';
import { refuseExchange } from '../deliveries/delivery-exchange-log.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { DeliveryInspection } from './inspection.ts';
import { sampleDelivery, sampleText, sampleVoiceTurn } from './sample-request.ts';

export interface WebhookDiagnosisDeps {
  readonly webhooks: Webhooks;
  readonly attempts: Attempts;
  readonly inspection: DeliveryInspection;
}

/** Answers "why did my webhook not arrive?" and "why was there silence?". */
export class WebhookDiagnosis {
  readonly #deps: WebhookDiagnosisDeps;

  constructor(deps: WebhookDiagnosisDeps) {
    this.#deps = deps;
  }

  /** @throws `NOT_FOUND`, or `CONFLICT` if it is not a webhook delivery */
  async delivery(id: string): Promise<Diagnosis> {
    const delivery = await this.#deps.inspection.get(id);
    refuseExchange(delivery, 'there is no way of a webhook to look into');
    return diagnose(delivery);
  }

  /**
   * Sends a test request to the webhook of this agent, and diagnoses the result.
   *
   * @param agentId Null: the project webhook.
   * @throws `NOT_FOUND` if there is no such agent
   */
  async webhook(
    accountId: string,
    agentId: string | null,
    as: 'text' | 'voiceTurn',
  ): Promise<Diagnosis> {
    const { webhooks, attempts } = this.#deps;
    const subject = webhooks.testSubject(accountId, agentId);
    const route = webhooks.route(accountId, agentId);
    if (route.kind === 'nowhere') {
      return {
        healthy: false,
        verdict: 'No webhook is registered.',
        steps: [
          {
            check: 'registered',
            state: 'problem',
            finding: 'No webhook is registered.',
            fix: 'Register one with POST /v1/webhooks.',
          },
        ],
        deliveryId: null,
      };
    }
    const { webhook } = route;
    const stamp = attempts.stamp();
    const body =
      as === 'voiceTurn'
        ? sampleVoiceTurn(webhook, subject, stamp.nowMs)
        : sampleText(webhook, subject, stamp.nowMs, {
            message: 'The doctor is looking whether your webhook works.',
          });
    const channel = as === 'voiceTurn' ? 'voice' : 'sms';
    const delivery = sampleDelivery(webhook, subject, stamp, body, channel);
    await attempts.sendOnce(delivery, webhook);
    return this.delivery(delivery.id);
  }
}

import type {
  TestEventRequest,
  WebhookTestResult,
  WebhookTrial,
} from '../../../common/contract/index.ts';
import type { Attempts } from '../deliveries/attempts.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { sampleDelivery, sampleText } from './sample-request.ts';

const MESSAGE = 'This is a test event. If you can read it, your webhook works.';

export interface TestEventsDeps {
  readonly webhooks: Webhooks;
  readonly attempts: Attempts;
}

/**
 * Sends a sample text message once, to see whether a webhook works
 * (docs/reference/provider/webhooks.md#test-events).
 */
export class TestEvents {
  readonly #webhooks: Webhooks;
  readonly #attempts: Attempts;

  constructor(deps: TestEventsDeps) {
    this.#webhooks = deps.webhooks;
    this.#attempts = deps.attempts;
  }

  /**
   * Tests the project webhook.
   *
   * @param agentId The agent named in the payload. Null: the account's first agent.
   * @param content What the text says instead of the default, to try out a handler's routing.
   * @throws `NOT_FOUND` if there is no webhook or no such agent
   */
  project(
    accountId: string,
    agentId: string | null,
    content: TestEventRequest = {},
  ): Promise<WebhookTestResult> {
    return answered(this.#send(accountId, null, agentId, content));
  }

  /**
   * Tests the agent's own webhook. @throws `NOT_FOUND` if it has none, or there is no such agent
   */
  agent(
    accountId: string,
    agentId: string,
    content: TestEventRequest = {},
  ): Promise<WebhookTestResult> {
    return answered(this.#send(accountId, agentId, agentId, content));
  }

  /** Tests the webhook of the agent, or of the project; tells which delivery it was. @throws as above */
  trial(accountId: string, agentId: string | null): Promise<WebhookTrial> {
    return this.#send(accountId, agentId, agentId, {});
  }

  async #send(
    accountId: string,
    webhookOf: string | null,
    agentId: string | null,
    content: TestEventRequest,
  ): Promise<WebhookTrial> {
    const webhook = this.#webhooks.ownOrThrow(accountId, webhookOf);
    const subject = this.#webhooks.testSubject(accountId, agentId);
    const stamp = this.#attempts.stamp();
    const body = sampleText(webhook, subject, stamp.nowMs, { message: MESSAGE, ...content });
    const delivery = sampleDelivery(webhook, subject, stamp, body, content.channel ?? 'sms');
    const { result, outcome, error } = await this.#attempts.sendOnce(delivery, webhook);
    return {
      deliveryId: delivery.id,
      success: outcome === 'success',
      httpStatus: result.status,
      responseMs: Math.round(result.timing.endMs),
      error,
    };
  }
}

/** The service says two things twice. */
async function answered(trial: Promise<WebhookTrial>): Promise<WebhookTestResult> {
  const { deliveryId: _, ...result } = await trial;
  return { ...result, statusCode: result.httpStatus, errorMessage: result.error };
}

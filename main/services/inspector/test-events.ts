import type { TestEventRequest, WebhookTestResult } from '../../../common/contract/index.ts';
import type { Clock } from '../../platform/time/clock.ts';
import { newRow } from '../../store/deliveries/deliveries.ts';
import { planAttempt } from '../deliveries/attempt-plan.ts';
import type { Attempts } from '../deliveries/attempts.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { sampleDelivery, sampleText } from './sample-request.ts';

const MESSAGE = 'This is a test event. If you can read it, your webhook works.';

export interface TestEventsDeps {
  readonly clock: Clock;
  readonly webhooks: Webhooks;
  readonly attempts: Attempts;
  readonly userAgent: string;
}

/**
 * Sends a made-up text message, once, to see whether a webhook works
 * (docs/reference/provider/webhooks.md#test-events).
 */
export class TestEvents {
  readonly #clock: Clock;
  readonly #webhooks: Webhooks;
  readonly #attempts: Attempts;
  readonly #userAgent: string;

  constructor(deps: TestEventsDeps) {
    this.#clock = deps.clock;
    this.#webhooks = deps.webhooks;
    this.#attempts = deps.attempts;
    this.#userAgent = deps.userAgent;
  }

  /**
   * Tests the project webhook.
   *
   * @param agentId The agent named in the payload; null takes the account's first.
   * @param content What the text is to say instead of the usual, to try a handler's routing.
   * @throws `NOT_FOUND` when there is no webhook or no such agent
   */
  project(
    accountId: string,
    agentId: string | null,
    content: TestEventRequest = {},
  ): Promise<WebhookTestResult> {
    return this.#send(accountId, null, agentId, content);
  }

  /** Tests the agent's own webhook. @throws `NOT_FOUND` when there is none or no such agent */
  agent(
    accountId: string,
    agentId: string,
    content: TestEventRequest = {},
  ): Promise<WebhookTestResult> {
    return this.#send(accountId, agentId, agentId, content);
  }

  async #send(
    accountId: string,
    webhookOf: string | null,
    agentId: string | null,
    content: TestEventRequest,
  ): Promise<WebhookTestResult> {
    const webhook = this.#webhooks.forTest(accountId, webhookOf);
    const subject = this.#webhooks.testSubject(accountId, agentId);
    const made = { id: this.#attempts.newDeliveryId(), nowMs: this.#clock.now() };
    const body = sampleText(webhook, subject, made.nowMs, { message: MESSAGE, ...content });
    const channel = content.channel ?? 'sms';
    const delivery = sampleDelivery(webhook, subject, made, body, channel);
    const plan = planAttempt({
      delivery: newRow(delivery),
      body,
      editedBody: null,
      webhook,
      hit: null,
      timestampSeconds: Math.floor(this.#clock.real.now() / 1000),
      userAgent: this.#userAgent,
    });
    const { result, outcome, error } = await this.#attempts.makeOnly(delivery, plan);
    return {
      success: outcome === 'success',
      httpStatus: result.status,
      statusCode: result.status,
      responseMs: Math.round(result.timing.endMs),
      errorMessage: error,
      error,
    };
  }
}

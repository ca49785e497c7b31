import type { WebhookTestResult } from '../../../common/contract/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { newId, newOrderedId, randomText } from '../../platform/random.ts';
import { type NewDelivery, newRow } from '../../store/deliveries.ts';
import { planAttempt } from './attempt-plan.ts';
import type { Attempts } from './attempts.ts';
import { eventBody } from './envelope.ts';
import type { Webhooks } from './webhooks.ts';

export interface TestEventsDeps {
  readonly clock: Clock;
  readonly webhooks: Webhooks;
  readonly attempts: Attempts;
  readonly userAgent: string;
}

/** Numbers of the range that is set aside for examples. */
const SAMPLE_SENDER = '+12025550147';
const SAMPLE_NUMBER = '+14155550123';

/** Sends a made-up text message, once, to see whether a webhook works (behaviour.md 2.7). */
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
   * @throws `NOT_FOUND` when there is no webhook or no such agent
   */
  project(accountId: string, agentId: string | null): Promise<WebhookTestResult> {
    return this.#send(accountId, null, agentId);
  }

  /** Tests the agent's own webhook. @throws `NOT_FOUND` when there is none or no such agent */
  agent(accountId: string, agentId: string): Promise<WebhookTestResult> {
    return this.#send(accountId, agentId, agentId);
  }

  async #send(
    accountId: string,
    webhookOf: string | null,
    agentId: string | null,
  ): Promise<WebhookTestResult> {
    const webhook = this.#webhooks.forTest(accountId, webhookOf);
    const subject = this.#webhooks.testSubject(accountId, agentId);
    const nowMs = this.#clock.now();
    const messageId = newId('message');
    const body = eventBody(
      {
        accountId,
        agentId: subject?.agentId ?? null,
        numberId: subject?.numberId ?? null,
        conversationId: null,
        callId: null,
        messageId,
        event: 'agent.message',
        channel: 'sms',
        data: {
          messageId,
          conversationId: null,
          numberId: subject?.numberId ?? null,
          from: SAMPLE_SENDER,
          to: subject?.phoneNumber ?? SAMPLE_NUMBER,
          contact: null,
          message: 'This is a test event. If you can read it, your webhook works.',
          mediaUrl: null,
          mediaUrls: [],
          direction: 'inbound',
          receivedAt: new Date(nowMs).toISOString(),
        },
        conversationState: { testMode: true },
        history: [],
        occurredAtMs: nowMs,
      },
      webhook.contextLimit,
    );
    const delivery: NewDelivery = {
      id: newOrderedId('delivery', this.#clock.real.now()),
      accountId,
      kind: 'test',
      headerId: `test_${randomText(24)}`,
      webhookId: webhook.id,
      agentId: subject?.agentId ?? null,
      numberId: subject?.numberId ?? null,
      conversationId: null,
      callId: null,
      messageId: null,
      turn: null,
      event: 'agent.message',
      channel: 'sms',
      url: webhook.url,
      demo: false,
      body,
      status: 'pending',
      createdAt: nowMs,
    };
    const plan = planAttempt({
      delivery: newRow(delivery),
      body,
      editedBody: null,
      webhook,
      strike: null,
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

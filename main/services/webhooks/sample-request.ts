import { newId, randomText } from '../../platform/random.ts';
import type { NewDelivery } from '../../store/deliveries.ts';
import type { TestSubject, WebhookRow } from '../../store/webhooks.ts';
import { eventBody, voiceTurnBody } from './envelope.ts';

/** Numbers of the range that is set aside for examples. */
const SAMPLE_SENDER = '+12025550147';
const SAMPLE_NUMBER = '+14155550123';

/** The body of a made-up inbound text, in the ordinary envelope (behaviour.md 2.7). */
export function sampleText(
  webhook: WebhookRow,
  subject: TestSubject | null,
  nowMs: number,
  message: string,
): Buffer {
  const messageId = newId('message');
  return eventBody(
    {
      accountId: webhook.accountId,
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
        message,
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
}

/** The body of a made-up caller turn. */
export function sampleVoiceTurn(
  webhook: WebhookRow,
  subject: TestSubject | null,
  nowMs: number,
): Buffer {
  return voiceTurnBody(
    {
      accountId: webhook.accountId,
      callId: newId('call'),
      turn: 1,
      agentId: subject?.agentId ?? '',
      numberId: subject?.numberId ?? null,
      from: SAMPLE_SENDER,
      to: subject?.phoneNumber ?? SAMPLE_NUMBER,
      direction: 'inbound',
      transcript: 'Hello? This is a test call.',
      confidence: 0.98,
      history: [],
    },
    { nowMs, contextLimit: webhook.contextLimit, conversationState: { testMode: true } },
  );
}

/** A test delivery with this body, which is sent once and not retried. */
export function sampleDelivery(
  webhook: WebhookRow,
  subject: TestSubject | null,
  made: { readonly id: string; readonly nowMs: number },
  body: Uint8Array,
  channel: 'sms' | 'voice',
): NewDelivery {
  return {
    id: made.id,
    accountId: webhook.accountId,
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
    channel,
    url: webhook.url,
    demo: webhook.demo,
    body,
    status: 'pending',
    createdAt: made.nowMs,
  };
}

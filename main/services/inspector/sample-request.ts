import type { EventChannel, TestEventRequest } from '../../../common/contract/index.ts';
import { wordsOfBody } from '../../../common/rules/deliveries/delivery-words.ts';
import { newId, randomText } from '../../platform/random.ts';
import type { NewDelivery } from '../../store/deliveries/deliveries.ts';
import type { TestSubject, WebhookRow } from '../../store/deliveries/webhooks.ts';
import { eventBody, voiceTurnBody } from '../deliveries/envelope.ts';
import { type DeliveryStamp, newDelivery } from '../deliveries/new-delivery.ts';

/** A number from the range reserved for examples. */
const SAMPLE_SENDER = '+12025550147';
const SAMPLE_NUMBER = '+14155550123';

const MARK = { test: true } as const;

/** The content of a sample text; the rest comes from the agent and its number. */
export type SampleTextContent = TestEventRequest & { readonly message: string };

/**
 * The body of a sample inbound text, in the ordinary envelope
 * (docs/reference/provider/webhooks.md#test-events).
 */
export function sampleText(
  webhook: WebhookRow,
  subject: TestSubject | null,
  nowMs: number,
  content: SampleTextContent,
): Buffer {
  const messageId = newId('message');
  const to = content.to ?? subject?.phoneNumber ?? SAMPLE_NUMBER;
  // A number other than the agent's own has no id here.
  const numberId = to === subject?.phoneNumber ? subject.numberId : null;
  return eventBody(
    {
      accountId: webhook.accountId,
      agentId: subject?.agentId ?? null,
      numberId,
      conversationId: null,
      callId: null,
      messageId,
      event: 'agent.message',
      channel: content.channel ?? 'sms',
      data: {
        messageId,
        externalMessageId: null,
        conversationId: null,
        numberId,
        externalId: null,
        from: content.from ?? SAMPLE_SENDER,
        to,
        contact: null,
        message: content.message,
        mediaUrl: null,
        mediaUrls: [],
        direction: 'inbound',
        receivedAt: new Date(nowMs).toISOString(),
        senderIdentifier: null,
        group: null,
        reactionType: null,
      },
      conversationState: { testMode: true },
      history: [],
      occurredAtMs: nowMs,
    },
    webhook.contextLimit,
    MARK,
  );
}

/** The body of a sample caller turn. */
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
    {
      nowMs,
      contextLimit: webhook.contextLimit,
      conversationId: null,
      conversationState: { testMode: true },
    },
    MARK,
  );
}

/** A test delivery with this body, which is sent once and not retried. */
export function sampleDelivery(
  webhook: WebhookRow,
  subject: TestSubject | null,
  stamp: DeliveryStamp,
  body: Uint8Array,
  channel: EventChannel,
): NewDelivery {
  return newDelivery(
    stamp,
    { kind: 'webhook', webhook },
    {
      accountId: webhook.accountId,
      kind: 'test',
      headerId: `test_${randomText(24)}`,
      agentId: subject?.agentId ?? null,
      numberId: subject?.numberId ?? null,
      event: 'agent.message',
      channel,
      body,
      ...wordsOfBody(Buffer.from(body).toString('utf8')),
    },
  );
}

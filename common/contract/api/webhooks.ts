import { z } from 'zod';
import { TEXT_CHANNELS } from '../lists/channels.ts';
import { DateTime, Nullable, QueryInteger, WebUrl } from './common.ts';

/** Webhooks and their delivery log (docs/reference/provider/webhooks.md). */

export const DEFAULT_CONTEXT_LIMIT = 10;
export const DEFAULT_TIMEOUT_SECONDS = 30;

export const WebhookRequest = z.object({
  url: WebUrl.refine((url) => !URL.canParse(url) || new URL(url).username === '', {
    error: 'Must not contain a user name or password',
  }).describe('Where events are sent; http and loopback are welcome here, production wants https.'),
  contextLimit: z
    .number()
    .int()
    .min(0)
    .max(50)
    .nullish()
    .describe(
      'How many recent messages an event carries as `recentHistory`; 10 by default, 0 none.',
    ),
  timeout: z
    .number()
    .int()
    .min(5)
    .max(120)
    .nullish()
    .describe('Seconds to the first byte of the answer and between its chunks; 30 by default.'),
});
export type WebhookRequest = z.infer<typeof WebhookRequest>;

export const Webhook = z.object({
  id: z.string().describe('Id of the webhook.'),
  url: z.string().describe('Where events are sent.'),
  secret: z
    .string()
    .describe('The whole text, prefix included, is the HMAC key; every POST makes a new one.'),
  status: z.literal('active').describe('Always `active`.'),
  contextLimit: z.number().int().describe('How many recent messages an event carries.'),
  timeout: z
    .number()
    .int()
    .describe('Seconds to the first byte of the answer and between its chunks.'),
  createdAt: DateTime.describe('When it was set.'),
});
export type Webhook = z.infer<typeof Webhook>;

export const WebhookDeleted = z.object({
  success: z.literal(true).describe('Always true; failures are error answers.'),
});

/** What a test event should say instead of its default text, to try out a handler's routing. */
export const TestEventRequest = z.object({
  from: z.string().min(1).max(255).exactOptional().describe('Who is to have written it.'),
  to: z
    .string()
    .min(1)
    .max(255)
    .exactOptional()
    .describe('Which number it is to have reached; need not be one of yours.'),
  message: z.string().max(10_000).exactOptional().describe('The text.'),
  channel: z
    .enum(TEXT_CHANNELS)
    .exactOptional()
    .describe('How it is to have travelled; `sms` by default.'),
});
export type TestEventRequest = z.infer<typeof TestEventRequest>;

/**
 * The union of the two known forms, that of the docs and that of the MCP server
 * (docs/reference/provider/webhooks.md#test-events).
 */
export const WebhookTestResult = z.object({
  success: z.boolean().describe('Whether your server took the event.'),
  httpStatus: Nullable(z.number().int()).describe('Status it answered; null without an answer.'),
  statusCode: Nullable(z.number().int()).describe('The same as `httpStatus`.'),
  responseMs: z.number().int().describe('How long the answer took, in milliseconds.'),
  errorMessage: Nullable(z.string()).describe('Why it failed; null when it did not.'),
  error: Nullable(z.string()).describe('The same as `errorMessage`.'),
});
export type WebhookTestResult = z.infer<typeof WebhookTestResult>;

/** The documented record, plus the names that the MCP server has for the same fields. */
export const WebhookDelivery = z.object({
  id: z.string().describe('What `X-Webhook-ID` carried.'),
  messageId: Nullable(z.string()).describe('The message it is about; null for other events.'),
  eventType: Nullable(z.string()).describe('Kind of event, such as `agent.message`.'),
  channel: Nullable(z.string()).describe('How the message travelled.'),
  status: z
    .enum(['success', 'failed', 'pending'])
    .describe('Taken, given up, or still to be tried.'),
  httpStatus: Nullable(z.number().int()).describe(
    'Status of the latest attempt; null without an answer.',
  ),
  errorMessage: Nullable(z.string()).describe(
    'Why the latest attempt failed; null when it did not.',
  ),
  responseBody: Nullable(z.string()).describe('What was answered, shortened.'),
  attemptCount: z.number().int().describe('How often it was tried.'),
  lastAttemptAt: Nullable(DateTime).describe('When it was last tried.'),
  nextRetryAt: Nullable(DateTime).describe('When it is tried again; null when it is not.'),
  createdAt: DateTime.describe('When the event happened.'),
  event: Nullable(z.string()).describe('The same as `eventType`.'),
  statusCode: Nullable(z.number().int()).describe('The same as `httpStatus`.'),
  success: z.boolean().describe('Whether it was taken.'),
  deliveredAt: Nullable(DateTime).describe('When it was taken; null when it was not.'),
  responseMs: Nullable(z.number().int()).describe(
    'How long the latest answer took, in milliseconds.',
  ),
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

export const WebhookDeliveryList = z.object({
  items: z.array(WebhookDelivery).describe('Deliveries, newest first.'),
  total: z.number().int().describe('How many there are in all.'),
  offset: z.number().int().describe('How many were skipped.'),
  limit: z.number().int().describe('How many were asked for at most.'),
  data: z
    .array(WebhookDelivery)
    .describe('The same as `items`, under the name the MCP server reads.'),
  hasMore: z.boolean().describe('Whether there are more beyond these.'),
});

const Hours = QueryInteger(1, 168);

export const DeliveryLogQuery = z.object({
  limit: QueryInteger(1, 100).default(50).describe('How many deliveries to answer at most.'),
  offset: QueryInteger(0, 1_000_000_000)
    .default(0)
    .describe('How many to skip from the newest on.'),
  hours: Hours.optional().describe('Only deliveries of the last so many hours.'),
});

export const DeliveryStatsQuery = z.object({
  hours: Hours.default(24).describe('Counts the deliveries of the last so many hours.'),
});

const Counters = z.object({
  total: z.number().int().describe('All deliveries.'),
  success: z.number().int().describe('Those that were taken.'),
  failed: z.number().int().describe('Those that were given up.'),
  pending: z.number().int().describe('Those still to be tried.'),
});

export const WebhookDeliveryStats = Counters.extend({
  successRate: z
    .number()
    .describe('Share of the finished ones that were taken, 0 to 100 with one decimal.'),
  byEventType: z.record(z.string(), Counters).describe('The same counters for each kind of event.'),
  byHour: z
    .array(
      Counters.extend({
        hour: DateTime.describe('When the hour began.'),
      }),
    )
    .describe('The same counters for each hour, oldest first.'),
});
export type WebhookDeliveryStats = z.infer<typeof WebhookDeliveryStats>;

export const WebhookAllTimeStats = z.object({
  total: z.number().int().describe('All deliveries.'),
  success: z.number().int().describe('Those that were taken.'),
  failed: z.number().int().describe('Those that were given up.'),
  successRate: z
    .number()
    .describe('Share of the finished ones that were taken, 0 to 100 with one decimal.'),
});
export type WebhookAllTimeStats = z.infer<typeof WebhookAllTimeStats>;

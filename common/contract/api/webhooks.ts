import { z } from 'zod';
import { DateTime, Nullable, QueryInteger } from './common.ts';

/** Webhooks and their delivery log (api.md 4.3 and 4.4; behaviour.md 2.10 and 2.11). */

export const DEFAULT_CONTEXT_LIMIT = 10;
export const DEFAULT_TIMEOUT_SECONDS = 30;

export const WebhookRequest = z.object({
  /** http and loopback are welcome here; production wants https. */
  url: z
    .url({ protocol: /^https?$/, error: 'Must be an http or https URL' })
    .max(2083)
    .refine((url) => !URL.canParse(url) || new URL(url).username === '', {
      error: 'Must not contain a user name or password',
    }),
  contextLimit: z.number().int().min(0).max(50).nullish(),
  /** Seconds to the first byte of the answer and between its chunks. */
  timeout: z.number().int().min(5).max(120).nullish(),
});
export type WebhookRequest = z.infer<typeof WebhookRequest>;

export const Webhook = z.object({
  id: z.string(),
  url: z.string(),
  /** The whole string, prefix included, is the HMAC key. A new one on every POST. */
  secret: z.string(),
  status: z.literal('active'),
  contextLimit: z.number().int(),
  timeout: z.number().int(),
  createdAt: DateTime,
});
export type Webhook = z.infer<typeof Webhook>;

export const WebhookDeleted = z.object({ success: z.literal(true) });

/** The union of the forms on record: the docs' and the MCP server's (behaviour.md 2.7). */
export const WebhookTestResult = z.object({
  success: z.boolean(),
  httpStatus: Nullable(z.number().int()),
  statusCode: Nullable(z.number().int()),
  responseMs: z.number().int(),
  errorMessage: Nullable(z.string()),
  error: Nullable(z.string()),
});
export type WebhookTestResult = z.infer<typeof WebhookTestResult>;

/** The documented record and, for the MCP server's sake, its names for the same things. */
export const WebhookDelivery = z.object({
  id: z.string(),
  messageId: Nullable(z.string()),
  eventType: Nullable(z.string()),
  channel: Nullable(z.string()),
  status: z.enum(['success', 'failed', 'pending']),
  httpStatus: Nullable(z.number().int()),
  errorMessage: Nullable(z.string()),
  responseBody: Nullable(z.string()),
  attemptCount: z.number().int(),
  lastAttemptAt: Nullable(DateTime),
  nextRetryAt: Nullable(DateTime),
  createdAt: DateTime,
  event: Nullable(z.string()),
  statusCode: Nullable(z.number().int()),
  success: z.boolean(),
  deliveredAt: Nullable(DateTime),
  responseMs: Nullable(z.number().int()),
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

export const WebhookDeliveryList = z.object({
  items: z.array(WebhookDelivery),
  total: z.number().int(),
  offset: z.number().int(),
  limit: z.number().int(),
  /** The same as `items`, under the name the MCP server reads. */
  data: z.array(WebhookDelivery),
  hasMore: z.boolean(),
});

const Hours = QueryInteger(1, 168);

export const DeliveryLogQuery = z.object({
  limit: QueryInteger(1, 100).default(50),
  offset: QueryInteger(0, 1_000_000_000).default(0),
  /** Only deliveries of the last so many hours. */
  hours: Hours.optional(),
});

export const DeliveryStatsQuery = z.object({ hours: Hours.default(24) });

const Counters = z.object({
  total: z.number().int(),
  success: z.number().int(),
  failed: z.number().int(),
  pending: z.number().int(),
});

export const WebhookDeliveryStats = Counters.extend({
  /** Of the finished ones, 0 to 100 with one decimal. */
  successRate: z.number(),
  byEventType: z.record(z.string(), Counters),
  byHour: z.array(Counters.extend({ hour: DateTime })),
});
export type WebhookDeliveryStats = z.infer<typeof WebhookDeliveryStats>;

export const WebhookAllTimeStats = z.object({
  total: z.number().int(),
  success: z.number().int(),
  failed: z.number().int(),
  successRate: z.number(),
});
export type WebhookAllTimeStats = z.infer<typeof WebhookAllTimeStats>;

import { z } from 'zod';
import {
  DeliveryLogQuery,
  DeliveryStatsQuery,
  Nullable,
  TestEventRequest,
  Webhook,
  WebhookAllTimeStats,
  WebhookDeleted,
  WebhookDeliveryList,
  WebhookDeliveryStats,
  WebhookRequest,
  WebhookTestResult,
} from '../../../common/contract/index.ts';
import type { DeliveryLog } from '../../services/inspector/delivery-log.ts';
import type { TestEvents } from '../../services/inspector/test-events.ts';
import type { Webhooks } from '../../services/webhooks/webhooks.ts';
import { type ApiRoute, route } from '../route.ts';

const TestQuery = z.object({
  agentId: z
    .string()
    .optional()
    .describe("The agent that the made-up event names; the account's first by default."),
});

export interface WebhookRoutesDeps {
  readonly webhooks: Webhooks;
  readonly testEvents: TestEvents;
  readonly deliveryLog: DeliveryLog;
}

/**
 * The project's webhook and the log of all deliveries
 * (docs/reference/provider/webhooks.md#registration).
 */
export function webhookRoutes({
  webhooks,
  testEvents,
  deliveryLog,
}: WebhookRoutesDeps): ApiRoute[] {
  const tag = 'Webhooks';
  return [
    route(
      {
        method: 'GET',
        path: '/v1/webhooks',
        operation: 'webhooks.getWebhook',
        summary: 'The project webhook, or null',
        tag,
        answer: Nullable(Webhook),
      },
      ({ accountId }) => webhooks.get(accountId, null),
    ),
    route(
      {
        method: 'POST',
        path: '/v1/webhooks',
        operation: 'webhooks.createOrUpdateWebhook',
        summary: 'Set the project webhook; every call makes a new secret',
        tag,
        body: WebhookRequest,
        answer: Webhook,
        errors: ['VALIDATION_ERROR'],
      },
      ({ accountId, body }) => webhooks.set(accountId, null, body),
    ),
    route(
      {
        method: 'DELETE',
        path: '/v1/webhooks',
        operation: 'webhooks.deleteWebhook',
        summary: 'Remove the project webhook; agent webhooks stay',
        tag,
        answer: WebhookDeleted,
        errors: ['NOT_FOUND'],
      },
      ({ accountId }) => {
        webhooks.remove(accountId, null);
        return { success: true as const };
      },
    ),
    route(
      {
        method: 'POST',
        path: '/v1/webhooks/test',
        operation: 'webhooks.testWebhook',
        summary: 'Send a made-up text event to the project webhook and tell what came of it',
        tag,
        query: TestQuery,
        body: TestEventRequest,
        answer: WebhookTestResult,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, query, body }) => testEvents.project(accountId, query.agentId ?? null, body),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/webhooks/deliveries',
        operation: 'webhooks.listDeliveries',
        summary: 'The deliveries of all webhooks, newest first',
        tag,
        query: DeliveryLogQuery,
        answer: WebhookDeliveryList,
      },
      async ({ accountId, query }) => {
        const { limit, offset, hours } = query;
        const page = await deliveryLog.list({ accountId, limit, offset, hours });
        const { items, total } = page;
        return { items, total, offset, limit, data: items, hasMore: offset + items.length < total };
      },
    ),
    route(
      {
        method: 'GET',
        path: '/v1/webhooks/deliveries/stats',
        operation: 'webhooks.deliveryStats',
        summary: 'Counts of the last hours by outcome, event and hour',
        tag,
        query: DeliveryStatsQuery,
        answer: WebhookDeliveryStats,
      },
      ({ accountId, query }) => deliveryLog.stats(accountId, query.hours),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/webhooks/deliveries/all-time',
        operation: 'webhooks.allTimeStats',
        summary: 'Counts since the beginning',
        tag,
        answer: WebhookAllTimeStats,
      },
      ({ accountId }) => deliveryLog.allTime(accountId),
    ),
  ];
}

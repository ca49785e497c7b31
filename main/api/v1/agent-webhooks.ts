import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  DeliveryLogQuery,
  Nullable,
  TestEventRequest,
  Webhook,
  WebhookDeleted,
  WebhookDelivery,
  WebhookRequest,
  WebhookTestResult,
} from '../../../common/contract/index.ts';
import { type ApiRoute, route } from '../route.ts';
import { AgentPath } from './params.ts';
import type { WebhookRoutesDeps } from './webhooks.ts';

/**
 * An agent's own webhook. While it is set, the project's webhook gets none of that agent's events
 * (docs/reference/provider/webhooks.md#where-an-event-goes).
 */
export function agentWebhookRoutes({
  webhooks,
  testEvents,
  deliveryLog,
}: WebhookRoutesDeps): ApiRoute[] {
  const tag = 'Agent webhooks';
  const path = '/v1/agents/:agent_id/webhook';
  return [
    route(
      {
        method: 'GET',
        path,
        operation: 'agentWebhooks.getAgentWebhook',
        summary: "The agent's own webhook, or null",
        tag,
        params: AgentPath,
        answer: Nullable(Webhook),
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params }) => webhooks.get(accountId, params.agent_id),
    ),
    route(
      {
        method: 'POST',
        path,
        operation: 'agentWebhooks.createOrUpdateAgentWebhook',
        summary: "Set the agent's own webhook; every call makes a new secret",
        tag,
        params: AgentPath,
        body: WebhookRequest,
        answer: Webhook,
        errors: ['NOT_FOUND', 'VALIDATION_ERROR'],
      },
      ({ accountId, params, body }) => webhooks.set(accountId, params.agent_id, body),
    ),
    route(
      {
        method: 'DELETE',
        path,
        operation: 'agentWebhooks.deleteAgentWebhook',
        summary: "Remove the agent's own webhook; its events go to the project's again",
        tag,
        params: AgentPath,
        answer: WebhookDeleted,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params }) => {
        webhooks.remove(accountId, params.agent_id);
        return { success: true as const };
      },
    ),
    route(
      {
        method: 'GET',
        path: `${path}/deliveries`,
        operation: 'agentWebhooks.listAgentDeliveries',
        summary: "The deliveries of the agent's events, newest first",
        tag,
        params: AgentPath,
        query: DeliveryLogQuery,
        answer: z.array(WebhookDelivery),
        errors: ['NOT_FOUND'],
      },
      async ({ accountId, params, query, request, reply }) => {
        webhooks.get(accountId, params.agent_id);
        const { offset } = query;
        const page = await deliveryLog.list({ accountId, agentId: params.agent_id, ...query });
        const { items, total } = page;
        if (!isOfficialMcpServer(request)) return items;
        return reply.send({ data: items, hasMore: offset + items.length < total, total });
      },
    ),
    route(
      {
        method: 'POST',
        path: `${path}/test`,
        operation: 'agentWebhooks.testAgentWebhook',
        summary: "Send a made-up text event to the agent's webhook and tell what came of it",
        tag,
        params: AgentPath,
        body: TestEventRequest,
        answer: WebhookTestResult,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params, body }) => testEvents.agent(accountId, params.agent_id, body),
    ),
  ];
}

/**
 * Here the SDKs expect a bare list, but the official MCP server (0.7.0) an object with `data`. It
 * is recognised by its requests: Node's own user agent, and a JSON content type without a body.
 */
function isOfficialMcpServer({ headers }: FastifyRequest): boolean {
  return headers['user-agent'] === 'node' && headers['content-type'] === 'application/json';
}

import { AgentPhoneClient } from 'agentphone';
import { afterEach, describe, expect, it } from 'vitest';
import { ApiError } from '../../../common/contract/index.ts';
import { RateLimiter } from '../../../main/api/rate-limit.ts';
import { createApiServer } from '../../../main/api/server.ts';
import { agentWebhookRoutes } from '../../../main/api/v1/agent-webhooks.ts';
import { webhookRoutes } from '../../../main/api/v1/webhooks.ts';
import { checkAnswer } from '../../doubles/app/api-harness.ts';
import { ACCOUNT, AGENT, startEngine, textEvent } from '../../doubles/app/webhook-engine.ts';
import { WebServer } from '../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** The webhook half of the API on a real engine, with the official client connected to it. */
async function setUp() {
  const engine = await startEngine();
  cleanups.push(() => engine.stop());
  const deps = {
    webhooks: engine.webhooks,
    testEvents: engine.testEvents,
    deliveryLog: engine.log,
  };
  const app = createApiServer({
    routes: [...webhookRoutes(deps), ...agentWebhookRoutes(deps)],
    access: {
      verify: (key) => {
        if (key !== 'sk_live_x') throw new ApiError('AUTHENTICATION_FAILED');
        return { keyId: 'key_a', accountId: ACCOUNT };
      },
      isSubAccount: () => false,
    },
    real: engine.clock.real,
    rateLimiter: new RateLimiter(engine.clock.real, () => ({
      requestsPerMinute: null,
      endpoints: false,
    })),
    onDefect: (error) => engine.defects.push(error),
    checkAnswer,
  });
  cleanups.push(() => app.close());
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const client = new AgentPhoneClient({ token: 'sk_live_x', environment: url });
  const server = await WebServer.start((_request, response) => void response.end('{"ok":true}'));
  cleanups.push(() => server.stop());
  return { engine, url, client, server };
}

/**
 * Sends the request of the official MCP server 0.7.0, which expects `data` where the SDKs expect a
 * bare list.
 */
async function listAsMcpServer(url: string, agentId: string): Promise<unknown> {
  const response = await fetch(`${url}/v1/agents/${agentId}/webhook/deliveries?limit=20`, {
    headers: { authorization: 'Bearer sk_live_x', 'content-type': 'application/json' },
  });
  return response.json();
}

describe('webhooks through the official SDK', () => {
  it('get, set, test and delete the project webhook', async () => {
    const { client, server } = await setUp();
    expect(await client.webhooks.getWebhook()).toBeNull();
    const set = await client.webhooks.createOrUpdateWebhook({
      body: { url: server.url, contextLimit: 3, timeout: 7 },
    });
    expect(set).toMatchObject({ url: server.url, contextLimit: 3, timeout: 7, status: 'active' });
    expect(await client.webhooks.getWebhook()).toEqual(set);
    const again = await client.webhooks.createOrUpdateWebhook({ body: { url: server.url } });
    expect(again.secret).not.toBe(set.secret);
    expect(again).toMatchObject({ contextLimit: 10, timeout: 30 });
    expect(await client.webhooks.testWebhook()).toMatchObject({ success: true, httpStatus: 200 });
    expect(await client.webhooks.testWebhook({ agentId: AGENT })).toMatchObject({ success: true });
    expect(await client.webhooks.deleteWebhook()).toEqual({ success: true });
    await expect(client.webhooks.deleteWebhook()).rejects.toMatchObject({ statusCode: 404 });
    await expect(client.webhooks.testWebhook()).rejects.toMatchObject({ statusCode: 404 });
  });

  it('do the same for an agent', async () => {
    const { client, server, url } = await setUp();
    const agent_id = AGENT;
    expect(await client.agentWebhooks.getAgentWebhook({ agent_id })).toBeNull();
    const set = await client.agentWebhooks.createOrUpdateAgentWebhook({
      agent_id,
      body: { url: server.url },
    });
    expect(await client.agentWebhooks.getAgentWebhook({ agent_id })).toEqual(set);
    expect(await client.agentWebhooks.testAgentWebhook({ agent_id })).toMatchObject({
      success: true,
    });
    const list = await client.agentWebhooks.listAgentDeliveries({ agent_id });
    expect(list).toMatchObject([{ status: 'success', eventType: 'agent.message' }]);
    expect(await listAsMcpServer(url, agent_id)).toMatchObject({
      data: [{ event: 'agent.message', success: true, statusCode: 200 }],
      total: 1,
    });
    await client.agentWebhooks.deleteAgentWebhook({ agent_id });
    await expect(client.agentWebhooks.getAgentWebhook({ agent_id: 'agt_x' })).rejects.toMatchObject(
      { statusCode: 404 },
    );
  });

  it('show deliveries and figures', async () => {
    const { engine, client, server } = await setUp();
    await client.webhooks.createOrUpdateWebhook({ body: { url: server.url } });
    const { deliveryId } = engine.events.enqueue(textEvent('hello'));
    await engine.until(deliveryId, 'success');
    const page = await client.webhooks.listDeliveries({ limit: 10 });
    expect(page).toMatchObject({ total: 1, offset: 0, limit: 10 });
    expect(page.items[0]).toMatchObject({
      id: deliveryId,
      messageId: 'msghello',
      status: 'success',
      httpStatus: 200,
      responseBody: '{"ok":true}',
      attemptCount: 1,
    });
    expect(await client.webhooks.deliveryStats({})).toMatchObject({ total: 1, success: 1 });
    expect(await client.webhooks.allTimeStats()).toEqual({
      total: 1,
      success: 1,
      failed: 0,
      successRate: 100,
    });
    expect(engine.defects).toEqual([]);
  });

  it.each([
    [{}, 'url'],
    [{ url: 'ftp://x.test' }, 'url'],
    [{ url: 'http://user:secret@127.0.0.1/' }, 'url'],
    [{ url: 'http://127.0.0.1/', timeout: 4 }, 'timeout'],
    [{ url: 'http://127.0.0.1/', contextLimit: 51 }, 'contextLimit'],
  ])('refuse %j and name the field', async (body, field) => {
    const { url } = await setUp();
    const response = await fetch(`${url}/v1/webhooks`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_live_x', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(422);
    const { error } = (await response.json()) as { error: { details: { field: string }[] } };
    expect(error.details.map((detail) => detail.field).join()).toContain(field);
  });
});

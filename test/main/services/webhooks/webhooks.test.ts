import { afterEach, describe, expect, it } from 'vitest';
import { TestEventRequest } from '../../../../common/contract/index.ts';
import {
  ACCOUNT,
  AGENT,
  NUMBER,
  startEngine,
  textEvent,
} from '../../../doubles/app/webhook-engine.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start() {
  const engine = await startEngine();
  cleanups.push(() => engine.stop());
  return engine;
}

async function serve(status: number) {
  const server = await WebServer.start((_request, response) => {
    response.writeHead(status).end();
  });
  cleanups.push(() => server.stop());
  return server;
}

const URL_A = 'http://localhost:9/hook';

describe('webhook configuration', () => {
  it('starts with null, takes defaults and makes a new secret on every call', async () => {
    const { webhooks } = await start();
    expect(webhooks.get(ACCOUNT, null)).toBeNull();
    const first = webhooks.set(ACCOUNT, null, { url: URL_A });
    expect(first).toMatchObject({ url: URL_A, status: 'active', contextLimit: 10, timeout: 30 });
    expect(first.secret).toMatch(/^whsec_[0-9a-z]{40}$/);
    const second = webhooks.set(ACCOUNT, null, { url: URL_A, contextLimit: 0, timeout: 5 });
    expect(second).toMatchObject({ id: first.id, contextLimit: 0, timeout: 5 });
    expect(second.secret).not.toBe(first.secret);
    expect(webhooks.get(ACCOUNT, null)).toEqual(second);
    expect(webhooks.get('acct_b', null)).toBeNull();
  });

  it('answers NOT_FOUND for unknown agents and for removing what is not there', async () => {
    const { webhooks } = await start();
    const notFound = expect.objectContaining({ code: 'NOT_FOUND' });
    expect(() => webhooks.get(ACCOUNT, 'agt_x')).toThrow(notFound);
    expect(() => webhooks.set('acct_b', AGENT, { url: URL_A })).toThrow(notFound);
    expect(() => webhooks.remove(ACCOUNT, null)).toThrow(notFound);
  });

  it('refuses an address that is never sent to, at once', async () => {
    const { webhooks } = await start();
    for (const url of ['http://10.0.0.1/x', 'http://[fd00::1]/', 'http://169.254.169.254/']) {
      expect(() => webhooks.set(ACCOUNT, null, { url })).toThrow(
        expect.objectContaining({ code: 'VALIDATION_ERROR' }),
      );
    }
    expect(webhooks.set(ACCOUNT, null, { url: 'http://[::1]:8080/' }).url).toContain('[::1]');
  });

  it('hides the demo handler and ends it for good with the first webhook', async () => {
    const { webhooks } = await start();
    webhooks.addDemo(ACCOUNT, AGENT);
    webhooks.setDemoUrl('http://127.0.0.1:5/demo');
    expect(webhooks.get(ACCOUNT, AGENT)).toBeNull();
    expect(webhooks.overview(ACCOUNT)).toEqual({ webhookUrl: null, demoHandler: true });
    expect(webhooks.route(ACCOUNT, AGENT)).toMatchObject({ webhook: { demo: true } });
    expect(() => webhooks.remove(ACCOUNT, AGENT)).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
    webhooks.set(ACCOUNT, null, { url: URL_A });
    expect(webhooks.demoSecret()).toBeNull();
    expect(webhooks.route(ACCOUNT, AGENT)).toMatchObject({ webhook: { url: URL_A } });
    webhooks.remove(ACCOUNT, null);
    expect(webhooks.route(ACCOUNT, AGENT).kind).toBe('nowhere');
    expect(webhooks.overview(ACCOUNT)).toEqual({ webhookUrl: null, demoHandler: false });
  });
});

describe('a test event', () => {
  it('is sent once and answered in every known form', async () => {
    const engine = await start();
    const server = await serve(204);
    engine.webhooks.set(ACCOUNT, null, { url: server.url });
    const result = await engine.testEvents.project(ACCOUNT, null);
    expect(result).toEqual({
      success: true,
      httpStatus: 204,
      statusCode: 204,
      responseMs: expect.any(Number),
      errorMessage: null,
      error: null,
    });
    const body = JSON.parse(server.seen[0]?.body.toString() ?? '');
    expect(body).toMatchObject({
      event: 'agent.message',
      channel: 'sms',
      agentId: AGENT,
      data: { to: '+14155550123', numberId: NUMBER },
      conversationState: { testMode: true },
      recentHistory: [],
      test: true,
    });
    expect(server.seen[0]?.headers['x-webhook-id']).toMatch(/^test_/);
  });

  it('says what it is told to, on any channel, and nobody counts it', async () => {
    const engine = await start();
    const server = await serve(200);
    engine.webhooks.set(ACCOUNT, null, { url: server.url });
    const content = { from: '+12025550199', to: '+12025550100', message: 'Hi', channel: 'rcs' };
    await engine.testEvents.project(ACCOUNT, null, TestEventRequest.parse(content));
    const body = JSON.parse(server.seen[0]?.body.toString() ?? '');
    expect(body).toMatchObject({
      channel: 'rcs',
      data: { from: '+12025550199', to: '+12025550100', message: 'Hi', numberId: null },
      test: true,
    });
    expect(await engine.log.stats(ACCOUNT, 24)).toMatchObject({ total: 0, byHour: [] });
    expect(await engine.log.allTime(ACCOUNT)).toMatchObject({ total: 0 });
  });

  it('tells why it failed and is not retried', async () => {
    const engine = await start();
    const server = await serve(500);
    engine.webhooks.set(ACCOUNT, AGENT, { url: server.url });
    const result = await engine.testEvents.agent(ACCOUNT, AGENT);
    expect(result).toMatchObject({ success: false, httpStatus: 500 });
    expect(result.error).toContain('500');
    expect(engine.store.nextDueAt()).toBeNull();
    await expect(engine.testEvents.project(ACCOUNT, null)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('the delivery log', () => {
  it('lists, pages and counts per account and agent', async () => {
    const engine = await start();
    const good = await serve(200);
    const bad = await serve(400);
    engine.webhooks.set(ACCOUNT, null, { url: good.url });
    await engine.until(engine.events.enqueue(textEvent('one')).deliveryId, 'success');
    await engine.until(
      engine.events.enqueue(textEvent('two', { agentId: null })).deliveryId,
      'success',
    );
    engine.webhooks.set(ACCOUNT, null, { url: bad.url });
    const third = engine.events.enqueue(textEvent('three'));
    while (engine.store.row(third.deliveryId ?? '')?.lastHttpStatus !== 400) {
      await new Promise((resolve) => setImmediate(resolve));
    }

    const page = await engine.log.list({ accountId: ACCOUNT, limit: 2, offset: 0 });
    expect(page.total).toBe(3);
    expect(page.items.map(({ status }) => status)).toEqual(['pending', 'success']);
    expect(page.items[0]).toMatchObject({
      eventType: 'agent.message',
      httpStatus: 400,
      attemptCount: 1,
      success: false,
      messageId: 'msgthree',
    });
    const agent = await engine.log.list({
      accountId: ACCOUNT,
      agentId: AGENT,
      limit: 10,
      offset: 0,
    });
    expect(agent.total).toBe(2);
    expect((await engine.log.list({ accountId: 'acct_b', limit: 1, offset: 0 })).total).toBe(0);
    const stats = await engine.log.stats(ACCOUNT, 24);
    expect(stats).toMatchObject({
      total: 3,
      success: 2,
      failed: 0,
      pending: 1,
      successRate: 100,
      byEventType: { 'agent.message': { total: 3, success: 2 } },
    });
    expect(stats.byHour).toHaveLength(1);
    expect(await engine.log.allTime(ACCOUNT)).toEqual({
      total: 3,
      success: 2,
      failed: 0,
      successRate: 100,
    });

    const list = (filter: string) => engine.inspection.list({ filter, limit: 50 });
    expect((await list('')).total).toBe(3);
    expect((await list('status:success')).total).toBe(2);
    expect((await list('status:4xx "THREE"')).total).toBe(1);
    expect((await list('-status:4xx agent:front')).total).toBe(1);
    expect((await list('number:+14155550123 duration:<60s attempts:1')).total).toBe(3);
    const newest = (await list('')).items[0];
    const before = await engine.inspection.list({ filter: '', limit: 1, before: newest?.id });
    expect(before.items[0]?.id).not.toBe(newest?.id);
    await expect(list('colour:red')).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
    await expect(engine.inspection.get('dlv_x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  AGENT,
  type Engine,
  type EngineOptions,
  NUMBER,
  startEngine,
  textEvent,
} from '../../../doubles/app/webhook-engine.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';
import { type SeenRequest, WebServer } from '../../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(options: EngineOptions = {}): Promise<Engine> {
  const engine = await startEngine(options);
  cleanups.push(() => engine.stop());
  return engine;
}

async function serve(handler: Parameters<typeof WebServer.start>[0]): Promise<WebServer> {
  const server = await WebServer.start(handler);
  cleanups.push(() => server.stop());
  return server;
}

const ok = () => serve((_request, response) => void response.end('ok'));

function hasRightSignature(request: SeenRequest | undefined, secret: string): boolean {
  const mac = createHmac('sha256', secret)
    .update(`${request?.headers['x-webhook-timestamp']}.`)
    .update(request?.body ?? '')
    .digest('hex');
  return request?.headers['x-webhook-signature'] === `sha256=${mac}`;
}

describe('an event', () => {
  it('reaches the project webhook in the documented envelope, signed', async () => {
    const engine = await start();
    const server = await ok();
    const { secret } = engine.webhooks.set(ACCOUNT, null, { url: `${server.url}/hook` });
    const { deliveryId } = engine.inTransaction(() =>
      engine.events.enqueue(
        textEvent('héllo 👋', {
          messageId: 'msgone',
          conversationState: { step: 2 },
          history: [
            { content: 'a', direction: 'inbound', channel: 'sms', at: '2026-11-02T09:00:00.000Z' },
          ],
        }),
      ),
    );
    await engine.until(deliveryId, 'success');

    const [request] = server.seen;
    expect(request?.path).toBe('/hook');
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'AgentPhone-Desktop/0.0.0-test',
      'x-webhook-id': `del_msgone_${NUMBER}`,
      'x-webhook-event': 'agent.message',
    });
    expect(request?.headers['x-webhook-timestamp']).toMatch(/^\d{10}$/);
    expect(hasRightSignature(request, secret)).toBe(true);
    expect(JSON.parse(request?.body.toString() ?? '')).toEqual({
      event: 'agent.message',
      channel: 'sms',
      timestamp: '2026-11-02T09:15:04.000Z',
      agentId: AGENT,
      data: expect.objectContaining({ message: 'héllo 👋' }),
      conversationState: { step: 2 },
      recentHistory: [expect.objectContaining({ content: 'a' })],
    });
    expect(engine.published.map(({ status }) => status)).toEqual(['pending', 'sending', 'success']);
  });

  it('is not sent when its transaction is rolled back', async () => {
    const engine = await start();
    const server = await ok();
    engine.webhooks.set(ACCOUNT, null, { url: server.url });
    expect(() =>
      engine.inTransaction(() => {
        engine.events.enqueue(textEvent('never'));
        throw new Error('rolled back');
      }),
    ).toThrow('rolled back');
    const { deliveryId } = engine.events.enqueue(textEvent('really'));
    await engine.until(deliveryId, 'success');
    expect(server.seen).toHaveLength(1);
    expect(engine.published.some(({ webhookId }) => webhookId.includes('never'))).toBe(false);
  });

  it('goes to the agent webhook alone while there is one, then to the project again', async () => {
    const engine = await start();
    const project = await ok();
    const agent = await ok();
    engine.webhooks.set(ACCOUNT, null, { url: project.url });
    engine.webhooks.set(ACCOUNT, AGENT, { url: agent.url });
    await engine.until(engine.events.enqueue(textEvent('one')).deliveryId, 'success');
    expect([project.seen.length, agent.seen.length]).toEqual([0, 1]);
    engine.webhooks.remove(ACCOUNT, AGENT);
    await engine.until(engine.events.enqueue(textEvent('two')).deliveryId, 'success');
    expect([project.seen.length, agent.seen.length]).toEqual([1, 1]);
  });

  it('goes nowhere without a webhook, and the inspector says why', async () => {
    const engine = await start();
    expect(engine.events.enqueue(textEvent('lost'))).toEqual({ deliveryId: null });
    await new Promise((resolve) => setImmediate(resolve));
    expect(engine.published).toMatchObject([
      { status: 'nowhere', url: '', error: expect.stringContaining('nowhere, because') },
    ]);
    expect(await engine.log.list({ accountId: ACCOUNT, limit: 10, offset: 0 })).toEqual({
      items: [],
      total: 0,
    });
  });

  it('carries no more history than the webhook asks for', async () => {
    const engine = await start();
    const server = await ok();
    const at = '2026-11-02T09:00:00.000Z';
    const history = ['a', 'b', 'c'].map((content) => ({
      content,
      direction: 'inbound' as const,
      channel: 'sms' as const,
      at,
    }));
    for (const [contextLimit, expected] of [
      [0, []],
      [2, ['b', 'c']],
    ] as const) {
      engine.webhooks.set(ACCOUNT, null, { url: server.url, contextLimit });
      const { deliveryId } = engine.events.enqueue(textEvent(`limit${contextLimit}`, { history }));
      await engine.until(deliveryId, 'success');
      const body = JSON.parse(server.seen.at(-1)?.body.toString() ?? '');
      expect(body.recentHistory.map((entry: { content: string }) => entry.content)).toEqual(
        expected,
      );
    }
  });

  it('keeps the order of a conversation while others overtake', async () => {
    const engine = await start();
    const order: string[] = [];
    const release: (() => void)[] = [];
    const server = await serve(async (request, response) => {
      const { message } = JSON.parse(request.body.toString()).data;
      order.push(message);
      if (message === 'slow1') await new Promise<void>((resolve) => release.push(resolve));
      response.end();
    });
    engine.webhooks.set(ACCOUNT, null, { url: server.url });
    const slow1 = engine.events.enqueue(textEvent('slow1'));
    const slow2 = engine.events.enqueue(textEvent('slow2'));
    const other = engine.events.enqueue(textEvent('other', { conversationId: 'conv_b' }));
    await engine.until(other.deliveryId, 'success');
    expect(order).toEqual(['slow1', 'other']);
    const waitsFor = async (id: string | null) =>
      (await engine.inspection.get(id ?? '')).waitsForId;
    expect(await waitsFor(slow2.deliveryId)).toBe(slow1.deliveryId);
    expect([await waitsFor(slow1.deliveryId), await waitsFor(other.deliveryId)]).toEqual([
      null,
      null,
    ]);
    release[0]?.();
    await engine.until(slow2.deliveryId, 'success');
    expect(await waitsFor(slow2.deliveryId)).toBeNull();
    expect(order).toEqual(['slow1', 'other', 'slow2']);
  });
});

describe('a failing webhook', () => {
  it('gets six attempts at the documented gaps, each freshly signed under one id', async () => {
    const time = new ManualTime();
    const engine = await start({ time, frozen: true });
    const server = await serve((_request, response) => {
      time.pass(1_000);
      response.writeHead(503).end('down');
    });
    const { secret } = engine.webhooks.set(ACCOUNT, null, { url: server.url });
    const { deliveryId } = engine.events.enqueue(textEvent('again'));
    const startMs = engine.clock.now();
    await engine.clock.run();

    const detail = await engine.inspection.get(deliveryId ?? '');
    expect(detail).toMatchObject({ status: 'failed', attemptCount: 6, httpStatus: 503 });
    expect(detail.error).toContain('503 Service Unavailable');
    const starts = detail.attempts.map(({ startedAt }) => Date.parse(startedAt) - startMs);
    const gaps = starts.slice(1).map((at, index) => at - (starts[index] ?? 0) - 1_000);
    expect(gaps.map((gap) => Math.round(gap / 60_000))).toEqual([5, 30, 120, 360, 720]);
    expect(new Set(server.seen.map(({ headers }) => headers['x-webhook-id'])).size).toBe(1);
    expect(new Set(server.seen.map(({ headers }) => headers['x-webhook-signature'])).size).toBe(6);
    expect(server.seen.every((request) => hasRightSignature(request, secret))).toBe(true);
    const { items } = await engine.log.list({ accountId: ACCOUNT, limit: 1, offset: 0 });
    expect(items).toMatchObject([{ status: 'failed', attemptCount: 6, httpStatus: 503 }]);
    expect(engine.defects).toEqual([]);
  });

  it('blocks nothing while it waits for its retry', async () => {
    const engine = await start();
    const statuses = [500, 200];
    const server = await serve((_request, response) => {
      response.writeHead(statuses.shift() ?? 200).end();
    });
    engine.webhooks.set(ACCOUNT, null, { url: server.url });
    const first = engine.events.enqueue(textEvent('first'));
    const second = engine.events.enqueue(textEvent('second'));
    await engine.until(second.deliveryId, 'success');
    const row = engine.store.row(first.deliveryId ?? '');
    expect(row).toMatchObject({ status: 'pending', attemptCount: 1 });
    expect((row?.nextAttemptAt ?? 0) - engine.clock.now()).toBeGreaterThan(290_000);
  });

  it('is retried with the configuration of that moment', async () => {
    const engine = await start({ frozen: true });
    const broken = await serve((_request, response) => void response.writeHead(404).end());
    const fixed = await ok();
    engine.webhooks.set(ACCOUNT, null, { url: broken.url });
    const { deliveryId } = engine.events.enqueue(textEvent('moved'));
    await engine.until(deliveryId, 'pending');
    await engine.clock.advance(1);
    const { secret } = engine.webhooks.set(ACCOUNT, null, { url: fixed.url });
    await engine.clock.advance(5 * 60_000);
    expect(engine.store.row(deliveryId ?? '')).toMatchObject({ status: 'success', url: fixed.url });
    expect(hasRightSignature(fixed.seen[0], secret)).toBe(true);
  });

  it.each([400, 404, 408, 429])(
    'is not repeated after %i where such answers are final',
    async (status) => {
      const engine = await start({ clientErrorsAreFinal: true });
      const server = await serve((_request, response) => void response.writeHead(status).end());
      engine.webhooks.set(ACCOUNT, null, { url: server.url });
      const { deliveryId } = engine.events.enqueue(textEvent('final'));
      await engine.until(deliveryId, 'failed');
      expect(engine.store.row(deliveryId ?? '')).toMatchObject({ attemptCount: 1 });
    },
  );

  it('is repeated after 503 where 4xx is final', async () => {
    const engine = await start({ clientErrorsAreFinal: true });
    const server = await serve((_request, response) => void response.writeHead(503).end());
    engine.webhooks.set(ACCOUNT, null, { url: server.url });
    const { deliveryId } = engine.events.enqueue(textEvent('busy'));
    await engine.until(deliveryId, 'pending');
    expect(engine.store.row(deliveryId ?? '')).toMatchObject({ attemptCount: 1 });
  });

  it('ends as failed, with the reason, when the webhook is gone by then', async () => {
    const engine = await start({ frozen: true });
    const broken = await serve((_request, response) => void response.writeHead(404).end());
    engine.webhooks.set(ACCOUNT, null, { url: broken.url });
    const { deliveryId } = engine.events.enqueue(textEvent('orphan'));
    await engine.clock.advance(1);
    engine.webhooks.remove(ACCOUNT, null);
    await engine.clock.advance(5 * 60_000);
    expect(engine.store.row(deliveryId ?? '')).toMatchObject({ status: 'failed', attemptCount: 1 });
    expect(engine.store.row(deliveryId ?? '')?.lastError).toContain('nowhere');
  });

  it('is told apart from one that cannot be reached', async () => {
    const engine = await start();
    const server = await ok();
    await server.stop();
    engine.webhooks.set(ACCOUNT, null, { url: server.url });
    const { deliveryId } = engine.events.enqueue(textEvent('down'));
    while (engine.store.row(deliveryId ?? '')?.lastError === null) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(engine.store.row(deliveryId ?? '')?.lastError).toContain('Nothing listens');
  });
});

describe('a restart', () => {
  it('shows the interrupted attempt, repeats it under its id and keeps the order', async () => {
    const engine = await startEngine();
    const seen: string[] = [];
    let hang = true;
    const server = await serve((request, response) => {
      seen.push(String(request.headers['x-webhook-id']));
      if (!hang) response.end();
    });
    engine.webhooks.set(ACCOUNT, null, { url: server.url });
    const first = engine.events.enqueue(textEvent('first'));
    const second = engine.events.enqueue(textEvent('second'));
    while (seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    // The state after a kill: the rows say what was under way, and nothing was cleaned up.
    const copy = engine.db.serialize();
    await engine.stop(true);
    const { writeFileSync, rmSync } = await import('node:fs');
    for (const end of ['', '-wal', '-shm'])
      rmSync(`${engine.dataDir}/agentphone.db${end}`, { force: true });
    writeFileSync(`${engine.dataDir}/agentphone.db`, copy);

    hang = false;
    const again = await start({ dataDir: engine.dataDir });
    await again.until(first.deliveryId, 'success');
    await again.until(second.deliveryId, 'success');
    expect(seen).toEqual([
      `del_msgfirst_${NUMBER}`,
      `del_msgfirst_${NUMBER}`,
      `del_msgsecond_${NUMBER}`,
    ]);
    const detail = await again.inspection.get(first.deliveryId ?? '');
    expect(detail.attempts.map(({ outcome }) => outcome)).toEqual(['interrupted', 'success']);
    expect(detail.attempts[0]?.error).toContain('restart');
    expect(detail.attemptCount).toBe(2);
  });

  it('repeats what a clean shutdown broke off, too', async () => {
    const engine = await startEngine();
    let hang = true;
    const server = await serve((_request, response) => {
      if (!hang) response.end();
    });
    engine.webhooks.set(ACCOUNT, null, { url: server.url });
    const { deliveryId } = engine.events.enqueue(textEvent('cut'));
    while (server.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await engine.stop(true);
    hang = false;
    const again = await start({ dataDir: engine.dataDir });
    await again.until(deliveryId, 'success');
    const detail = await again.inspection.get(deliveryId ?? '');
    expect(detail.attempts.map(({ outcome }) => outcome)).toEqual(['interrupted', 'success']);
  });
});

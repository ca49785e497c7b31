import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeliverySummary } from '../../../../common/contract/index.ts';
import {
  ACCOUNT,
  type Engine,
  type EngineOptions,
  startEngine,
  textEvent,
} from '../../../doubles/app/webhook-engine.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';
import { type SeenRequest, WebServer } from '../../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

type Handler = Parameters<typeof WebServer.start>[0];

async function start(
  handler: Handler = (_request, response) => void response.end('ok'),
  options: EngineOptions = {},
) {
  const engine = await startEngine(options);
  cleanups.push(() => engine.stop());
  const server = await WebServer.start(handler);
  cleanups.push(() => server.stop());
  const { secret } = engine.webhooks.set(ACCOUNT, null, { url: `${server.url}/hook` });
  return { engine, server, secret };
}

async function delivered(engine: Engine, text = 'hello'): Promise<string> {
  const { deliveryId } = engine.events.enqueue(textEvent(text));
  await engine.until(deliveryId, 'success', 'failed');
  return deliveryId ?? '';
}

function isGenuine(request: SeenRequest | undefined, secret: string): boolean {
  const timestamp = request?.headers['x-webhook-timestamp'] ?? '';
  const mac = createHmac('sha256', secret)
    .update(`${timestamp}.`)
    .update(request?.body ?? '');
  return request?.headers['x-webhook-signature'] === `sha256=${mac.digest('hex')}`;
}

const message = (request: SeenRequest | undefined) =>
  JSON.parse(request?.body.toString() ?? '{}').data.message;

describe('a replay', () => {
  it('is the same request under the same id, freshly signed with the current secret', async () => {
    const time = new ManualTime();
    const { engine, server } = await start(undefined, { time });
    const id = await delivered(engine);
    const { secret } = engine.webhooks.set(ACCOUNT, null, { url: `${server.url}/new` });
    time.pass(600_000);
    const copy = engine.deliveryCopies.replay({ id, resign: true });
    await engine.until(copy.id, 'success');

    expect(copy).toMatchObject({ kind: 'replay', sourceId: id, status: 'sending' });
    const [first, second] = server.seen;
    expect(second?.path).toBe('/new');
    expect(second?.body).toEqual(first?.body);
    expect(second?.headers['x-webhook-id']).toBe(first?.headers['x-webhook-id']);
    expect(isGenuine(second, secret)).toBe(true);
    const age = (request?: SeenRequest) => Number(request?.headers['x-webhook-timestamp']);
    expect(age(second) - age(first)).toBe(600);
  });

  it('is, as it was, byte for byte with the old signature', async () => {
    const time = new ManualTime();
    const { engine, server, secret } = await start(undefined, { time });
    const id = await delivered(engine);
    time.pass(600_000);
    await engine.until(engine.deliveryCopies.replay({ id, resign: false }).id, 'success');
    const [first, second] = server.seen;
    expect(second?.rawHeaders).toEqual(first?.rawHeaders);
    expect(second?.body).toEqual(first?.body);
    expect(isGenuine(second, secret)).toBe(true);
  });

  it('goes to another address when one is given, and is not retried', async () => {
    const { engine } = await start();
    const other = await WebServer.start((_request, response) => {
      response.statusCode = 500;
      response.end();
    });
    cleanups.push(() => other.stop());
    const id = await delivered(engine);
    const copy = engine.deliveryCopies.replay({ id, resign: true, url: `${other.url}/elsewhere` });
    await engine.until(copy.id, 'failed');
    expect(other.seen.map(({ path }) => path)).toEqual(['/elsewhere']);
    expect(engine.store.row(copy.id)).toMatchObject({ attemptCount: 1, nextAttemptAt: null });
  });

  it('says why it cannot be done', async () => {
    const engine = await startEngine();
    cleanups.push(() => engine.stop());
    engine.events.enqueue(textEvent('lost'));
    const { items } = await engine.inspection.list({ filter: '', limit: 1 });
    const id = items[0]?.id ?? '';
    expect(() => engine.deliveryCopies.replay({ id, resign: true })).toThrow(
      'no webhook is registered',
    );
    expect(() => engine.deliveryCopies.replay({ id, resign: false })).toThrow('never sent');
    expect(() => engine.deliveryCopies.replay({ id: 'dlv_x', resign: true })).toThrow(
      'no delivery dlv_x',
    );
  });
});

describe('an edited copy', () => {
  it('is signed anew under an id of its own and linked to its source', async () => {
    const { engine, server, secret } = await start();
    const id = await delivered(engine);
    const copy = engine.deliveryCopies.send({
      sourceId: id,
      body: '{"data":{"message":"geändert 👋"}}',
      headers: { 'X-Trace': 'abc', 'User-Agent': 'me' },
    });
    await engine.until(copy.id, 'success');
    const [first, second] = server.seen;
    expect(copy.sourceId).toBe(id);
    expect(second?.body.toString()).toBe('{"data":{"message":"geändert 👋"}}');
    expect(second?.headers).toMatchObject({ 'x-trace': 'abc', 'user-agent': 'me' });
    expect(second?.headers['x-webhook-id']).not.toBe(first?.headers['x-webhook-id']);
    expect(isGenuine(second, secret)).toBe(true);
    const detail = await engine.inspection.get(copy.id);
    expect(detail.override?.headers).toEqual([
      ['X-Trace', 'abc'],
      ['User-Agent', 'me'],
    ]);
    expect(detail.override?.body?.text).toBe('{"data":{"message":"geändert 👋"}}');
    expect(detail.signature?.ok).toBe(true);
  });

  it('says nothing of an edited body when only the headers are', async () => {
    const { engine } = await start();
    const id = await delivered(engine);
    const { body } = await engine.inspection.get(id);
    const copy = engine.deliveryCopies.send({
      sourceId: id,
      body: body.text ?? '',
      headers: { 'X-Trace': 'abc' },
    });
    const { override } = await engine.inspection.get(copy.id);
    expect(override).toMatchObject({ headers: [['X-Trace', 'abc']], body: null });
  });
});

describe('a waiting delivery', () => {
  const failing: Handler = (_request, response) => {
    response.statusCode = 500;
    response.end();
  };

  async function failedOnce() {
    const setUp = await start(failing, { time: new ManualTime() });
    const { deliveryId } = setUp.engine.events.enqueue(textEvent('hello'));
    const id = deliveryId ?? '';
    await setUp.engine.until(id, 'sending');
    await setUp.engine.until(id, 'pending');
    return { ...setUp, id };
  }

  it('is tried at once on demand, and keeps its schedule', async () => {
    const { engine, server, id } = await failedOnce();
    engine.deliveryControl.retryNow(id);
    await engine.until(id, 'sending');
    await engine.until(id, 'pending');
    expect(server.seen).toHaveLength(2);
    const row = engine.store.row(id);
    expect(row?.attemptCount).toBe(2);
    expect((row?.nextAttemptAt ?? 0) - engine.clock.now()).toBe(30 * 60_000);
  });

  it('is given up on demand', async () => {
    const { engine, server, id } = await failedOnce();
    expect(engine.deliveryControl.cancel(id)).toMatchObject({
      status: 'cancelled',
      nextRetryAt: null,
    });
    await engine.clock.advance(86_400_000);
    expect(server.seen).toHaveLength(1);
    expect(() => engine.deliveryControl.cancel(id)).toThrow('is cancelled');
    expect(() => engine.deliveryControl.retryNow(id)).toThrow('replay it instead');
  });

  it('waits while it is held, and goes on when released', async () => {
    const { engine, server, id } = await failedOnce();
    expect(engine.deliveryControl.hold(id)).toMatchObject({ status: 'held', nextRetryAt: null });
    await engine.clock.advance(86_400_000);
    expect(server.seen).toHaveLength(1);
    expect(() => engine.deliveryControl.retryNow(id)).toThrow('release it');
    engine.deliveryControl.release(id);
    await engine.until(id, 'sending');
    await engine.until(id, 'pending');
    expect(server.seen).toHaveLength(2);
    expect(engine.store.row(id)?.heldMs).toBe(86_400_000);
  });

  it('in flight is broken off when it is cancelled', async () => {
    const { engine } = await start(() => {});
    const { deliveryId } = engine.events.enqueue(textEvent('hello'));
    await engine.until(deliveryId, 'sending');
    engine.deliveryControl.cancel(deliveryId ?? '');
    await engine.until(deliveryId, 'cancelled');
    const { attempts } = await engine.inspection.get(deliveryId ?? '');
    expect(attempts).toMatchObject([{ outcome: 'aborted' }]);
  });
});

describe('a breakpoint', () => {
  it('holds what matches, lets it go edited, and keeps the order of the conversation', async () => {
    const { engine, server, secret } = await start();
    engine.breakpoints.set('two');
    const ids = ['one', 'two', 'three'].map(
      (text) => engine.events.enqueue(textEvent(text)).deliveryId,
    );
    const other = engine.events.enqueue(textEvent('other', { conversationId: 'conv_b' }));
    await engine.until(ids[1] ?? '', 'held');
    await engine.until(other.deliveryId, 'success');
    // Frozen or not, the clock does not wait for a person.
    await engine.clock.advance(60_000);
    expect(engine.store.row(ids[2] ?? '')?.status).toBe('pending');

    const original = await engine.inspection.get(ids[1] ?? '');
    expect(original).toMatchObject({ attempts: [], heldSince: expect.any(String) });
    const body = (original.body.text ?? '').replace('"two"', '"zwei"');
    engine.deliveryControl.release(ids[1] ?? '', { body });
    await engine.until(ids[2] ?? '', 'success');

    const seen = server.seen.filter((request) => message(request) !== 'other');
    expect(seen.map(message)).toEqual(['one', 'zwei', 'three']);
    expect(isGenuine(seen[1], secret)).toBe(true);
    const released = await engine.inspection.get(ids[1] ?? '');
    expect(released.body.text).toContain('two');
    expect(released.attempts[0]?.requestBody.text).toContain('zwei');
    expect(released.override?.body?.text).toContain('zwei');
    expect(released.heldMs).toBeGreaterThanOrEqual(60_000);
    expect(engine.breakpoints.list()).toMatchObject([{ match: 'two', hits: 1 }]);
  });

  it('does not close the conversation behind what is cancelled', async () => {
    const { engine, server } = await start();
    const { id } = engine.breakpoints.set('first');
    const held = engine.events.enqueue(textEvent('first')).deliveryId ?? '';
    const next = engine.events.enqueue(textEvent('second')).deliveryId;
    await engine.until(held, 'held');
    engine.deliveryControl.cancel(held);
    await engine.until(next, 'success');
    expect(server.seen.map(message)).toEqual(['second']);
    expect(engine.breakpoints.clear(id)).toEqual({ cleared: 1 });
    expect(() => engine.breakpoints.clear(id)).toThrow('no breakpoint');
    expect(() => engine.breakpoints.set('nonsense:1')).toThrow('no field');
  });

  it('holds over a restart, in its place', async () => {
    const { engine, server } = await start();
    engine.breakpoints.set('held');
    const held = engine.events.enqueue(textEvent('held')).deliveryId ?? '';
    const next = engine.events.enqueue(textEvent('next')).deliveryId;
    await engine.until(held, 'held');
    await engine.stop(true);
    const again = await startEngine({ dataDir: engine.dataDir });
    cleanups[0] = () => again.stop();
    await again.clock.advance(1_000);
    expect(server.seen).toEqual([]);
    again.deliveryControl.release(held);
    await again.until(next, 'success');
    expect(server.seen.map(message)).toEqual(['held', 'next']);
  });
});

describe('a fault', () => {
  async function struck(kind: string, more: object = {}, handler?: Handler) {
    const setUp = await start(handler);
    setUp.engine.faults.set({ target: 'delivery', kind, times: 1, ...more } as never);
    const { deliveryId } = setUp.engine.events.enqueue(textEvent('hello'));
    const id = deliveryId ?? '';
    return { ...setUp, id, get: () => setUp.engine.inspection.get(id) };
  }

  it.each([
    ['badSignature', 'Bad signature', 'changed after signing'],
    ['missingSignature', 'Missing signature', 'missing'],
    ['tamperedBody', 'Tampered body', 'changed after signing'],
  ])('%s is seen by the receiver and by the verdict', async (kind, name, reason) => {
    const { engine, id, server, secret, get } = await struck(kind);
    await engine.until(id, 'success');
    expect(isGenuine(server.seen[0], secret)).toBe(false);
    const { signature, attempts } = await get();
    expect(signature).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
    expect(attempts[0]?.fault).toMatch(new RegExp(`^${name}, asked for by fault flt_`));
    expect(engine.faults.list()).toMatchObject([{ hits: 1, remaining: 0 }]);
    await delivered(engine, 'next');
    expect(isGenuine(server.seen[1], secret)).toBe(true);
  });

  it('staleSignature is signed right for ten minutes ago', async () => {
    const { engine, id, server, secret } = await struck('staleSignature');
    await engine.until(id, 'success');
    expect(isGenuine(server.seen[0], secret)).toBe(true);
    const age = Date.now() / 1000 - Number(server.seen[0]?.headers['x-webhook-timestamp']);
    expect(age).toBeGreaterThan(595);
  });

  it('duplicate sends it twice under one id', async () => {
    const { engine, id, server } = await struck('duplicate');
    await engine.until(id, 'success');
    const { items } = await engine.inspection.list({ filter: 'kind:replay', limit: 5 });
    await engine.until(items[0]?.id ?? '', 'success');
    expect(new Set(server.seen.map(({ headers }) => headers['x-webhook-id'])).size).toBe(1);
    expect(server.seen).toHaveLength(2);
    expect(items[0]?.sourceId).toBe(id);
  });

  it('drop and reset count as failed attempts, and are retried', async () => {
    for (const kind of ['drop', 'reset']) {
      const { engine, id, server, get } = await struck(kind, {}, () => {});
      await engine.until(id, 'sending');
      await engine.until(id, 'pending');
      expect(server.seen.length).toBeLessThanOrEqual(kind === 'drop' ? 0 : 1);
      expect((await get()).attempts).toMatchObject([
        { outcome: 'failed', failure: 'connectionLost', error: expect.stringContaining('fault') },
      ]);
      expect(engine.store.row(id)?.nextAttemptAt).not.toBeNull();
    }
  });

  it('delay sends it later, on the clock', async () => {
    const { engine, id, server } = await struck('delay', { delayMs: 3_600_000 });
    await engine.clock.advance(3_599_000);
    expect(server.seen).toEqual([]);
    await engine.clock.advance(2_000);
    await engine.until(id, 'success');
    expect((await engine.inspection.get(id)).attempts[0]?.fault).toContain('Delayed');
  });

  it('reorder lets the next of the conversation overtake it', async () => {
    const { engine, id, server } = await struck('reorder', { delayMs: 3_600_000 });
    engine.events.enqueue(textEvent('second'));
    await engine.until(id, 'success');
    expect(server.seen.map(message)).toEqual(['second', 'hello']);
  });

  it('strikes a share of what matches, the same one for the same seed', async () => {
    const { engine } = await start();
    const hits = () => {
      engine.faults.clear();
      engine.faults.set({
        target: 'delivery',
        kind: 'drop',
        match: 'channel:sms -never',
        rate: 0.3,
        seed: 7,
      });
      const subject = { channel: 'sms', body: 'x' } as never;
      return Array.from({ length: 200 }, () => engine.faults.forDelivery(() => subject) !== null);
    };
    const first = hits();
    expect(hits()).toEqual(first);
    expect(first.filter(Boolean).length).toBeGreaterThan(40);
    expect(first.filter(Boolean).length).toBeLessThan(80);
  });

  it('can be asked for with a single replay', async () => {
    const { engine, server, secret } = await start();
    const id = await delivered(engine);
    const copy: DeliverySummary = engine.deliveryCopies.replay({
      id,
      resign: true,
      fault: 'badSignature',
    });
    await engine.until(copy.id, 'success');
    expect(isGenuine(server.seen[1], secret)).toBe(false);
    const { attempts } = await engine.inspection.get(copy.id);
    expect(attempts[0]?.fault).toBe('Bad signature, asked for by hand');
    expect(attempts[0]?.signature?.ok).toBe(false);
  });
});

describe('a fault of the API', () => {
  it('strikes the method and path it names', async () => {
    const { engine } = await start();
    const { faults } = engine;
    faults.set({ target: 'api', kind: 'status502', match: 'POST /v1/messages*' });
    expect(faults.forRequest('GET', '/v1/messages')).toBeNull();
    expect(faults.forRequest('POST', '/v1/messages?x=1')?.spec.kind).toBe('status502');
    expect(faults.forRequest('POST', '/v1/calls')).toBeNull();
    faults.clear();
    faults.set({ target: 'api', kind: 'cut', match: 'DELETE' });
    expect(faults.forRequest('DELETE', '/v1/x')).not.toBeNull();
    expect(() => faults.set({ target: 'api', kind: 'cut', match: 'no path' })).toThrow('neither');
  });
});

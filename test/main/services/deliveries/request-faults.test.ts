import { afterEach, describe, expect, it } from 'vitest';
import type { DeliverySummary } from '../../../../common/contract/index.ts';
import {
  delivered,
  type Handler,
  isGenuine,
  startWithReceiver,
  textOf,
} from '../../../doubles/app/receiving-engine.ts';
import { textEvent } from '../../../doubles/app/webhook-engine.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe('a fault', () => {
  async function struck(kind: string, more: object = {}, handler?: Handler) {
    const setUp = await startWithReceiver(cleanups, handler);
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
    expect(server.seen.map(textOf)).toEqual(['second', 'hello']);
  });

  it('strikes a share of what matches, the same one for the same seed', async () => {
    const { engine } = await startWithReceiver(cleanups);
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
    const { engine, server, secret } = await startWithReceiver(cleanups);
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
    const { engine } = await startWithReceiver(cleanups);
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

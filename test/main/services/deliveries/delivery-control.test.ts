import { afterEach, describe, expect, it } from 'vitest';
import {
  type Handler,
  isGenuine,
  startWithReceiver,
  textOf,
} from '../../../doubles/app/receiving-engine.ts';
import { startEngine, textEvent } from '../../../doubles/app/webhook-engine.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe('a waiting delivery', () => {
  const failing: Handler = (_request, response) => {
    response.statusCode = 500;
    response.end();
  };

  async function failedOnce() {
    const setUp = await startWithReceiver(cleanups, failing, { time: new ManualTime() });
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
    const { engine } = await startWithReceiver(cleanups, () => {});
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
    const { engine, server, secret } = await startWithReceiver(cleanups);
    engine.breakpoints.set('two');
    const ids = ['one', 'two', 'three'].map(
      (text) => engine.events.enqueue(textEvent(text)).deliveryId,
    );
    const other = engine.events.enqueue(textEvent('other', { conversationId: 'conv_b' }));
    await engine.until(ids[1] ?? '', 'held');
    await engine.until(other.deliveryId, 'success');
    // Whether frozen or not, the clock does not wait for a person.
    await engine.clock.advance(60_000);
    expect(engine.store.row(ids[2] ?? '')?.status).toBe('pending');

    const original = await engine.inspection.get(ids[1] ?? '');
    expect(original).toMatchObject({ attempts: [], heldSince: expect.any(String) });
    const body = (original.body.text ?? '').replace('"two"', '"zwei"');
    engine.deliveryControl.release(ids[1] ?? '', { body });
    await engine.until(ids[2] ?? '', 'success');

    const seen = server.seen.filter((request) => textOf(request) !== 'other');
    expect(seen.map(textOf)).toEqual(['one', 'zwei', 'three']);
    expect(isGenuine(seen[1], secret)).toBe(true);
    const released = await engine.inspection.get(ids[1] ?? '');
    expect(released.body.text).toContain('two');
    expect(released.attempts[0]?.requestBody.text).toContain('zwei');
    expect(released.override?.body?.text).toContain('zwei');
    expect(released.heldMs).toBeGreaterThanOrEqual(60_000);
    expect(engine.breakpoints.list()).toMatchObject([{ match: 'two', hits: 1 }]);
  });

  it('does not close the conversation behind what is cancelled', async () => {
    const { engine, server } = await startWithReceiver(cleanups);
    const { id } = engine.breakpoints.set('first');
    const held = engine.events.enqueue(textEvent('first')).deliveryId ?? '';
    const next = engine.events.enqueue(textEvent('second')).deliveryId;
    await engine.until(held, 'held');
    engine.deliveryControl.cancel(held);
    await engine.until(next, 'success');
    expect(server.seen.map(textOf)).toEqual(['second']);
    expect(engine.breakpoints.clear(id)).toEqual({ cleared: 1 });
    expect(() => engine.breakpoints.clear(id)).toThrow('no breakpoint');
    expect(() => engine.breakpoints.set('nonsense:1')).toThrow('no field');
  });

  it('holds over a restart, in its place', async () => {
    const { engine, server } = await startWithReceiver(cleanups);
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
    expect(server.seen.map(textOf)).toEqual(['held', 'next']);
  });
});

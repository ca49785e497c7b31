import { afterEach, describe, expect, it } from 'vitest';
import { ACCOUNT, startEngine, textEvent } from '../../../doubles/app/webhook-engine.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function filled(count: number) {
  const engine = await startEngine();
  cleanups.push(() => engine.stop());
  const server = await WebServer.start((_request, response) => void response.end());
  cleanups.push(() => server.stop());
  engine.webhooks.set(ACCOUNT, null, { url: server.url });
  engine.breakpoints.set('held');
  const held = engine.events.enqueue(textEvent('held', { conversationId: 'conv_h' })).deliveryId;
  await engine.until(held, 'held');
  let last: string | null = null;
  for (let n = 0; n < count; n += 1) {
    last = engine.events.enqueue(textEvent(`m${n}`)).deliveryId;
  }
  await engine.until(last, 'success');
  return { engine, held };
}

describe('retention', () => {
  it('keeps the newest, counts the rest, and never removes what is not over', async () => {
    const { engine, held } = await filled(250);
    const removed: string[] = [];
    engine.changes.subscribe((changes) => {
      for (const change of changes) if (change.kind === 'removed') removed.push(change.id);
    });
    const state = await engine.retention.set({ maxDeliveries: 100 });
    expect(state).toMatchObject({
      maxDeliveries: 100,
      maxAgeDays: 30,
      deliveries: 101,
      removed: 150,
    });
    expect(removed).toHaveLength(150);
    expect(engine.store.row(held ?? '')?.status).toBe('held');
    expect(await engine.log.allTime(ACCOUNT)).toMatchObject({ total: 251, success: 250 });
    const { count } = engine.db
      .prepare<[], { count: number }>('select count(*) as count from delivery_bodies')
      .get() ?? { count: 0 };
    expect(count).toBe(101);
  });

  it('removes what is too old by the product clock', async () => {
    const { engine } = await filled(20);
    await engine.clock.advance(8 * 86_400_000);
    engine.events.enqueue(textEvent('young'));
    expect((await engine.retention.get()).deliveries).toBe(22);
    expect(await engine.retention.set({ maxAgeDays: 7 })).toMatchObject({ deliveries: 2 });
    // The setting survives, and what was removed still counts.
    expect(engine.retention.limits()).toEqual({ maxDeliveries: 100_000, maxAgeDays: 7 });
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { ACCOUNT, startEngine, textEvent } from '../../../doubles/app/webhook-engine.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** An engine for which the disk refuses writes of one kind this many times. */
async function refusing(what: 'beginAttempts' | 'endAttempts' | 'claimDue', times: number) {
  const server = await WebServer.start((_request, response) => void response.end('ok'));
  cleanups.push(() => server.stop());
  const engine = await startEngine();
  cleanups.push(() => engine.stop());
  engine.webhooks.set(ACCOUNT, null, { url: server.url });
  const { store } = engine;
  let left = times;
  const refuse = () => {
    left -= 1;
    if (left >= 0) throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
  };
  switch (what) {
    case 'beginAttempts': {
      const begin = store.beginAttempts.bind(store);
      // The decision is rolled back with the transaction.
      store.beginAttempts = (decide) =>
        begin(() => {
          const attempts = decide();
          refuse();
          return attempts;
        });
      break;
    }
    case 'endAttempts': {
      const end = store.endAttempts.bind(store);
      store.endAttempts = (ended) => {
        refuse();
        end(ended);
      };
      break;
    }
    case 'claimDue': {
      const claim = store.claimDue.bind(store);
      store.claimDue = (nowMs, limit) => {
        refuse();
        return claim(nowMs, limit);
      };
    }
  }
  const send = (text: string) =>
    engine.inTransaction(() => engine.events.enqueue(textEvent(text))).deliveryId;
  return { engine, server, send };
}

const texts = (server: WebServer) =>
  server.seen.map(({ body }) => JSON.parse(body.toString()).data.message);

describe('deliveries on a disk that refuses', () => {
  it('are not sent before they can be written down, and keep their order when they can', async () => {
    const { engine, server, send } = await refusing('beginAttempts', 2);
    const ids = ['a', 'b', 'c'].map(send);
    await expect.poll(() => engine.defects.length).toBe(1);
    expect(server.seen).toEqual([]);
    for (const id of ids) await engine.until(id, 'success');
    expect(texts(server)).toEqual(['a', 'b', 'c']);
    expect(engine.loop.waiting).toBe(0);
  });

  it('that were sent have their outcome written when there is room, and are not sent again', async () => {
    const { engine, server, send } = await refusing('endAttempts', 1);
    const first = send('a');
    await expect.poll(() => engine.health.state().waiting).toBe(1);
    expect(engine.store.row(first ?? '')?.status).toBe('sending');
    const second = send('b');
    await engine.until(first, 'success');
    await engine.until(second, 'success');
    expect(texts(server)).toEqual(['a', 'b']);
    expect(engine.defects).toEqual([]);
  });

  it('that are due are taken up when the disk reads again', async () => {
    const { engine, server, send } = await refusing('claimDue', 1);
    server.stop();
    const id = send('a');
    await engine.until(id, 'pending');
    await engine.clock.advance(6 * 60_000);
    await expect.poll(() => engine.store.row(id ?? '')?.attemptCount).toBe(2);
  });

  it('are struck by a fault as often as it says, whatever was rolled back', async () => {
    const { engine, server, send } = await refusing('beginAttempts', 2);
    const { faults } = engine;
    faults.set({ target: 'delivery', kind: 'missingSignature', times: 1 });
    const ids = ['a', 'b'].map(send);
    await expect.poll(() => engine.defects.length).toBe(1);
    expect(faults.list()[0]).toMatchObject({ hits: 0, remaining: 1 });
    for (const id of ids) await engine.until(id, 'success');
    expect(faults.list()[0]).toMatchObject({ hits: 1, remaining: 0 });
    expect(server.seen.map(({ headers }) => 'x-webhook-signature' in headers)).toEqual([
      false,
      true,
    ]);
  });

  it('are struck by chance as the seed says, whatever was rolled back', async () => {
    const struck = async (times: number) => {
      const { engine, server, send } = await refusing('beginAttempts', times);
      const fault = { target: 'delivery', kind: 'missingSignature', rate: 0.5, seed: 7 } as const;
      engine.faults.set(fault);
      for (const id of ['a', 'b', 'c', 'd', 'e', 'f'].map(send)) await engine.until(id, 'success');
      return server.seen.map(({ headers }) => 'x-webhook-signature' in headers);
    };
    expect(await struck(1)).toEqual(await struck(0));
  });

  it('that a fault delays are delayed by it, whatever was rolled back', async () => {
    const { engine, server, send } = await refusing('beginAttempts', 1);
    engine.faults.set({ target: 'delivery', kind: 'delay', delayMs: 60_000, times: 1 });
    const id = send('a');
    await expect.poll(() => engine.defects.length).toBe(1);
    await expect.poll(() => engine.store.row(id ?? '')?.nextAttemptAt).toBeTypeOf('number');
    expect(server.seen).toEqual([]);
    await engine.clock.advance(60_000);
    await engine.until(id, 'success');
  });

  it('that a breakpoint holds are told of as held only once they are', async () => {
    const { engine, send } = await refusing('beginAttempts', 1);
    engine.breakpoints.set('a');
    const id = send('a');
    await expect.poll(() => engine.defects.length).toBe(1);
    const told = () => engine.published.filter(({ status }) => status === 'held').length;
    expect([told(), engine.breakpoints.list()[0]?.hits]).toEqual([0, 0]);
    await engine.until(id, 'held');
    expect([told(), engine.breakpoints.list()[0]?.hits]).toEqual([1, 1]);
  });
});

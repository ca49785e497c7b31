import { afterEach, describe, expect, it } from 'vitest';
import { WebServer } from '../../../doubles/web-server.ts';
import { ACCOUNT, startEngine, textEvent } from '../../../doubles/webhook-engine.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** An engine whose writes of one kind the disk refuses for so many times. */
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
      // What was decided is rolled back with the transaction.
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
});

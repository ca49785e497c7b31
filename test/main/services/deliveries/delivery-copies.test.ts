import { afterEach, describe, expect, it } from 'vitest';
import { delivered, isGenuine, startWithReceiver } from '../../../doubles/app/receiving-engine.ts';
import { ACCOUNT, startEngine, textEvent } from '../../../doubles/app/webhook-engine.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';
import { type SeenRequest, WebServer } from '../../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe('a replay', () => {
  it('is the same request under the same id, freshly signed with the current secret', async () => {
    const time = new ManualTime();
    const { engine, server } = await startWithReceiver(cleanups, undefined, { time });
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
    const { engine, server, secret } = await startWithReceiver(cleanups, undefined, { time });
    const id = await delivered(engine);
    time.pass(600_000);
    await engine.until(engine.deliveryCopies.replay({ id, resign: false }).id, 'success');
    const [first, second] = server.seen;
    expect(second?.rawHeaders).toEqual(first?.rawHeaders);
    expect(second?.body).toEqual(first?.body);
    expect(isGenuine(second, secret)).toBe(true);
  });

  it('goes to another address when one is given, and is not retried', async () => {
    const { engine } = await startWithReceiver(cleanups);
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
    const { engine, server, secret } = await startWithReceiver(cleanups);
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
    const { engine } = await startWithReceiver(cleanups);
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

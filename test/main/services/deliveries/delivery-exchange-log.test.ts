import { afterEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../../../../main/outbound/exchange-log.ts';
import {
  ACCOUNT,
  AGENT,
  type Engine,
  startEngine,
  textEvent,
} from '../../../doubles/app/webhook-engine.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function opened(): Promise<Engine> {
  const engine = await startEngine();
  cleanups.push(() => engine.stop());
  return engine;
}

const TOOL: Exchange = {
  kind: 'tool',
  accountId: ACCOUNT,
  event: 'tool.get_weather',
  method: 'GET',
  url: 'http://127.0.0.1:9/weather?city=Oslo',
  agentId: AGENT,
  callId: 'call_a',
  turn: 2,
  startedAtMs: Date.parse('2026-11-02T09:15:04.000Z'),
  requestHeaders: [['Authorization', '••••']],
  requestBody: new Uint8Array(),
  status: 500,
  responseHeaders: [['Content-Type', 'text/plain']],
  responseBody: Buffer.from('Out of weather.'),
  responseSizeBytes: 15,
  timing: { dnsMs: null, connectedMs: 1, sentMs: 2, firstByteMs: 30, endMs: 31 },
  error: 'Your tool answered 500.',
  failure: null,
};

describe('an exchange', () => {
  it('is shown, found by its kind, and published like a delivery', async () => {
    const engine = await opened();
    const id = engine.exchanges.record(TOOL);
    expect(engine.published.at(-1)).toMatchObject({ id, kind: 'tool', status: 'failed', turn: 2 });
    const { items, total } = await engine.inspection.list({
      filter: 'kind:tool status:5xx',
      limit: 5,
    });
    expect(total).toBe(1);
    expect(items[0]).toEqual(engine.published.at(-1));
    expect(await engine.inspection.get(id)).toMatchObject({
      event: 'tool.get_weather',
      callId: 'call_a',
      httpStatus: 500,
      durationMs: 31,
      signature: null,
      attempts: [
        {
          method: 'GET',
          outcome: 'failed',
          url: TOOL.url,
          requestHeaders: [['Authorization', '••••']],
          responseBody: { text: 'Out of weather.' },
          error: 'Your tool answered 500.',
        },
      ],
    });
  });

  it('keeps bytes that are no text, and no more than 64 KiB of a body', async () => {
    const engine = await opened();
    const bytes = Buffer.from([0xff, 0x00, 0xfe]);
    const long = Buffer.alloc(100_000, 'a');
    const id = engine.exchanges.record({
      ...TOOL,
      requestBody: bytes,
      responseBody: long,
      responseSizeBytes: long.length,
    });
    const [attempt] = (await engine.inspection.get(id)).attempts;
    expect(attempt?.requestBody.base64).toBe(bytes.toString('base64'));
    expect(attempt?.responseBody).toMatchObject({ sizeBytes: 100_000, truncated: true });
    expect(attempt?.responseBody?.text).toHaveLength(65_536);
  });

  it('is no webhook delivery: not in the log, the statistics, nor the all-time figures', async () => {
    const engine = await opened();
    const server = await WebServer.start((_request, response) => void response.end());
    cleanups.push(() => server.stop());
    engine.webhooks.set(ACCOUNT, null, { url: server.url });
    const { deliveryId } = engine.events.enqueue(textEvent('Hi'));
    await engine.until(deliveryId, 'success');
    engine.exchanges.record(TOOL);
    engine.exchanges.record({ ...TOOL, kind: 'carrier', status: 201, error: null });
    engine.exchanges.record({ ...TOOL, kind: 'callback', status: 200, error: null });
    const log = await engine.log.list({ accountId: ACCOUNT, limit: 10, offset: 0 });
    expect(log.total).toBe(1);
    expect(log.items.map(({ id }) => id)).toEqual([deliveryId]);
    const counts = { total: 1, success: 1, failed: 0, successRate: 100 };
    expect(await engine.log.stats(ACCOUNT, 10_000_000)).toMatchObject(counts);
    const startedAtMs = engine.clock.now() - 9 * 86_400_000;
    engine.exchanges.record({ ...TOOL, startedAtMs });
    await engine.retention.set({ maxAgeDays: 7 });
    expect((await engine.inspection.list({ filter: '', limit: 10 })).total).toBe(0);
    expect(await engine.log.allTime(ACCOUNT)).toEqual(counts);
  });

  it('is not taken up after a restart', async () => {
    const engine = await opened();
    engine.exchanges.record({ ...TOOL, status: null, failure: 'unreachable' });
    expect(engine.store.recover(6)).toEqual([]);
    expect(engine.store.nextDueAt()).toBeNull();
  });

  it('refuses what is done with webhook deliveries, and says why', async () => {
    const engine = await opened();
    const id = engine.exchanges.record(TOOL);
    const why = /records a call of a tool, no webhook delivery/;
    expect(() => engine.deliveryCopies.replay({ id, resign: true })).toThrow(why);
    expect(() => engine.deliveryCopies.send({ sourceId: id, body: '{}' })).toThrow(why);
    expect(() => engine.deliveryControl.retryNow(id)).toThrow(why);
    expect(() => engine.deliveryControl.hold(id)).toThrow(why);
    expect(() => engine.deliveryControl.cancel(id)).toThrow(why);
    expect(() => engine.deliveryControl.release(id)).toThrow(why);
    await expect(engine.doctor.delivery(id)).rejects.toThrow(why);
    await expect(engine.clinic.explain({ deliveryId: id })).rejects.toThrow(why);
    await expect(engine.deliveryExports.export({ id, format: 'vitest' })).rejects.toThrow(why);
  });

  it('is taken away with its own method', async () => {
    const engine = await opened();
    const id = engine.exchanges.record(TOOL);
    const text = async (format: 'curl' | 'raw' | 'har') =>
      (await engine.deliveryExports.export({ id, format })).text;
    expect(await text('curl')).toBe(
      `curl --include --globoff --proto '=http,https' --request 'GET' \\\n  --url 'http://127.0.0.1:9/weather?city=Oslo' \\\n  --header 'Authorization: ••••'\n`,
    );
    expect(await text('raw')).toMatch(/^GET \/weather\?city=Oslo HTTP\/1.1\r\n/);
    expect(JSON.parse(await text('har')).log.entries[0].request.method).toBe('GET');
  });

  it('never throws: what it records went on all the same', async () => {
    const engine = await opened();
    const id = engine.exchanges.record({ ...TOOL, accountId: 'acct_nobody' });
    expect(id).toMatch(/^dlv_/);
    expect(engine.defects).toHaveLength(1);
    engine.defects.length = 0;
  });
});

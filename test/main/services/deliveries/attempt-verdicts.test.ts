import { afterEach, describe, expect, it } from 'vitest';
import { ACCOUNT, startEngine, textEvent } from '../../../doubles/app/webhook-engine.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe('the signature of an attempt', () => {
  it('has a verdict of its own, whatever became of the others', async () => {
    const engine = await startEngine();
    cleanups.push(() => engine.stop());
    const server = await WebServer.start((_request, response) => {
      response.statusCode = server.seen.length === 1 ? 500 : 200;
      response.end();
    });
    cleanups.push(() => server.stop());
    engine.webhooks.set(ACCOUNT, null, { url: `${server.url}/hook` });
    const { id: faultId } = engine.faults.set({
      target: 'delivery',
      kind: 'badSignature',
      times: 1,
    });
    const { deliveryId } = engine.events.enqueue(textEvent('first wrong'));
    while (engine.store.row(deliveryId ?? '')?.nextAttemptAt == null) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    engine.deliveryControl.retryNow(deliveryId ?? '');
    await engine.until(deliveryId, 'success');
    const { attempts, signature } = await engine.inspection.get(deliveryId ?? '');
    expect(attempts.map((attempt) => attempt.signature?.ok)).toEqual([false, true]);
    expect(attempts[0]?.fault).toBe(`Bad signature, asked for by fault ${faultId}`);
    expect(signature).toEqual(attempts[1]?.signature);
  });
});

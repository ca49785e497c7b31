import { createServer } from 'node:net';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { ID_PREFIX, type IdKind } from '../../../common/contract/index.ts';
import { listenOnLoopback } from '../../../main/platform/listen.ts';
import { newApiKey, newId, newWebhookSecret, randomText } from '../../../main/platform/random.ts';
import { StartFailure } from '../../../main/platform/start-failure.ts';

describe('random texts', () => {
  it('are lower-case letters and digits, each about as often', () => {
    const counts = new Map<string, number>();
    for (const letter of randomText(36_000)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    expect([...counts.keys()].sort().join('')).toBe('0123456789abcdefghijklmnopqrstuvwxyz');
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(250);
  });

  it('have exactly the length asked for', () => {
    for (const length of [0, 1, 15, 40, 100]) expect(randomText(length)).toHaveLength(length);
  });

  it('make ids that carry their kind and do not repeat', () => {
    for (const kind of Object.keys(ID_PREFIX) as IdKind[]) {
      expect(newId(kind)).toMatch(new RegExp(`^${ID_PREFIX[kind]}[0-9a-z]{16}$`));
    }
    expect(new Set(Array.from({ length: 1_000 }, () => newId('call'))).size).toBe(1_000);
    expect(newApiKey()).toMatch(/^sk_live_[0-9a-z]{40}$/);
    expect(newWebhookSecret()).toMatch(/^whsec_[0-9a-z]{40}$/);
  });
});

describe('listening', () => {
  it('is on loopback, and tells the free port it got', async () => {
    const app = Fastify();
    const url = await listenOnLoopback(app, 0, 'the API', '--port');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
    expect((await fetch(url)).status).toBe(404);
    await app.close();
  });

  it('on a port that is taken fails with the way out', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const app = Fastify();
    const failure = await listenOnLoopback(app, port, 'the API', '--port').catch((error) => error);
    expect(failure).toBeInstanceOf(StartFailure);
    expect(failure).toMatchObject({
      code: 'PORT_IN_USE',
      message: `Port ${port} for the API is in use already. Choose another one with --port, or --port 0 for a free one.`,
    });
    await app.close();
    await new Promise((resolve) => taken.close(resolve));
  });
});

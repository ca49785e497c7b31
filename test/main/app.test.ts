import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { lockDataFolder } from '../../main/platform/lock.ts';
import { StartFailure } from '../../main/platform/start-failure.ts';
import { TestApp } from '../doubles/app/running-app.ts';
import { WebServer } from '../doubles/servers/web-server.ts';

/** How the whole app starts and stops. */
let testApp: TestApp;
const cleanups: (() => unknown)[] = [];
beforeEach(() => {
  testApp = new TestApp();
});
afterEach(async () => {
  await testApp.clear();
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe('a new workspace', () => {
  it('has an agent with a greeting, a number outside the allowance, and a demo handler', async () => {
    const { sdk, ready } = await testApp.start();
    const agents = (await sdk.agents.listAgents()).data as { id: string; beginMessage: string }[];
    expect(agents).toHaveLength(1);
    expect(agents[0]?.beginMessage).toBeTruthy();
    const [number] = (await sdk.numbers.listNumbers()).data;
    expect(number).toMatchObject({ country: 'US', agentId: agents[0]?.id });
    expect(await sdk.webhooks.getWebhook()).toBeNull();
    // The free number can still be bought, but only that one.
    await sdk.numbers.createNumber({ country: 'US' });
    await expect(sdk.numbers.createNumber({ country: 'US' })).rejects.toMatchObject({
      statusCode: 409,
    });
    const kept = JSON.parse(readFileSync(join(testApp.dataDir, 'control.json'), 'utf8'));
    expect(kept).toMatchObject({ apiKey: ready.apiKey, controlToken: ready.controlToken });
  });

  it('is empty when it is wanted so, and what was deleted is not made again', async () => {
    const { sdk } = await testApp.start({ seed: 'empty' });
    expect((await sdk.agents.listAgents()).data).toEqual([]);
    await testApp.stop();
    const again = await testApp.start({ seed: 'starter' });
    expect((await again.sdk.agents.listAgents()).data).toEqual([]);
  });

  it('loses its demo handler for good with the first webhook of one’s own', async () => {
    const first = await testApp.start();
    await first.sdk.webhooks.createOrUpdateWebhook({ body: { url: 'http://127.0.0.1:9/' } });
    await first.sdk.webhooks.deleteWebhook();
    await testApp.stop();
    const { sdk, control } = await testApp.start();
    const [number] = (await sdk.numbers.listNumbers()).data;
    const to = number?.phoneNumber ?? '';
    const { callId } = await control.run('call.place', { from: '+15550100147', to });
    expect((await control.run('call.get', { callId })).disconnectionReason).toBe('no_webhook');
  });
});

describe('the demo handler', () => {
  it('answers a call with an interim line, then sentence by sentence', async () => {
    const { control, sdk } = await testApp.start();
    await control.run('clock.freeze', {});
    const [number] = (await sdk.numbers.listNumbers()).data;
    const { callId } = await control.run('call.place', {
      from: '+15550100147',
      to: number?.phoneNumber ?? '',
    });
    await control.run('call.waitFor', { callId, event: 'greeted' });
    await control.run('call.say', { callId, text: 'When are you open?' });
    await control.run('call.waitFor', { callId, event: 'agentTurn', turn: 1 });
    const { turns } = await control.run('call.timeline', { callId });
    const chunks = turns[1]?.chunks ?? [];
    expect(chunks.length).toBeGreaterThanOrEqual(2);
    expect(chunks.map((chunk) => chunk.interim)).toEqual([
      ...chunks.slice(1).map(() => true),
      false,
    ]);
    const [delivery] = (await control.run('delivery.list', { filter: 'channel:voice' })).items;
    expect(delivery).toMatchObject({ demo: true, status: 'success' });
    const shown = await control.run('delivery.get', { id: delivery?.id ?? '' });
    expect(shown.signature).toMatchObject({ ok: true });
  });
});

describe('an end', () => {
  it('comes within 2 s whatever hangs, and lets go of everything', async () => {
    const { control, sdk, ready } = await testApp.start();
    const { hostname, port } = new URL(ready.control);
    const hanging = await WebServer.start(() => {});
    cleanups.push(() => hanging.stop());
    await sdk.webhooks.createOrUpdateWebhook({ body: { url: hanging.url } });
    const [number] = (await sdk.numbers.listNumbers()).data;
    const to = number?.phoneNumber ?? '';
    // In flight: a delivery and a voice turn, a call that is speaking, a client that waits, ...
    await control.run('text.receive', { from: '+15550100147', to, body: 'Hi' });
    const { callId } = await control.run('call.place', { from: '+15550100147', to });
    await control.run('call.say', { callId, text: 'Hi' });
    const waiting = control
      .send('call.waitFor', { callId, event: 'agentTurn', turn: 9 })
      .catch(() => {});
    // ... a reader of the transcript stream, an unresponsive window, and idle connections.
    const stream = await fetch(`${ready.api}/v1/calls/${callId}/transcript/stream`, {
      headers: { authorization: `Bearer ${ready.apiKey}` },
    });
    expect(stream.status).toBe(200);
    const token = Buffer.from(ready.controlToken).toString('base64url');
    const window = new WebSocket(`ws://${hostname}:${port}/control/live`, [
      'agentphone.v1',
      `token.${token}`,
    ]);
    await new Promise((resolve) => window.once('message', resolve));
    window.pause();
    const idle = await new Promise<Socket>((resolve) => {
      const socket = connect(Number(port), hostname, () => resolve(socket));
      socket.on('error', () => {});
    });

    const startedMs = performance.now();
    await testApp.stop();
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    lockDataFolder(testApp.dataDir).release();
    expect(existsSync(join(testApp.dataDir, 'agentphone.db-wal'))).toBe(false);
    window.terminate();
    idle.destroy();
    await stream.body?.cancel().catch(() => {});
    await waiting;
  });
});

describe('a start that fails', () => {
  it('leaves nothing open: the next one finds folder and ports free', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const failed = testApp.start({ controlPort: port });
    await expect(failed).rejects.toBeInstanceOf(StartFailure);
    await expect(failed).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringContaining('--control-port'),
    });
    await new Promise((resolve) => taken.close(resolve));
    const { ready } = await testApp.start({ controlPort: port });
    expect(ready.control).toBe(`http://127.0.0.1:${port}`);
  });
});

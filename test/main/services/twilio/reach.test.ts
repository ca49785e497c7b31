import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TunnelMaker } from '../../../../main/services/twilio/tunnel.ts';
import { hostRewritingProxy } from '../../../doubles/servers/host-rewriting-proxy.ts';
import { LinkedApp } from '../../../doubles/twilio/linked-app.ts';

const TOKEN = 'ngrok-token-0123456789';
let bridge: LinkedApp;
let opened: { port: number; domain: string | null }[];
let closed: number;

/** A stand-in for ngrok: its tunnel is the ingress's own loopback address. */
const tunnels: TunnelMaker = {
  async open({ port, authToken, domain }) {
    if (authToken !== TOKEN) throw new Error(`authentication failed: ${authToken}`);
    opened.push({ port, domain });
    return {
      url: `http://127.0.0.1:${port}`,
      close: async () => {
        closed += 1;
      },
    };
  },
};

beforeEach(async () => {
  opened = [];
  closed = 0;
  bridge = new LinkedApp();
  await bridge.start({}, { tunnels });
});

afterEach(() => bridge.clear());

describe('the public address', () => {
  it('is healthy when it leads to the ingress', async () => {
    await bridge.link();
    const { reach } = await bridge.app.control.run('publicUrl.check', {});
    expect(reach).toMatchObject({
      source: 'own',
      health: { ok: true, message: expect.stringContaining('The ingress answers at') },
    });
  });

  it('is unhealthy when something else or nothing answers there', async () => {
    await bridge.link();
    const { control } = bridge.app;
    const other = createServer((_request, response) => response.end('hello'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    await control.run('publicUrl.set', { url });
    expect((await control.run('publicUrl.check', {})).reach.health).toMatchObject({
      ok: false,
      message: expect.stringContaining('it is not the ingress'),
    });
    other.closeAllConnections();
    await new Promise((resolve) => other.close(resolve));
    expect((await control.run('publicUrl.check', {})).reach.health).toMatchObject({
      ok: false,
      message: expect.stringContaining('Nothing answers at'),
    });
  });

  it('is unhealthy when a proxy gives this computer a name of its own, until that is allowed', async () => {
    await bridge.link();
    const { control } = bridge.app;
    const { ingressUrl } = await control.run('twilio.status', {});
    const proxy = await hostRewritingProxy(ingressUrl ?? '', 'nas.lan:8080');
    await control.run('publicUrl.set', { url: proxy.url });
    const before = await control.run('publicUrl.check', {});
    expect(before.reach.health?.ok).toBe(false);
    expect(before.reach.health?.message).toContain(`${proxy.url} leads here, but your tunnel`);
    expect(before.reach.health?.message).toContain('"nas.lan:8080"');
    expect(before.reach.health?.message).toContain('--allow-host nas.lan,');
    await control.run('settings.set', { allowedHosts: ['nas.lan'] });
    expect((await control.run('publicUrl.check', {})).reach.health?.ok).toBe(true);
    await proxy.close();
  });

  it.each([
    'http://bridge.example.com',
    'https://bridge.example.com/path',
    'https://u:p@x.example',
  ])('is not %s', async (url) => {
    await bridge.link();
    expect((await bridge.app.control.send('publicUrl.set', { url })).status).toBe(400);
  });

  it('cannot be loopback unless a double stands in for Twilio', async () => {
    const answer = await bridge.app.control.send('publicUrl.set', { url: 'http://127.0.0.1:9' });
    expect(answer.status).toBe(400);
  });

  it('survives a restart', async () => {
    await bridge.link();
    await bridge.app.control.run('publicUrl.set', { url: 'https://bridge.example.com' });
    const { control } = await bridge.restart();
    expect((await control.run('twilio.status', {})).reach).toMatchObject({
      publicUrl: 'https://bridge.example.com',
      source: 'own',
      health: null,
    });
  });
});

describe('the tunnel', () => {
  it('opens to the ingress alone, is checked, and closes with the link', async () => {
    await bridge.link();
    const { control } = bridge.app;
    const { ingressUrl } = await control.run('twilio.status', {});
    const status = await control.run('publicUrl.open', {
      authToken: TOKEN,
      domain: 'my.ngrok.app',
    });
    expect(status.reach).toMatchObject({
      publicUrl: ingressUrl,
      source: 'ngrok',
      health: { ok: true },
    });
    expect(opened).toEqual([
      { port: Number(new URL(ingressUrl ?? '').port), domain: 'my.ngrok.app' },
    ]);
    // The token is stored for the next time.
    await control.run('publicUrl.open', {});
    expect(closed).toBe(1);
    await control.run('twilio.unlink', {});
    expect(closed).toBe(2);
    await bridge.link();
    expect((await control.send('publicUrl.open', {})).status).toBe(400);
  });

  it('says what ngrok says, without the token', async () => {
    await bridge.link();
    const answer = await bridge.app.control.send('publicUrl.open', { authToken: 'wrong-token-1' });
    expect(answer.status).toBe(503);
    expect(JSON.stringify(answer.body)).toContain('authentication failed');
    expect(JSON.stringify(answer.body)).not.toContain('wrong-token-1');
  });

  it('needs a linked account', async () => {
    expect((await bridge.app.control.send('publicUrl.open', { authToken: TOKEN })).status).toBe(
      409,
    );
    expect((await bridge.app.control.send('publicUrl.check', {})).status).toBe(409);
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HttpClient } from '../../../../main/outbound/http-client.ts';
import { ProductClock } from '../../../../main/platform/time/clock.ts';
import { TrustedCertificates } from '../../../../main/services/webhooks/trusted-certificates.ts';
import type { WebhookRow } from '../../../../main/store/deliveries/webhooks.ts';
import { HttpsServer } from '../../../doubles/servers/https-server.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

let folder: string;
let server: HttpsServer;
let url: string;
let certificates: TrustedCertificates;
let client: HttpClient;

const opened = () =>
  new TrustedCertificates({
    file: join(folder, 'trusted-certificates.json'),
    webhooks: { routeOrThrow: () => ({ url }) as WebhookRow },
    reach: () => 'public',
  });
const send = (to = url) =>
  client.send({ method: 'POST', url: to, headers: [], body: Buffer.from('{}'), timeoutMs: 5_000 });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-trust-'));
  server = await HttpsServer.start();
  url = `https://localhost:${server.port}/webhook`;
  certificates = opened();
  client = new HttpClient({
    clock: new ProductClock(),
    allowPrivateAddresses: () => false,
    trustedFingerprint: (origin) => certificates.fingerprintFor(origin),
  });
});
afterEach(async () => {
  await client.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a development certificate', () => {
  it('is shown with its fingerprint, and trusted for this webhook once somebody says so', async () => {
    const refused = await send();
    expect(refused.failure).toMatchObject({ kind: 'tls' });
    expect(refused.failure?.message).toContain('webhook.trust');
    const shown = await certificates.look('acct', null);
    expect(shown).toMatchObject({
      url,
      trusted: false,
      subject: 'CN=localhost, O=development',
      problem: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    expect(server.seen).toBe(0);

    const trusted = await certificates.trust('acct', null, shown.fingerprint);
    expect(trusted.trusted).toBe(true);
    expect(await send()).toMatchObject({ failure: null, status: 200 });
    // Trusted for the server of this webhook only, not for any other address.
    expect((await send(`https://127.0.0.1:${server.port}/`)).failure).toMatchObject({
      kind: 'tls',
    });
    expect(opened().fingerprintFor(new URL(url).origin)).toBe(shown.fingerprint);
  });

  it('is trusted no more when it is taken back, or is another one', async () => {
    const { fingerprint } = await certificates.look('acct', null);
    await certificates.trust('acct', null, fingerprint);
    const { port } = server;
    await server.stop();
    server = await HttpsServer.start(undefined, port);
    const { failure } = await send();
    expect(failure).toMatchObject({ kind: 'tls' });
    expect(failure?.message).toContain('is not the one that is trusted');
    expect(server.seen).toBe(0);
    await expect(certificates.trust('acct', null, fingerprint)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect((await certificates.trust('acct', null, null)).trusted).toBe(false);
    expect(readFileSync(join(folder, 'trusted-certificates.json'), 'utf8')).toBe('{}\n');
  });

  it('is not there where nobody speaks https', async () => {
    const plain = await WebServer.start((_request, response) => void response.end('ok'));
    url = `https://localhost:${plain.port}/`;
    await expect(certificates.look('acct', null)).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
    });
    url = `http://localhost:${plain.port}/`;
    await expect(certificates.look('acct', null)).rejects.toThrow('is no https server');
    await plain.stop();
  });
});

describe('an https server', () => {
  it('is named as the cause where http:// is written', async () => {
    const { failure } = await send(`http://127.0.0.1:${server.port}/`);
    expect(failure?.message).toContain('or it expects https://');
  });
});

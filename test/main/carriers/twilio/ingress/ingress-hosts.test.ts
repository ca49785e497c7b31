import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostRewritingProxy } from '../../../../doubles/servers/host-rewriting-proxy.ts';
import { ListeningIngress } from '../../../../doubles/twilio/listening-ingress.ts';
import {
  type SignedCallback,
  socketSignature,
} from '../../../../doubles/twilio/signed-callbacks.ts';

let ingress: ListeningIngress;

beforeEach(async () => {
  ingress = new ListeningIngress();
  await ingress.start();
});

afterEach(() => ingress.stop());

async function viaProxy(host: string, more: Partial<SignedCallback> = {}) {
  const proxy = await hostRewritingProxy(ingress.local, host);
  const answer = await ingress.send({ deliverTo: proxy.url, ...more });
  await proxy.close();
  return answer;
}

describe('a Host that a proxy made up', () => {
  it('gets a bare 403, and a person is told its name and what to do', async () => {
    expect(await viaProxy('nas.lan:8080')).toMatchObject({ status: 403, body: '' });
    expect(ingress.calls).toEqual([]);
    expect(ingress.refused).toEqual([
      expect.stringContaining("A request of Twilio's to /twilio/sms was refused: your tunnel"),
    ]);
    expect(ingress.refused[0]).toContain('"nas.lan:8080" in the Host header');
    expect(ingress.refused[0]).toContain('--allow-host nas.lan, or add the name under Settings');
  });

  it('is no way to make a person allow a name: only what Twilio signed is told', async () => {
    await viaProxy('evil.example.com', { signature: 'AAAA' });
    await viaProxy('evil.example.com', { signature: '' });
    expect(ingress.refused.join()).not.toContain('evil.example.com');
    expect(ingress.calls).toEqual([]);
  });

  it.each(['nas.lan', 'NAS.lan:8080'])('gets through once it is allowed: %s', async (host) => {
    ingress.allowedHosts = ['nas.lan'];
    expect(await viaProxy(host)).toMatchObject({ status: 200 });
    expect(ingress.calls).toHaveLength(1);
    expect(ingress.refused).toEqual([]);
  });

  it('opens no signed socket either, until it is allowed', async () => {
    const { authToken } = ingress.access;
    const signature = socketSignature(authToken, 'wss://bridge.example.com/twilio/media');
    const headers = { Host: 'nas.lan', 'X-Twilio-Signature': signature };
    expect(await ingress.upgrade('/twilio/media', headers)).toBe('HTTP/1.1 403 Forbidden');
    expect(ingress.refused[0]).toContain('--allow-host nas.lan');
    ingress.allowedHosts = ['nas.lan'];
    expect(await ingress.upgrade('/twilio/media', headers)).toContain('HTTP/1.1 101');
  });

  it('opens neither health nor attachments, whatever it is signed with', async () => {
    const proxy = await hostRewritingProxy(ingress.local, 'nas.lan');
    const headers = { 'x-twilio-signature': 'AAAA' };
    for (const path of ['/twilio/attachment/x', '/twilio/health?nonce=x', '/nothing']) {
      expect((await fetch(proxy.url + path, { headers })).status).toBe(403);
    }
    await proxy.close();
  });
});

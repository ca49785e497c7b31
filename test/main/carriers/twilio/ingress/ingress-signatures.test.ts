import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ListeningIngress } from '../../../../doubles/twilio/listening-ingress.ts';
import {
  type SharedKey,
  signatureSettings,
  socketSignature,
} from '../../../../doubles/twilio/signed-callbacks.ts';

/** Over real sockets, signed with the official package. */
let ingress: ListeningIngress;
const KEY: SharedKey = {
  secret: 'shared-key-secret-0123456789',
  id: 'webhooks_sharedkey_01jabcdefghjkmnpqrstvwxyz0',
  algorithm: 'HMAC_SHA256',
};
const MEDIA = 'wss://bridge.example.com/twilio/media';

beforeEach(async () => {
  ingress = new ListeningIngress();
  await ingress.start({ sharedKeys: [KEY.secret] });
});

afterEach(() => ingress.stop());

describe('a callback that a shared key signed', () => {
  it.each([{}, { json: true }, { signWithPort: true }, { json: true, signWithPort: true }])(
    'gets through as the auth token’s does: %j',
    async (more) => {
      expect(await ingress.send({ ...more, sharedKey: KEY })).toMatchObject({ status: 200 });
      expect(await ingress.send(more)).toMatchObject({ status: 200 });
      expect(ingress.calls).toHaveLength(2);
      expect(ingress.refused).toEqual([]);
    },
  );

  it('is refused when its secret is another one, and a person is told which key it names', async () => {
    const sharedKey = { ...KEY, secret: 'of-another-key-0123456789' };
    expect(await ingress.send({ sharedKey })).toMatchObject({ status: 403, body: '' });
    expect(ingress.calls).toEqual([]);
    expect(ingress.refused).toEqual([expect.stringContaining(`the shared key ${KEY.id}.`)]);
  });
});

describe('a socket that a shared key signed', () => {
  const upgrade = (key: SharedKey, url = MEDIA, path = '/twilio/media') =>
    ingress.upgrade(path, {
      'X-Twilio-Signature': socketSignature(key.secret, url, key.algorithm),
      ...signatureSettings(key),
    });

  it.each([MEDIA, `${MEDIA}/`, 'wss://bridge.example.com:443/twilio/media'])(
    'opens, signed for %s',
    async (url) => {
      expect(await upgrade(KEY, url)).toContain('HTTP/1.1 101');
      expect(await upgrade({ ...KEY, algorithm: 'HMAC_SHA1' }, url)).toContain('HTTP/1.1 101');
    },
  );

  it('opens for relayed words too', async () => {
    const url = 'wss://bridge.example.com/twilio/relay';
    expect(await upgrade(KEY, url, '/twilio/relay')).toContain('HTTP/1.1 101');
  });

  it('is refused with another secret', async () => {
    const other = { ...KEY, secret: 'of-another-key-0123456789' };
    expect(await upgrade(other)).toBe('HTTP/1.1 403 Forbidden');
    expect(ingress.refused[0]).toContain('A socket to /twilio/media was refused');
  });
});

describe('a socket that the auth token signed', () => {
  const upgrade = (path: string, signature: string) =>
    ingress.upgrade(path, { 'X-Twilio-Signature': signature });
  const signed = (url: string) => socketSignature(ingress.access.authToken, url);

  it.each(['/twilio/media', '/twilio/media/', '/twilio/relay'])('opens: %s', async (path) => {
    const signature = signed(`wss://bridge.example.com${path}`);
    expect(await upgrade(path, signature)).toContain('HTTP/1.1 101');
    await expect.poll(() => ingress.sockets).toHaveLength(1);
  });

  it.each([MEDIA, `${MEDIA}/`, 'wss://bridge.example.com:443/twilio/media'])(
    'opens behind a tunnel, signed for %s',
    async (url) => {
      expect(await upgrade('/twilio/media', signed(url))).toContain('HTTP/1.1 101');
    },
  );

  it.each(['AAAA', ''])('is refused with the signature "%s"', async (signature) => {
    expect(await upgrade('/twilio/media', signature)).toBe('HTTP/1.1 403 Forbidden');
    expect(ingress.sockets).toEqual([]);
  });

  it('is refused when it was made for https', async () => {
    const signature = signed('https://bridge.example.com/twilio/media');
    expect(await upgrade('/twilio/media', signature)).toBe('HTTP/1.1 403 Forbidden');
  });
});

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemorySecretStore } from '../../../../main/platform/secret-store.ts';
import { LiveWatcher } from '../../../doubles/app/live-watcher.ts';
import { LinkedApp } from '../../../doubles/twilio/linked-app.ts';
import { sendCallback } from '../../../doubles/twilio/signed-callbacks.ts';

let bridge: LinkedApp;

beforeEach(async () => {
  bridge = new LinkedApp();
  await bridge.start();
});

afterEach(() => bridge.clear());

describe('linking an account', () => {
  it('checks it with Twilio, keeps it and opens the ingress', async () => {
    const { control } = bridge.app;
    expect(await control.run('twilio.status', {})).toMatchObject({
      linked: false,
      accountSid: null,
      ingressUrl: null,
    });
    const status = await control.run('twilio.link', bridge.credentials());
    expect(status).toMatchObject({
      linked: true,
      accountSid: bridge.twilio.accountSid,
      accountName: 'My first Twilio account',
      keysKeptIn: 'memory',
      apiBaseUrl: bridge.twilio.baseUrl,
      ingressUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      traffic: 'ask',
      problem: null,
    });
    expect((await fetch(`${status.ingressUrl}/twilio/health`)).status).toBe(403);
  });

  it('tells the window', async () => {
    const watcher = new LiveWatcher(bridge.app.ready);
    expect((await watcher.opened).twilio).toMatchObject({ linked: false });
    await bridge.app.control.run('twilio.link', bridge.credentials());
    await watcher.seen((change) => change.kind === 'twilio' && change.item.linked);
    watcher.close();
  });

  it('refuses a wrong auth token in words and keeps nothing', async () => {
    const { control } = bridge.app;
    const wrong = { ...bridge.credentials(), authToken: 'f'.repeat(32) };
    const { status, body } = await control.send('twilio.link', wrong);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('error 20003');
    expect(await control.run('twilio.status', {})).toMatchObject({
      linked: false,
      accountSid: null,
      ingressUrl: null,
    });
  });

  it('checks both the auth token and the API key', async () => {
    const { control } = bridge.app;
    const key = { apiKeySid: bridge.twilio.apiKey.sid, apiKeySecret: 'wrong-secret' };
    const wrong = await control.send('twilio.link', { ...bridge.credentials(), ...key });
    expect(wrong.status).toBe(400);
    expect(JSON.stringify(wrong.body)).toContain(key.apiKeySid);
    const half = await control.send('twilio.link', {
      ...bridge.credentials(),
      apiKeySid: key.apiKeySid,
    });
    expect(half.status).toBe(400);
    await control.run('twilio.link', {
      ...bridge.credentials(),
      apiKeySid: key.apiKeySid,
      apiKeySecret: bridge.twilio.apiKey.secret,
    });
    await control.run('twilio.numbers', {});
    expect(bridge.twilio.requests.at(-1)?.user).toBe(key.apiKeySid);
  });

  it('refuses an account that is not active', async () => {
    bridge.twilio.accountStatus = 'suspended';
    const answer = await bridge.app.control.send('twilio.link', bridge.credentials());
    expect(answer).toMatchObject({ status: 400 });
    expect(JSON.stringify(answer.body)).toContain('suspended');
  });

  it.each([
    'https://example.com',
    'https://api.twilio.com.evil.example',
    'https://eviltwilio.com',
    'http://api.twilio.com',
    'https://user:pw@api.twilio.com',
    'http://192.168.0.5:4010',
    'http://127.0.0.1:4010/path',
  ])('never sends credentials to %s', async (apiBaseUrl) => {
    const request = { ...bridge.credentials(), apiBaseUrl };
    expect((await bridge.app.control.send('twilio.link', request)).status).toBe(400);
  });

  it('tells when Twilio cannot be reached', async () => {
    await bridge.twilio.stop();
    const answer = await bridge.app.control.send('twilio.link', bridge.credentials());
    expect(answer).toMatchObject({ status: 502, body: { error: { code: 'CARRIER_ERROR' } } });
  });

  it('tells when the ingress port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    await bridge.testApp.stop();
    const ingressPort = (other.address() as AddressInfo).port;
    const { control } = await bridge.start({ ingressPort });
    const answer = await control.send('twilio.link', bridge.credentials());
    expect(answer.status).toBe(409);
    expect(JSON.stringify(answer.body)).toContain('--ingress-port');
    await new Promise((resolve) => other.close(resolve));
  });

  it('wants another account to be unlinked first', async () => {
    await bridge.link();
    const other = { ...bridge.credentials(), accountSid: `AC${'9'.repeat(32)}` };
    expect((await bridge.app.control.send('twilio.link', other)).status).toBe(409);
  });

  it('shows each request in the inspector, and no secret anywhere', async () => {
    await bridge.link();
    await bridge.app.control.run('twilio.numbers', {});
    const items = await bridge.exchanges('kind:carrier');
    expect(items.map(({ event }) => event)).toEqual([
      'twilio.incomingPhoneNumbers.list',
      'twilio.accounts.fetch',
    ]);
    const one = await bridge.app.control.run('delivery.get', { id: items[1]?.id ?? '' });
    expect(one.attempts[0]?.responseBody?.text).toContain('My first Twilio account');
    expect(JSON.stringify(one)).not.toContain(bridge.twilio.authToken);
    const exported = await bridge.app.control.run('workspace.export', {});
    expect(JSON.stringify(exported)).not.toContain(bridge.twilio.authToken);
    await bridge.testApp.stop();
    for (const file of ['agentphone.db', 'control.json']) {
      const bytes = readFileSync(join(bridge.testApp.dataDir, file));
      expect(bytes.includes(bridge.twilio.authToken)).toBe(false);
    }
  });
});

describe('after a restart', () => {
  it('says that the token is needed again where it was in memory only', async () => {
    await bridge.link();
    const { control } = await bridge.restart();
    expect(await control.run('twilio.status', {})).toMatchObject({
      linked: false,
      accountSid: bridge.twilio.accountSid,
      ingressUrl: null,
      problem: expect.stringContaining('AGENTPHONE_TWILIO_AUTH_TOKEN'),
    });
    const answer = await control.send('twilio.numbers', {});
    expect(answer).toMatchObject({ status: 409 });
    await control.run('twilio.link', bridge.credentials());
    expect(await control.run('twilio.status', {})).toMatchObject({ linked: true, problem: null });
  });

  it('is linked again by itself where the token is still there', async () => {
    await bridge.link();
    const env = { AGENTPHONE_TWILIO_AUTH_TOKEN: bridge.twilio.authToken };
    const { control } = await bridge.restart({ secrets: new MemorySecretStore(env) });
    expect(await control.run('twilio.status', {})).toMatchObject({
      linked: true,
      ingressUrl: expect.any(String),
      traffic: 'ask',
    });
    expect((await control.run('twilio.numbers', {})).items).toEqual([]);
  });
});

describe('unlinking', () => {
  it('puts back what was changed, forgets the rest, and closes the ingress', async () => {
    await bridge.link();
    const { control } = bridge.app;
    const before = structuredClone(bridge.twilio.addNumber('+14155550124'));
    const { atTwilio, numberId } = await bridge.connectNumber();
    expect(atTwilio.voiceUrl).toContain('/twilio/voice');
    const { ingressUrl } = await control.run('twilio.status', {});
    const result = await control.run('twilio.unlink', {});
    expect(result).toMatchObject({ restored: ['+14155550123'], notRestored: [] });
    expect(result.status).toMatchObject({
      linked: false,
      accountSid: null,
      ingressUrl: null,
      reach: { publicUrl: null },
    });
    expect(atTwilio).toMatchObject({
      voiceUrl: 'https://demo.twilio.com/welcome/voice/',
      smsUrl: '',
      statusCallback: '',
    });
    expect(bridge.twilio.numbers.get(before.sid)).toEqual(before);
    await expect(fetch(`${ingressUrl}/`)).rejects.toThrow();
    expect((await bridge.app.sdk.numbers.getNumber({ number_id: numberId })).status).toBe(
      'released',
    );
    expect(bridge.twilio.numbers.has(atTwilio.sid)).toBe(true);
    const again = await bridge.restart();
    expect(await again.control.run('twilio.status', {})).toMatchObject({
      accountSid: null,
      problem: null,
    });
  });

  it('leaves alone what somebody else has changed since, and says so', async () => {
    await bridge.link();
    const { atTwilio } = await bridge.connectNumber();
    atTwilio.smsUrl = 'https://example.com/theirs';
    const { restored, notRestored } = await bridge.app.control.run('twilio.unlink', {});
    expect(restored).toEqual([]);
    expect(notRestored).toEqual([
      { phoneNumber: '+14155550123', why: expect.stringContaining('smsUrl was changed') },
    ]);
    expect(atTwilio).toMatchObject({
      voiceUrl: 'https://demo.twilio.com/welcome/voice/',
      smsUrl: 'https://example.com/theirs',
    });
  });

  it('says what it could not put back, how it was, and can do it the next time', async () => {
    await bridge.link();
    await bridge.connectNumber();
    bridge.twilio.fail({ path: /IncomingPhoneNumbers/, status: 503, code: 20503, message: 'Oops' });
    const { notRestored } = await bridge.app.control.run('twilio.unlink', {});
    expect(notRestored[0]?.why).toContain('voiceUrl: https://demo.twilio.com/welcome/voice/');
    const { control } = bridge.app;
    await control.run('twilio.link', bridge.credentials());
    expect((await control.run('twilio.unlink', {})).restored).toEqual(['+14155550123']);
  });

  it('works without the token, too: then nothing is put back until it is known', async () => {
    await bridge.link();
    const { atTwilio } = await bridge.connectNumber();
    const { control } = await bridge.restart();
    const { notRestored, status } = await control.run('twilio.unlink', {});
    expect(notRestored[0]?.why).toContain('auth token');
    expect(status).toMatchObject({ accountSid: null, problem: null });
    await control.run('twilio.link', bridge.credentials());
    await control.run('twilio.unlink', {});
    expect(atTwilio.voiceUrl).toBe('https://demo.twilio.com/welcome/voice/');
  });

  it('changes nothing at Twilio when told not to', async () => {
    await bridge.link();
    const { atTwilio } = await bridge.connectNumber();
    const result = await bridge.app.control.run('twilio.unlink', { restore: false });
    expect(result).toMatchObject({ restored: [], notRestored: [] });
    expect(atTwilio.voiceUrl).toContain('/twilio/voice');
    await bridge.app.control.run('twilio.link', bridge.credentials());
    expect((await bridge.app.control.run('twilio.unlink', {})).restored).toEqual([]);
  });

  it('can put back even after the workspace was reset', async () => {
    await bridge.link();
    const { atTwilio } = await bridge.connectNumber();
    await bridge.app.control.run('workspace.reset', { seed: 'starter' });
    const { restored } = await bridge.app.control.run('twilio.unlink', {});
    expect(restored).toEqual(['+14155550123']);
    expect(atTwilio.voiceUrl).toBe('https://demo.twilio.com/welcome/voice/');
  });
});

describe('the shared keys that sign callbacks', () => {
  const KEY = { secret: 'shared-key-0123456789', id: 'webhooks_sharedkey_1' } as const;
  const sharedKey = { ...KEY, algorithm: 'HMAC_SHA256' } as const;
  const textIn = async () => {
    const { accountSid, authToken } = bridge.twilio;
    const { reach } = await bridge.app.control.run('twilio.status', {});
    const params = { MessageSid: 'SM1', AccountSid: accountSid, From: '+1', To: '+2', Body: 'Hi' };
    const url = `${reach.publicUrl}/twilio/sms`;
    return (await sendCallback({ url, params, authToken, sharedKey })).status;
  };

  it('are taken once they are given, counted and never told, and forgotten with the account', async () => {
    const { control } = bridge.app;
    await bridge.link();
    expect(await textIn()).toBe(403);
    expect((await control.run('twilio.status', {})).problem).toContain('webhooks_sharedkey_1');
    const status = await control.run('twilio.set', { sharedKeys: [KEY.secret], problem: null });
    expect(status).toMatchObject({ sharedKeys: 1, problem: null });
    expect(JSON.stringify(status)).not.toContain(KEY.secret);
    expect(await textIn()).toBe(200);
    expect((await control.run('twilio.set', { sharedKeys: [] })).sharedKeys).toBe(0);
    expect(await textIn()).toBe(403);
    await control.run('twilio.set', { sharedKeys: [KEY.secret] });
    const { status: unlinked } = await control.run('twilio.unlink', {});
    expect(unlinked.sharedKeys).toBe(0);
    await bridge.link();
    expect(await textIn()).toBe(403);
  });

  it('may come from the environment, several of them', async () => {
    const env = { AGENTPHONE_TWILIO_SHARED_KEYS: `another-one-0123, ${KEY.secret}` };
    await bridge.restart({ secrets: new MemorySecretStore(env) });
    const { sharedKeys } = await bridge.link();
    expect(sharedKeys).toBe(2);
    expect(await textIn()).toBe(200);
  });

  it('are refused while nothing is linked, and with a comma', async () => {
    const { control } = bridge.app;
    const set = async (key: string) =>
      (await control.send('twilio.set', { sharedKeys: [key] })).status;
    expect(await set(KEY.secret)).toBe(409);
    await bridge.link();
    expect(await set('with,comma-0123')).toBe(422);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LinkedApp } from '../../../doubles/twilio/linked-app.ts';

let bridge: LinkedApp;

beforeEach(async () => {
  bridge = new LinkedApp();
  await bridge.start();
  await bridge.link();
});

afterEach(() => bridge.clear());

const PRICE = { amount: '1.15', currency: 'USD' };

describe('buying', () => {
  it('shows what is for sale and its price, and buys at that price', async () => {
    const { control, sdk } = bridge.app;
    const found = await control.run('twilio.search', { areaCode: '212' });
    expect(found).toMatchObject({
      items: [{ phoneNumber: '+12125550172', voice: true, sms: true }],
      pricePerMonth: PRICE,
    });
    const [agent] = (await sdk.agents.listAgents()).data;
    const bought = await control.run('twilio.buy', {
      phoneNumber: '+12125550172',
      agreedPrice: PRICE,
      agentId: agent?.id,
    });
    expect(bought).toMatchObject({ phoneNumber: '+12125550172', agentId: agent?.id });
    const [atTwilio] = [...bridge.twilio.numbers.values()];
    // Its URLs are set only after they were shown.
    expect(atTwilio).toMatchObject({ phoneNumber: '+12125550172', voiceUrl: '', smsUrl: '' });
    expect((await sdk.usage.getUsage()).numbers).toMatchObject({ used: 0 });
  });

  it('buys nothing when the price is not what was agreed to', async () => {
    bridge.twilio.prices.number = '2.50';
    const request = { phoneNumber: '+12125550172', agreedPrice: PRICE };
    const answer = await bridge.app.control.send('twilio.buy', request);
    expect(answer.status).toBe(409);
    expect(JSON.stringify(answer.body)).toContain('2.50 USD');
    const unseen = { ...request, agreedPrice: null };
    expect((await bridge.app.control.send('twilio.buy', unseen)).status).toBe(409);
    expect(bridge.twilio.numbers.size).toBe(0);
  });

  it('buys nothing for an agent that does not exist', async () => {
    const request = { phoneNumber: '+12125550172', agreedPrice: PRICE, agentId: 'agt_none' };
    expect((await bridge.app.control.send('twilio.buy', request)).status).toBe(404);
    expect(bridge.twilio.numbers.size).toBe(0);
  });
});

describe('importing', () => {
  it('takes a number in and changes nothing at Twilio', async () => {
    const { control, sdk } = bridge.app;
    const atTwilio = bridge.twilio.addNumber('+14155550123');
    const before = structuredClone(atTwilio);
    const number = await control.run('twilio.import', { sid: atTwilio.sid });
    expect(number).toMatchObject({ phoneNumber: '+14155550123', status: 'active', agentId: null });
    expect(atTwilio).toEqual(before);
    expect((await control.run('twilio.numbers', {})).items).toEqual([
      expect.objectContaining({ sid: atTwilio.sid, numberId: number.id, connected: false }),
    ]);
    expect((await sdk.numbers.listNumbers()).data.map(({ id }) => id)).toContain(number.id);
  });

  it('does not take the same number twice, nor one that is not there', async () => {
    const { control } = bridge.app;
    const { sid } = bridge.twilio.addNumber('+14155550123');
    await control.run('twilio.import', { sid });
    expect((await control.send('twilio.import', { sid })).status).toBe(409);
    const none = { sid: `PN${'0'.repeat(32)}` };
    expect(await control.send('twilio.import', none)).toMatchObject({
      status: 404,
      body: { error: { code: 'PHONE_NUMBER_NOT_FOUND' } },
    });
  });
});

describe('the setup', () => {
  it('is shown before it is made, and remembered', async () => {
    const { control } = bridge.app;
    const atTwilio = bridge.twilio.addNumber('+14155550123', { smsApplicationSid: 'AP123' });
    const { id: numberId } = await control.run('twilio.import', { sid: atTwilio.sid });
    const { ingressUrl } = await control.run('twilio.status', {});
    const setup = await control.run('twilio.previewSetup', { numberId });
    expect(setup.changes).toEqual([
      {
        field: 'voiceUrl',
        before: 'https://demo.twilio.com/welcome/voice/',
        after: `${ingressUrl}/twilio/voice`,
      },
      { field: 'smsUrl', before: null, after: `${ingressUrl}/twilio/sms` },
      { field: 'smsApplicationSid', before: 'AP123', after: null },
      { field: 'statusCallback', before: null, after: `${ingressUrl}/twilio/status` },
    ]);
    expect(atTwilio.smsUrl).toBe('');
    const { previewId } = setup;
    const applied = await control.run('twilio.applySetup', { numberId, previewId });
    expect(applied).toMatchObject({ connected: true, voiceUrl: `${ingressUrl}/twilio/voice` });
    const { restored } = await control.run('twilio.unlink', {});
    expect(restored).toEqual(['+14155550123']);
    expect(atTwilio).toMatchObject({ smsApplicationSid: 'AP123', smsUrl: '' });
  });

  it('is not made when something has changed since it was shown', async () => {
    const { control } = bridge.app;
    const atTwilio = bridge.twilio.addNumber('+14155550123');
    const { id: numberId } = await control.run('twilio.import', { sid: atTwilio.sid });
    const { previewId } = await control.run('twilio.previewSetup', { numberId });
    atTwilio.voiceUrl = 'https://example.com/changed';
    const answer = await control.send('twilio.applySetup', { numberId, previewId });
    expect(answer.status).toBe(409);
    expect(atTwilio.voiceUrl).toBe('https://example.com/changed');
  });

  it('remembers the first settings when the public address changes', async () => {
    const { control } = bridge.app;
    const { numberId, atTwilio } = await bridge.connectNumber();
    await control.run('publicUrl.set', { url: 'https://bridge.example.com' });
    expect((await control.run('twilio.numbers', {})).items[0]).toMatchObject({ connected: false });
    const { previewId } = await control.run('twilio.previewSetup', { numberId });
    await control.run('twilio.applySetup', { numberId, previewId });
    expect(atTwilio.voiceUrl).toBe('https://bridge.example.com/twilio/voice');
    await control.run('twilio.unlink', {});
    expect(atTwilio.voiceUrl).toBe('https://demo.twilio.com/welcome/voice/');
  });

  it('is forgotten again when Twilio refuses it', async () => {
    const { control } = bridge.app;
    const atTwilio = bridge.twilio.addNumber('+14155550123');
    const { id: numberId } = await control.run('twilio.import', { sid: atTwilio.sid });
    const { previewId } = await control.run('twilio.previewSetup', { numberId });
    const fault = { method: 'POST', path: /IncomingPhoneNumbers/, status: 400 };
    bridge.twilio.fail({ ...fault, code: 21502, message: 'VoiceUrl is not valid' });
    const answer = await control.send('twilio.applySetup', { numberId, previewId });
    expect(answer).toMatchObject({ status: 502 });
    expect(JSON.stringify(answer.body)).toContain('https://www.twilio.com/docs/api/errors/21502');
    const { restored, notRestored } = await control.run('twilio.unlink', {});
    expect({ restored, notRestored }).toEqual({ restored: [], notRestored: [] });
  });

  it('needs a public address, and a number that is in no trunk', async () => {
    const { control } = bridge.app;
    const inTrunk = bridge.twilio.addNumber('+14155550125', { trunkSid: `TK${'0'.repeat(32)}` });
    const { id: numberId } = await control.run('twilio.import', { sid: inTrunk.sid });
    const answer = await control.send('twilio.previewSetup', { numberId });
    expect(JSON.stringify(answer.body)).toContain('SIP trunk');
    const plain = bridge.twilio.addNumber('+14155550126');
    const { id } = await control.run('twilio.import', { sid: plain.sid });
    await control.run('publicUrl.set', { url: null });
    expect((await control.send('twilio.previewSetup', { numberId: id })).status).toBe(409);
  });
});

describe('releasing', () => {
  it('only unlinks: the number is as it was at Twilio', async () => {
    const { numberId, atTwilio } = await bridge.connectNumber();
    const { control, sdk } = bridge.app;
    expect(await control.run('twilio.release', { numberId, mode: 'unlinkOnly' })).toEqual({
      phoneNumber: '+14155550123',
      releasedAtTwilio: false,
    });
    expect(bridge.twilio.numbers.get(atTwilio.sid)).toMatchObject({
      voiceUrl: 'https://demo.twilio.com/welcome/voice/',
      smsUrl: '',
    });
    expect((await sdk.numbers.getNumber({ number_id: numberId })).status).toBe('released');
    await control.run('twilio.import', { sid: atTwilio.sid });
  });

  it('releases at Twilio only when the number was typed out', async () => {
    const { numberId, atTwilio } = await bridge.connectNumber();
    const { control } = bridge.app;
    const request = { numberId, mode: 'releaseAtTwilio' as const };
    for (const confirmation of [undefined, 'yes', '4155550123']) {
      expect((await control.send('twilio.release', { ...request, confirmation })).status).toBe(400);
    }
    expect(bridge.twilio.numbers.has(atTwilio.sid)).toBe(true);
    const confirmed = { ...request, confirmation: '+14155550123' };
    expect(await control.run('twilio.release', confirmed)).toMatchObject({
      releasedAtTwilio: true,
    });
    expect(bridge.twilio.numbers.has(atTwilio.sid)).toBe(false);
  });

  it('keeps the number here when Twilio does not release it', async () => {
    const { numberId } = await bridge.connectNumber();
    const { control, sdk } = bridge.app;
    bridge.twilio.fail({ method: 'DELETE', path: /./, status: 500, code: 20500, message: 'Oops' });
    const confirmed = { numberId, mode: 'releaseAtTwilio', confirmation: '+14155550123' };
    expect((await control.send('twilio.release', confirmed)).status).toBe(502);
    expect((await sdk.numbers.getNumber({ number_id: numberId })).status).toBe('active');
  });

  it('by the API releases at the carrier, once real traffic is agreed to', async () => {
    const { numberId, atTwilio } = await bridge.connectNumber();
    const { control, sdk } = bridge.app;
    await expect(sdk.numbers.deleteNumber({ number_id: numberId })).rejects.toMatchObject({
      statusCode: 409,
      body: { error: { code: 'REAL_TRAFFIC_UNCONFIRMED' } },
    });
    expect(bridge.twilio.numbers.has(atTwilio.sid)).toBe(true);
    await control.run('twilio.set', { traffic: 'allowed' });
    expect(await sdk.numbers.deleteNumber({ number_id: numberId })).toMatchObject({
      status: 'released',
    });
    expect(bridge.twilio.numbers.has(atTwilio.sid)).toBe(false);
  });

  it('does not happen by the window’s ordinary release', async () => {
    const { numberId, atTwilio } = await bridge.connectNumber();
    expect((await bridge.app.control.send('number.release', { numberId })).status).toBe(409);
    expect(bridge.twilio.numbers.has(atTwilio.sid)).toBe(true);
  });
});

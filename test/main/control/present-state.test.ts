import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApp, TestApp } from '../../doubles/app/running-app.ts';

describe('what can be set can be read', () => {
  const testApp = new TestApp();
  let app: StartedApp;
  beforeAll(async () => {
    app = await testApp.start();
  });
  afterAll(() => testApp.clear());

  it('whether calls are recorded', async () => {
    expect(await app.control.run('recording.get', {})).toEqual({ enabled: true });
    await app.control.run('recording.set', { enabled: false });
    expect(await app.control.run('recording.get', {})).toEqual({ enabled: false });
  });

  it('what happens when an agent dials out, to everybody and by number', async () => {
    const everybody = { number: null, behaviour: 'ring', answerAfterMs: null };
    expect(await app.control.run('callee.list', {})).toEqual({ items: [everybody] });
    await app.control.run('callee.set', { behaviour: 'voicemail' });
    await app.control.run('callee.set', {
      number: '(202) 555-0147',
      behaviour: 'answer',
      answerAfterMs: 50,
    });
    expect(await app.control.run('callee.list', {})).toEqual({
      items: [
        { ...everybody, behaviour: 'voicemail' },
        { number: '+12025550147', behaviour: 'answer', answerAfterMs: 50 },
      ],
    });
  });

  it('what a device receives, said or not', async () => {
    const get = (address: string) => app.control.run('handset.get', { address });
    expect(await get('202 555 0147')).toEqual({
      address: '+12025550147',
      imessage: true,
      sms: true,
    });
    await app.control.run('handset.set', { address: '+12025550147', imessage: false, sms: true });
    expect(await get('+12025550147')).toMatchObject({ imessage: false, sms: true });
    expect(await get('ada@example.com')).toMatchObject({ imessage: true, sms: false });
    const refused = await app.control.send('handset.get', { address: 'nobody' });
    expect(refused.status).toBe(400);
  });

  it('where a person is, as long as they share it', async () => {
    const phoneNumber = '+12025550147';
    const get = () => app.control.run('location.get', { phoneNumber });
    expect(await get()).toMatchObject({ status: 'unavailable', latitude: null });
    await app.control.run('location.set', { phoneNumber, place: { latitude: 47, longitude: 15 } });
    expect(await get()).toMatchObject({ status: 'available', latitude: 47, longitude: 15 });
    await app.control.run('location.set', { phoneNumber, place: null });
    expect(await get()).toMatchObject({ status: 'unavailable' });
  });

  it('how far the registration is', async () => {
    expect(await app.control.run('registration.get', {})).toMatchObject({
      campaign_status: 'none',
    });
  });
});

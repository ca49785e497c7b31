import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { priceOfCall } from '../../../../main/services/usage/traffic-charges.ts';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';
import { CallTestApp } from '../../../doubles/app/call-test-app.ts';

const SOMEBODY = '+12025550147';

describe('texts on the pay-as-you-go plan', () => {
  let harness: ApiHarness;
  let phoneNumber: string;
  const balance = () => harness.plan.get().balance;
  const send = () =>
    harness.call('POST', '/v1/messages', {
      from_number: phoneNumber,
      to_number: SOMEBODY,
      body: 'Hi',
    });

  beforeEach(async () => {
    harness = await openApiHarness();
    phoneNumber = (await harness.call('POST', '/v1/numbers', {})).body.phoneNumber;
    harness.plan.set({ profile: 'payAsYouGo', balance: 1 });
  });
  afterEach(() => harness.close());

  it('cost two cents each way', async () => {
    expect((await send()).status).toBe(200);
    expect(balance()).toBe(0.98);
    harness.inboundTexts.receive({ from: SOMEBODY, to: phoneNumber, body: 'Yes?', mediaUrls: [] });
    expect(balance()).toBe(0.96);
  });

  it('are refused without money, and stored nowhere; what comes in is owed', async () => {
    harness.plan.set({ balance: 0.01 });
    const refused = await send();
    expect([refused.status, refused.body.error.code]).toEqual([402, 'INSUFFICIENT_BALANCE']);
    expect(refused.body.detail).toContain('costs $0.02 and the balance is $0.01');
    expect((await harness.call('GET', '/v1/conversations')).body.total).toBe(0);
    harness.inboundTexts.receive({ from: SOMEBODY, to: phoneNumber, body: 'Yes?', mediaUrls: [] });
    expect(balance()).toBe(-0.01);
  });

  it('cost nothing when the carrier refuses them', async () => {
    harness.carrier.sendText = () => Promise.reject(new Error('The carrier is on strike.'));
    expect((await send()).status).toBe(500);
    expect(balance()).toBe(1);
  });

  it('cost nothing when they could not be stored, and nobody is told of them', () => {
    const before = harness.published.length;
    const receive = () =>
      harness.inboundTexts.receive({
        from: SOMEBODY,
        to: phoneNumber,
        body: 'Yes?',
        mediaUrls: [],
      });
    const refused = () =>
      harness.transact(() => {
        receive();
        expect(balance()).toBe(0.98);
        throw new Error('The disk is full.');
      });
    expect(refused).toThrow('full');
    expect(balance()).toBe(1);
    expect(harness.published.length).toBe(before);
    receive();
    expect(balance()).toBe(0.98);
  });

  it('cost nothing on the plan of the start', async () => {
    harness.plan.set({ profile: 'seed' });
    expect((await send()).status).toBe(200);
    expect(balance()).toBeNull();
  });
});

describe('a call on the pay-as-you-go plan', () => {
  it.each([
    ['a webhook answers', 60, false, 0.13],
    ['a hosted model answers', 60, true, 0.22],
    ['it is cut to the second', 90, false, 0.195],
    ['it is short', 1, true, 0.01],
    ['nobody answered', 0, false, 0],
  ])('where %s costs its price', (_name, seconds, hosted, dollars) => {
    expect(priceOfCall(seconds, hosted)).toBeCloseTo(dollars, 10);
  });

  it('is charged when it is over, and refused to an agent without money', async () => {
    const testApp = await CallTestApp.open();
    const { control } = testApp.app;
    await control.run('plan.set', { profile: 'payAsYouGo', balance: 0.05 });
    const callId = await testApp.place();
    await control.run('clock.advance', { by: 'PT1M' });
    expect((await control.run('plan.get', {})).balance).toBe(0.05);
    await control.run('call.hangUp', { callId });
    // 13 cents a minute, plus the short time that the test took.
    expect((await control.run('plan.get', {})).balance).toBeCloseTo(-0.08, 1);
    await expect(testApp.dial()).rejects.toMatchObject({ statusCode: 402 });
    await testApp.close();
  });
});

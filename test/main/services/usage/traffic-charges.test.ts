import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { priceOfCall } from '../../../../main/services/usage/traffic-charges.ts';
import { type ApiWorld, openApiWorld } from '../../../doubles/app/api-world.ts';
import { CallDesk } from '../../../doubles/app/call-desk.ts';

const SOMEBODY = '+12025550147';

describe('texts on the pay-as-you-go plan', () => {
  let world: ApiWorld;
  let phoneNumber: string;
  const balance = () => world.plan.get().balance;
  const send = () =>
    world.call('POST', '/v1/messages', {
      from_number: phoneNumber,
      to_number: SOMEBODY,
      body: 'Hi',
    });

  beforeEach(async () => {
    world = await openApiWorld();
    phoneNumber = (await world.call('POST', '/v1/numbers', {})).body.phoneNumber;
    world.plan.set({ profile: 'payAsYouGo', balance: 1 });
  });
  afterEach(() => world.close());

  it('cost two cents each way', async () => {
    expect((await send()).status).toBe(200);
    expect(balance()).toBe(0.98);
    world.inboundTexts.receive({ from: SOMEBODY, to: phoneNumber, body: 'Yes?', mediaUrls: [] });
    expect(balance()).toBe(0.96);
  });

  it('are refused without money, and stored nowhere; what comes in is owed', async () => {
    world.plan.set({ balance: 0.01 });
    const refused = await send();
    expect([refused.status, refused.body.error.code]).toEqual([402, 'INSUFFICIENT_BALANCE']);
    expect(refused.body.detail).toContain('costs $0.02 and the balance is $0.01');
    expect((await world.call('GET', '/v1/conversations')).body.total).toBe(0);
    world.inboundTexts.receive({ from: SOMEBODY, to: phoneNumber, body: 'Yes?', mediaUrls: [] });
    expect(balance()).toBe(-0.01);
  });

  it('cost nothing when the carrier refuses them', async () => {
    world.carrier.sendText = () => Promise.reject(new Error('The carrier is on strike.'));
    expect((await send()).status).toBe(500);
    expect(balance()).toBe(1);
  });

  it('cost nothing when they could not be stored, and nobody is told of them', () => {
    const before = world.published.length;
    const receive = () =>
      world.inboundTexts.receive({ from: SOMEBODY, to: phoneNumber, body: 'Yes?', mediaUrls: [] });
    const refused = () =>
      world.transact(() => {
        receive();
        expect(balance()).toBe(0.98);
        throw new Error('The disk is full.');
      });
    expect(refused).toThrow('full');
    expect(balance()).toBe(1);
    expect(world.published.length).toBe(before);
    receive();
    expect(balance()).toBe(0.98);
  });

  it('cost nothing on the plan of the start', async () => {
    world.plan.set({ profile: 'seed' });
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
    const desk = await CallDesk.open();
    const { control } = desk.app;
    await control.run('plan.set', { profile: 'payAsYouGo', balance: 0.05 });
    const callId = await desk.place();
    await control.run('clock.advance', { by: 'PT1M' });
    expect((await control.run('plan.get', {})).balance).toBe(0.05);
    await control.run('call.hangUp', { callId });
    // 13 cents a minute, and the moments that the test took.
    expect((await control.run('plan.get', {})).balance).toBeCloseTo(-0.08, 1);
    await expect(desk.dial()).rejects.toMatchObject({ statusCode: 402 });
    await desk.close();
  });
});

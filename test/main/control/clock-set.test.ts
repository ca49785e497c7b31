import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorBody } from '../../../common/contract/index.ts';
import { type StartedApp, TestApp } from '../../doubles/app/running-app.ts';

const testApp = new TestApp();
let app: StartedApp;
beforeAll(async () => {
  app = await testApp.start();
  await app.control.run('clock.freeze', {});
});
afterAll(() => testApp.clear());

describe('clock.set', () => {
  it('moves product time to the moment, in whatever zone it is written', async () => {
    const { now } = await app.control.run('clock.get', {});
    const friday = new Date(Date.parse(now) + 3 * 86_400_000);
    friday.setUTCHours(8, 0, 0, 0);
    const written = friday.toISOString().replace('T08:00:00.000Z', 'T09:00:00+01:00');
    expect(await app.control.run('clock.set', { at: written })).toMatchObject({
      now: friday.toISOString(),
      mode: 'frozen',
    });
    expect((await app.control.run('clock.get', {})).now).toBe(friday.toISOString());
  });

  it.each([
    ['2020-01-01T00:00:00Z', 400, 'moves forward only'],
    ['2206-11-30T00:00:00Z', 400, 'ten years ahead of real time at most'],
    ['2120-01-01', 422, 'at: '],
    ['Friday', 422, 'at: '],
  ])('refuses %s', async (at, status, words) => {
    const refused = await app.control.send('clock.set', { at });
    expect(refused.status).toBe(status);
    expect((refused.body as ErrorBody).error.message).toContain(words);
  });
});

describe('clock.toRealTime', () => {
  const from = '+12025550147';

  it('goes back until something has happened ahead of real time', async () => {
    await app.control.run('workspace.reset', { seed: 'starter' });
    expect((await app.control.run('clock.get', {})).offsetMs).toBeGreaterThan(80_000_000);
    expect(await app.control.run('clock.toRealTime', {})).toMatchObject({ mode: 'real', ran: 0 });
    expect(Math.abs((await app.control.run('clock.get', {})).offsetMs)).toBeLessThan(1_000);

    await app.control.run('clock.advance', { by: 'PT5M' });
    const to = (await app.sdk.numbers.listNumbers()).data[0]?.phoneNumber ?? '';
    await app.control.run('text.receive', { from, to, body: 'Hello' });
    const refused = await app.control.send('clock.toRealTime', {});
    expect(refused.status).toBe(409);
    expect((refused.body as ErrorBody).error.message).toMatch(
      /^The clock cannot go back yet: the latest (text|delivery) is of .*, 5 min ahead of real time\./,
    );
    expect((await app.control.run('clock.get', {})).offsetMs).toBeGreaterThan(299_000);

    const { callId } = await app.control.run('call.place', { from, to });
    const live = await app.control.send('clock.toRealTime', {});
    expect((live.body as ErrorBody).error.message).toContain('A call is live');
    await app.control.run('call.hangUp', { callId });
  });
});

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

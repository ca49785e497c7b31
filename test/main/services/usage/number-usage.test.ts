import { afterEach, describe, expect, it } from 'vitest';
import { TestApp } from '../../../doubles/app/running-app.ts';

const testApp = new TestApp();
afterEach(() => testApp.clear());

describe('the usage of numbers in a starter workspace', () => {
  it('is the allowance and what is beside it, which together are all that are listed', async () => {
    const { ready, sdk } = await testApp.start();
    const usage = async () => {
      const headers = { authorization: `Bearer ${ready.apiKey}` };
      const { numbers } = await (await fetch(`${ready.api}/v1/usage`, { headers })).json();
      return numbers;
    };
    const listed = async () => (await sdk.numbers.listNumbers()).data.length;
    expect(await usage()).toEqual({ used: 0, limit: 1, remaining: 1, notCounted: 1 });
    expect(await listed()).toBe(1);
    const bought = await sdk.numbers.createNumber({ country: 'US' });
    expect(await usage()).toEqual({ used: 1, limit: 1, remaining: 0, notCounted: 1 });
    expect(await listed()).toBe(2);
    await expect(sdk.numbers.createNumber({ country: 'US' })).rejects.toMatchObject({
      statusCode: 409,
    });
    await sdk.numbers.deleteNumber({ number_id: (bought as { id: string }).id });
    expect(await usage()).toEqual({ used: 0, limit: 1, remaining: 1, notCounted: 1 });
  });
});

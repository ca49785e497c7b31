import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

interface Offered {
  readonly phoneNumber: string;
  readonly city: string | null;
  readonly state: string | null;
  readonly rateCenter: string | null;
  readonly areaCode: string;
}

describe('numbers on sale', () => {
  let harness: ApiHarness;

  beforeEach(async () => {
    harness = await openApiHarness({ numberAllowance: 300 });
  });
  afterEach(() => harness.close());

  const offered = async (query = ''): Promise<Offered[]> => {
    const { status, body } = await harness.call('GET', `/v1/numbers/available${query}`);
    expect(status).toBe(200);
    return body.data;
  };
  const buy = async (body: object = {}): Promise<string> =>
    (await harness.call('POST', '/v1/numbers', body)).body.phoneNumber;

  it('say where they are from, and stay the same until one is sold', async () => {
    const first = await offered('?areaCode=415&limit=3');
    expect(first).toHaveLength(3);
    expect(first[0]).toEqual({
      phoneNumber: expect.stringMatching(/^\+141555501\d\d$/),
      city: 'San Francisco',
      state: 'CA',
      rateCenter: 'SAN FRANCISCO',
      areaCode: '415',
    });
    expect(new Set(first.map(({ phoneNumber }) => phoneNumber)).size).toBe(3);
    expect(await offered('?areaCode=415&limit=3')).toEqual(first);
  });

  it.each(['', '?areaCode=212', '?country=CA'])(
    'with %s are bought in their order',
    async (query) => {
      const body = Object.fromEntries(new URLSearchParams(query));
      for (let i = 0; i < 3; i += 1) {
        const [next] = await offered(query);
        expect(await buy(body)).toBe(next?.phoneNumber);
      }
    },
  );

  it('never are numbers that somebody has or had', async () => {
    const bought = new Set<string>();
    for (let i = 0; i < 99; i += 1) bought.add(await buy({ areaCode: '907' }));
    const [last, ...more] = await offered('?areaCode=907');
    expect(more).toEqual([]);
    expect(bought).not.toContain(last?.phoneNumber);
    await buy({ areaCode: '907' });
    const [released] = (await harness.call('GET', '/v1/numbers')).body.data;
    await harness.call('DELETE', `/v1/numbers/${released.id}`);
    expect(await offered('?areaCode=907')).toEqual([]);
  });

  it.each([
    ['?city=toronto', 'ON', 'Toronto'],
    ['?state=ny&city=Buffalo', 'NY', 'Buffalo'],
    ['?state=HI', 'HI', 'Honolulu'],
    ['?zip=99501', 'AK', 'Anchorage'],
    ['?zip=H2X%201Y4&city=Montreal', 'QC', 'Montreal'],
    ['?zip=60601&areaCode=312', 'IL', 'Chicago'],
  ])('are found by place with %s', async (query, state, city) => {
    const found = await offered(query);
    expect(found).toHaveLength(20);
    expect(found.map((one) => [one.state, one.city])).toEqual(found.map(() => [state, city]));
  });

  it.each([
    '?city=Atlantis',
    '?state=ZZ',
    '?zip=00000',
    '?zip=no-code',
    '?areaCode=999',
    '?country=US&city=Toronto',
    '?state=CA&areaCode=212',
  ])('there are none with %s', async (query) => {
    expect(await offered(query)).toEqual([]);
  });

  it('are those of the US where nothing else is asked for, each from another area code', async () => {
    const found = await offered('?limit=100');
    expect(found).toHaveLength(100);
    expect(new Set(found.map(({ areaCode }) => areaCode)).size).toBe(100);
    expect(found.map(({ state }) => state)).not.toContain('ON');
  });

  it.each(['?country=GB', '?areaCode=41', '?limit=0', '?limit=101'])(
    'refuse %s with a reason',
    async (query) => {
      expect((await harness.call('GET', `/v1/numbers/available${query}`)).status).toBe(422);
    },
  );
});

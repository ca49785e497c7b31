import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

describe('numbers', () => {
  let harness: ApiHarness;

  beforeEach(async () => {
    harness = await openApiHarness();
  });
  afterEach(() => harness.close());

  const buy = (body: object = {}) => harness.call('POST', '/v1/numbers', body);

  it('are bought from the fictional lines of real area codes', async () => {
    const { status, body } = await buy({});
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(/^num_/),
      phoneNumber: expect.stringMatching(/^\+1[2-9]\d\d55501\d\d$/),
      country: 'US',
      status: 'active',
      type: 'sms',
      agentId: null,
      createdAt: '2026-11-02T09:00:00.000Z',
      purchasedAt: '2026-11-02T09:00:00.000Z',
      outboundSms: 'enabled',
      inboundCallsEnabled: true,
      readReceiptsEnabled: false,
      whatsappEnabled: false,
      dailyNewContacts: { used: 0, limit: 50 },
      externalId: null,
      expiresAt: null,
      rcsFallbackForAlias: null,
    });
  });

  it('come in the area code and country asked for', async () => {
    harness.plan.set({ numberAllowance: 9 });
    expect((await buy({ areaCode: '415' })).body.phoneNumber).toMatch(/^\+141555501/);
    const canadian = await buy({ country: 'ca', areaCode: '416' });
    expect(canadian.body).toMatchObject({ country: 'CA' });
    expect(canadian.body.phoneNumber).toMatch(/^\+1416/);
    const mixed = await buy({ country: 'CA', areaCode: '415' });
    expect([mixed.status, mixed.body.error.code]).toEqual([409, 'NO_INVENTORY']);
  });

  it('are picked by the service, whatever number is asked for', async () => {
    const phoneNumber = '+14155557777';
    const { status, body } = await buy({ phoneNumber });
    expect(status).toBe(200);
    expect(body.phoneNumber).not.toBe(phoneNumber);
  });

  it('offer other area codes when one is sold out', async () => {
    harness.plan.set({ numberAllowance: 200 });
    const lines = new Set<string>();
    for (let i = 0; i < 100; i += 1) lines.add((await buy({ areaCode: '212' })).body.phoneNumber);
    expect(lines.size).toBe(100);
    const answer = await buy({ areaCode: '212' });
    expect(answer.status).toBe(409);
    expect(answer.body.detail).toMatch(/area code 212\. Available: \d{3}, \d{3}, \d{3}\./);
  });

  it.each(['GB', 'MX', 'usa', '1'])('refuse the country %s with a reason', async (country) => {
    const answer = await buy({ country });
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toBe(answer.body.error.message);
    expect(answer.body.error.details[0]).toMatchObject({ field: 'country' });
    expect(answer.body.error.message).toContain('Canada');
  });

  it('stop at the allowance, with the price and whom to ask', async () => {
    await buy();
    const answer = await buy();
    expect([answer.status, answer.body.error.code, answer.body.error.type]).toEqual([
      409,
      'VALIDATION_ERROR_NUMBER_LIMIT',
      'validation_error',
    ]);
    expect(answer.body.detail).toMatch(/\$8 per line per month; contact sales/);
  });

  it('outside the allowance leave the free number to buy', async () => {
    harness.numbers.provision(harness.accountId, {}, { countsToAllowance: false });
    expect((await buy()).status).toBe(200);
    expect((await harness.call('GET', '/v1/usage')).body.numbers).toEqual({
      used: 1,
      limit: 1,
      remaining: 0,
      notCounted: 1,
    });
  });

  it('are released for good, their history kept', async () => {
    const agent = (await harness.call('POST', '/v1/agents', { name: 'a' })).body;
    const number = (await buy({ agentId: agent.id })).body;
    expect(number.agentId).toBe(agent.id);
    harness.inboundTexts.receive({
      from: '+12025550147',
      to: number.phoneNumber,
      body: 'Hi',
      mediaUrls: [],
    });
    const path = `/v1/numbers/${number.id}`;
    expect((await harness.call('DELETE', path)).body).toEqual({
      success: true,
      id: number.id,
      phoneNumber: number.phoneNumber,
      status: 'released',
    });
    expect((await harness.call('DELETE', path)).status).toBe(400);
    expect((await harness.call('GET', '/v1/numbers')).body).toEqual({
      data: [],
      hasMore: false,
      total: 0,
    });
    expect((await harness.call('GET', path)).body).toMatchObject({
      status: 'released',
      agentId: null,
    });
    expect((await harness.call('GET', `${path}/messages`)).body.data).toHaveLength(1);
    expect((await harness.call('GET', '/v1/conversations')).body.total).toBe(1);
    const attach = await harness.call('POST', `/v1/agents/${agent.id}/numbers`, {
      numberId: number.id,
    });
    expect(attach.status).toBe(400);
    expect((await buy()).status).toBe(200);
  });

  it('buy nothing for an unknown agent', async () => {
    expect((await buy({ agentId: 'nobody' })).status).toBe(404);
    expect((await harness.call('GET', '/v1/numbers')).body.total).toBe(0);
  });

  it('page their messages by time, both bounds exclusive', async () => {
    const number = (await buy()).body;
    for (const body of ['1', '2', '3', '4']) {
      harness.inboundTexts.receive({
        from: '+12025550147',
        to: number.phoneNumber,
        body,
        mediaUrls: [],
      });
    }
    const path = `/v1/numbers/${number.id}/messages`;
    const first = (await harness.call('GET', `${path}?limit=2&before=`)).body;
    expect(first.hasMore).toBe(true);
    expect(first.data.map(({ body }: { body: string }) => body)).toEqual(['4', '3']);
    expect(first.data[0]).toMatchObject({ from_: '+12025550147', from: '+12025550147' });
    const cursor = encodeURIComponent(first.data[1].receivedAt.replace('Z', '+00:00'));
    const second = (await harness.call('GET', `${path}?limit=2&before=${cursor}`)).body;
    expect(second.hasMore).toBe(false);
    expect(second.data.map(({ body }: { body: string }) => body)).toEqual(['2', '1']);
    const newer = (await harness.call('GET', `${path}?after=${cursor}`)).body;
    expect(newer.data.map(({ body }: { body: string }) => body)).toEqual(['4']);
    expect((await harness.call('GET', `${path}?before=yesterday`)).status).toBe(422);
  });

  it('cost money in the pay-as-you-go profile', async () => {
    harness.plan.set({ profile: 'payAsYouGo' });
    expect((await buy()).status).toBe(200);
    const answer = await buy();
    expect([answer.status, answer.body.error.code]).toEqual([402, 'INSUFFICIENT_BALANCE']);
    expect(harness.plan.get().balance).toBe(2);
  });

  it('are looked up, up to 25 at once', async () => {
    const { body } = await harness.call(
      'GET',
      '/v1/numbers/lookup?phoneNumbers=%2B14155550100,+18005550199',
    );
    expect(body.data).toEqual([
      { phoneNumber: '+14155550100', lineType: 'mobile', country: 'US', rcsEnabled: false },
      {
        phoneNumber: '+18005550199',
        lineType: 'tollFree',
        country: expect.anything(),
        rcsEnabled: false,
      },
    ]);
  });
});

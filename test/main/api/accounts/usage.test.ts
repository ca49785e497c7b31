import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

const DAY_MS = 86_400_000;

describe('usage', () => {
  let harness: ApiHarness;
  let agentId: string;
  let phoneNumber: string;

  beforeEach(async () => {
    harness = await openApiHarness({ numberAllowance: 2 });
    agentId = (await harness.call('POST', '/v1/agents', { name: 'Desk' })).body.id;
    phoneNumber = (await harness.call('POST', '/v1/numbers', { agentId })).body.phoneNumber;
  });
  afterEach(() => harness.close());

  const receive = (body = 'x', to = phoneNumber) =>
    harness.inboundTexts.receive({ from: '+12025550147', to, body, mediaUrls: [] });
  const get = async (path: string) => (await harness.call('GET', path)).body;

  /** A call as the call service stores it, with `seconds` of talk. */
  function storeCall(id: string, seconds: number | null, status = 'completed') {
    const startMs = harness.clock.now();
    harness.db
      .prepare(
        `insert into calls (id, account_id, agent_id, direction, from_number, to_number, status,
           settings_json, started_at, answered_at, ended_at)
         values (?, ?, ?, 'inbound', '+1', '+2', ?, '{}', ?, ?, ?)`,
      )
      .run(
        id,
        harness.accountId,
        agentId,
        status,
        startMs,
        seconds === null ? null : startMs,
        startMs + (seconds ?? 5) * 1000,
      );
  }

  it('tells plan, quotas and prices of the seed', async () => {
    expect(await get('/v1/usage')).toMatchObject({
      plan: {
        name: 'free',
        limits: { numbers: 2, messagesPerMonth: 1000, voiceMinutesPerMonth: 250 },
        additionalLines: { pricePerMonthUsd: 8, how: 'Contact sales.' },
      },
      numbers: { used: 1, limit: 2, remaining: 1, notCounted: 0 },
      periodStart: '2026-11-01T00:00:00.000Z',
      periodEnd: '2026-12-01T00:00:00.000Z',
      reportGeneratedAt: '2026-11-02T09:00:00.000Z',
    });
  });

  it('counts both directions, by window and by segment', async () => {
    receive('x'.repeat(161));
    await harness.clock.advance(2 * DAY_MS);
    await harness.call('POST', '/v1/messages', {
      agent_id: agentId,
      to_number: '+12025550147',
      body: 'x',
    });
    storeCall('call_a', 61);
    storeCall('call_b', null, 'failed');
    const { stats, month } = await get('/v1/usage');
    expect(stats).toMatchObject({
      totalMessages: 2,
      messagesLast24h: 1,
      messagesLast7d: 2,
      smsSegmentsLast30d: 3,
      totalCalls: 2,
      callsLast24h: 2,
    });
    expect(month).toEqual({
      messages: 2,
      voiceMinutes: 2,
      messagesRemaining: 998,
      voiceMinutesRemaining: 248,
    });
  });

  it('fills days and months without traffic', async () => {
    receive();
    await harness.clock.advance(2 * DAY_MS);
    receive();
    const daily = await get('/v1/usage/daily?days=3');
    expect(daily.data.map((row: object) => Object.values(row).slice(0, 2))).toEqual([
      ['2026-11-02', 1],
      ['2026-11-03', 0],
      ['2026-11-04', 1],
    ]);
    const monthly = await get('/v1/usage/monthly?months=2');
    expect(monthly).toMatchObject({
      months: 2,
      data: [
        { month: '2026-10', messages: 0 },
        { month: '2026-11', messages: 2, webhooks: 0 },
      ],
    });
    for (const bad of ['daily?days=0', 'daily?days=366', 'monthly?months=25']) {
      expect((await harness.call('GET', `/v1/usage/${bad}`)).status).toBe(422);
    }
  });

  it('splits by number, released ones included, and by agent', async () => {
    const spare = (await harness.call('POST', '/v1/numbers', {})).body;
    receive();
    receive('x', spare.phoneNumber);
    storeCall('call_a', 61);
    await harness.call('DELETE', `/v1/numbers/${spare.id}`);
    expect((await get('/v1/usage/by-number')).data).toEqual([
      expect.objectContaining({ numberId: spare.id, status: 'released', messages: 1, calls: 0 }),
      expect.objectContaining({ phoneNumber, agentName: 'Desk', messages: 1 }),
    ]);
    expect((await get('/v1/usage/by-agent?period=week')).data).toEqual([
      {
        agentId,
        agentName: 'Desk',
        messages: 1,
        calls: 1,
        totalSeconds: 61,
        isOrphan: false,
      },
      {
        agentId: null,
        agentName: 'Unassigned',
        messages: 1,
        calls: 0,
        totalSeconds: 0,
        isOrphan: true,
      },
    ]);
  });

  it('knows calendar periods in a time zone, and no invented ones', async () => {
    const month = await get('/v1/usage/by-agent?period=month&tz=America%2FNew_York');
    expect([month.periodStart, month.periodEnd]).toEqual([
      '2026-11-01T04:00:00.000Z',
      '2026-12-01T05:00:00.000Z',
    ]);
    const bad = await harness.call('GET', '/v1/usage/by-agent?period=week&tz=Mars%2FBase');
    expect([bad.status, bad.body.detail[0].loc]).toEqual([422, ['query', 'tz']]);
    expect((await harness.call('GET', '/v1/usage/by-agent')).status).toBe(422);
  });
});

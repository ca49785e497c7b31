import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';
import { OWN_REGISTRATION } from '../../../doubles/app/registration-request.ts';

const DAY_MS = 86_400_000;

describe('the terms of a number', () => {
  let harness: ApiHarness;

  beforeEach(async () => {
    harness = await openApiHarness({ numberAllowance: 9 });
  });
  afterEach(() => harness.close());

  const buy = (body: object = {}) => harness.call('POST', '/v1/numbers', body);
  const change = (id: string, body: object) => harness.call('PATCH', `/v1/numbers/${id}`, body);
  const statusOf = async (id: string) =>
    (await harness.call('GET', `/v1/numbers/${id}`)).body.status;

  it('are given when it is bought', async () => {
    const { status, body } = await buy({
      type: 'imessage',
      imessageType: 'shared',
      externalId: 'crm-17',
      expiresAt: '2026-11-03T10:00:00+01:00',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      type: 'imessage',
      readReceiptsEnabled: true,
      externalId: 'crm-17',
      expiresAt: '2026-11-03T09:00:00.000Z',
    });
  });

  it('change one at a time, and null removes one', async () => {
    const { id } = (await buy()).body;
    expect((await change(id, { externalId: 'a' })).body).toMatchObject({
      externalId: 'a',
      expiresAt: null,
    });
    const ended = await change(id, { expiresAt: '2026-11-05T00:00:00Z' });
    expect(ended.body).toMatchObject({
      externalId: 'a',
      expiresAt: '2026-11-05T00:00:00.000Z',
    });
    expect((await change(id, { externalId: null })).body).toMatchObject({
      externalId: null,
      expiresAt: '2026-11-05T00:00:00.000Z',
    });
    expect((await change(id, { expiresAt: null })).body.expiresAt).toBeNull();
    expect((await change(id, {})).status).toBe(200);
    await harness.clock.advance(30 * DAY_MS);
    expect(await statusOf(id)).toBe('active');
  });

  it('release it by itself at its time, which may be moved', async () => {
    const agent = (await harness.call('POST', '/v1/agents', { name: 'a' })).body;
    const soon = (await buy({ agentId: agent.id, expiresAt: '2026-11-03T09:00:00Z' })).body.id;
    const later = (await buy({ expiresAt: '2026-11-04T09:00:00Z' })).body.id;
    const kept = (await buy()).body.id;
    await change(soon, { expiresAt: '2026-11-03T21:00:00Z' });
    await harness.clock.advance(DAY_MS);
    expect(await statusOf(soon)).toBe('active');
    await harness.clock.advance(DAY_MS / 2);
    expect(await statusOf(soon)).toBe('released');
    expect((await harness.call('GET', `/v1/agents/${agent.id}`)).body.numbers).toEqual([]);
    expect(harness.published).toContainEqual({ kind: 'removed', list: 'numbers', id: soon });
    await harness.clock.advance(DAY_MS / 2);
    expect(await statusOf(later)).toBe('released');
    expect(await statusOf(kept)).toBe('active');
    expect(harness.defects).toEqual([]);
  });

  it('release what ended while nobody looked', async () => {
    const { id } = (await buy({ expiresAt: '2026-11-03T09:00:00Z' })).body;
    harness.numberExpiry.stop();
    await harness.clock.advance(2 * DAY_MS);
    expect(await statusOf(id)).toBe('active');
    harness.numberExpiry.start();
    expect(await statusOf(id)).toBe('released');
  });

  it('are passed over where the number cannot be read, and those after it are kept', async () => {
    await buy({ expiresAt: '2026-11-03T09:00:00Z' });
    harness.db.prepare(`update numbers set type = 'carrier pigeon'`).run();
    const { id } = (await buy({ expiresAt: '2026-11-04T09:00:00Z' })).body;
    const { ran } = await harness.clock.advance(3 * DAY_MS);
    expect(await statusOf(id)).toBe('released');
    expect(ran).toBe(2);
  });

  it.each([
    ['in the past', '2026-11-01T00:00:00Z', 400],
    ['now', '2026-11-02T09:00:00.000Z', 400],
    ['beyond what a date can say here', '9999-06-01T00:00:00Z', 400],
    ['that is no moment', 'tomorrow', 422],
    ['that is no text', 1_793_000_000, 422],
  ])('refuse an end %s', async (_, expiresAt, status) => {
    const { id } = (await buy()).body;
    for (const answer of [await change(id, { expiresAt }), await buy({ expiresAt })]) {
      expect(answer.status).toBe(status);
      expect(answer.body.error.details[0].field).toBe('expiresAt');
    }
    expect((await harness.call('GET', '/v1/numbers')).body.total).toBe(1);
  });

  it('refuse a released number, an unknown one and one that is held at Twilio', async () => {
    const { id } = (await buy()).body;
    await harness.call('DELETE', `/v1/numbers/${id}`);
    expect((await change(id, { externalId: 'x' })).status).toBe(400);
    expect((await change('num_none', {})).body.error.code).toBe('PHONE_NUMBER_NOT_FOUND');
    const adopted = harness.numbers.adopt(
      harness.accountId,
      { phoneNumber: '+14155550100', country: 'US', agentId: null },
      () => {},
    );
    const refused = await change(adopted.id, { expiresAt: '2027-01-01T00:00:00Z' });
    expect([refused.status, refused.body.error.code]).toEqual([409, 'CONFLICT']);
    expect((await change(adopted.id, { externalId: 'x' })).body.externalId).toBe('x');
  });
});

describe('what a number tells of itself', () => {
  let harness: ApiHarness;
  let id: string;

  beforeEach(async () => {
    harness = await openApiHarness({ numberAllowance: 9 });
    id = (await harness.call('POST', '/v1/numbers', {})).body.id;
  });
  afterEach(() => harness.close());

  const number = async () => (await harness.call('GET', `/v1/numbers/${id}`)).body;
  const send = (to: string) =>
    harness.call('POST', '/v1/messages', { number_id: id, to_number: to, body: 'Hi' });

  it('is whether SMS goes out, as a send would find it', async () => {
    expect((await number()).outboundSms).toBe('enabled');
    harness.plan.set({ requireRegistration: true });
    expect((await number()).outboundSms).toBe('registration_required');
    expect((await send('+12025550147')).body.error.code).toBe('REGISTRATION_REQUIRED');
    await harness.call('POST', '/v1/register', OWN_REGISTRATION);
    expect((await number()).outboundSms).toBe('activating');
    expect((await send('+12025550147')).status).toBe(403);
    await harness.clock.advance(10 * DAY_MS);
    expect((await number()).outboundSms).toBe('enabled');
    expect((await send('+12025550147')).status).toBe(200);
    harness.registration.decide(harness.accountId, 'rejected');
    expect((await number()).outboundSms).toBe('registration_required');
  });

  it('is whom it texted first today, in UTC', async () => {
    await send('+12025550147');
    await send('+12025550147');
    await send('+12025550148');
    harness.inboundTexts.receive({
      from: '+12025550149',
      to: (await number()).phoneNumber,
      body: 'Hi',
      mediaUrls: [],
    });
    await send('+12025550149');
    expect((await number()).dailyNewContacts).toEqual({ used: 2, limit: 50 });
    const listed = (await harness.call('GET', '/v1/numbers')).body.data[0];
    expect(listed).toEqual(await number());
    await harness.clock.advance(DAY_MS);
    expect((await number()).dailyNewContacts.used).toBe(0);
  });

  it('is that no calls come in once it is released', async () => {
    await harness.call('DELETE', `/v1/numbers/${id}`);
    expect(await number()).toMatchObject({ status: 'released', inboundCallsEnabled: false });
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WorkspaceStore } from '../../../../main/store/workspace.ts';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';
import { OWN_REGISTRATION, REGISTRATION } from '../../../doubles/app/registration-request.ts';

const DAY_MS = 86_400_000;

describe('accounts', () => {
  let harness: ApiHarness;

  beforeEach(async () => {
    harness = await openApiHarness({ numberAllowance: 2 });
  });
  afterEach(() => harness.close());

  const subAccount = async () =>
    (await harness.call('POST', '/v1/sub-accounts', { name: 'Branch' })).body.id as string;

  it('never see the rows of a sub-account, nor the reverse', async () => {
    const child = { 'x-sub-account-id': await subAccount() };
    const own = (await harness.call('POST', '/v1/agents', { name: 'own' })).body;
    const theirs = (await harness.call('POST', '/v1/agents', { name: 'theirs' }, child)).body;
    const names = async (headers = {}) =>
      (await harness.call('GET', '/v1/agents', undefined, headers)).body.data.map(
        ({ name }: { name: string }) => name,
      );
    expect([await names(), await names(child)]).toEqual([['own'], ['theirs']]);
    expect((await harness.call('GET', `/v1/agents/${theirs.id}`)).status).toBe(404);
    expect((await harness.call('GET', `/v1/agents/${own.id}`, undefined, child)).status).toBe(404);
    const unknown = { 'x-sub-account-id': 'acct_none' };
    expect((await harness.call('GET', '/v1/agents', undefined, unknown)).status).toBe(404);
  });

  it('share one allowance with their sub-accounts, which give numbers back when deleted', async () => {
    const id = await subAccount();
    const child = { 'x-sub-account-id': id };
    await harness.call('POST', '/v1/numbers', {});
    await harness.call('POST', '/v1/numbers', {}, child);
    expect((await harness.call('POST', '/v1/numbers', {}, child)).status).toBe(409);
    const deleted = await harness.call('DELETE', `/v1/sub-accounts/${id}`);
    expect(deleted.body).toEqual({ success: true, id, name: 'Branch' });
    expect((await harness.call('POST', '/v1/numbers', {})).status).toBe(200);
    expect((await harness.call('GET', '/v1/agents', undefined, child)).status).toBe(404);
    expect((await harness.call('DELETE', `/v1/sub-accounts/${id}`)).status).toBe(404);
  });

  it('list, rename and bound sub-accounts', async () => {
    const id = await subAccount();
    await subAccount();
    expect((await harness.call('GET', '/v1/sub-accounts?limit=')).body.total).toBe(2);
    expect((await harness.call('GET', '/v1/sub-accounts?limit=1')).body.hasMore).toBe(true);
    const path = `/v1/sub-accounts/${id}`;
    expect((await harness.call('PATCH', path, { name: 'x' })).body.name).toBe('x');
    expect((await harness.call('PATCH', path, { name: 'x'.repeat(101) })).status).toBe(422);
    const nested = await harness.call(
      'POST',
      '/v1/sub-accounts',
      { name: 'y' },
      { 'x-sub-account-id': id },
    );
    expect(nested.status).toBe(400);
  });

  it('register for 10DLC; the approval comes with the clock', async () => {
    const answer = await harness.call('POST', '/v1/register', REGISTRATION);
    expect(answer.body).toMatchObject({ ok: true, campaign_status: 'pending', fee_cents: 2500 });
    const child = { 'x-sub-account-id': answer.body.sub_account_id };
    const status = async (headers = {}) =>
      (await harness.call('GET', '/v1/register/status', undefined, headers)).body;
    expect((await status()).campaign_status).toBe('none');
    expect(await status(child)).toMatchObject({
      campaign_status: 'pending',
      stage: 'brand_review',
    });
    await harness.clock.advance(3 * DAY_MS);
    expect((await status(child)).stage).toBe('campaign_review');
    await harness.clock.advance(7 * DAY_MS);
    expect((await status(child)).campaign_status).toBe('approved');
  });

  it('register again only after a rejection', async () => {
    const own = OWN_REGISTRATION;
    const first = await harness.call('POST', '/v1/register', own);
    expect(first.body.sub_account_id).toBeNull();
    expect((await harness.call('POST', '/v1/register', own)).status).toBe(409);
    harness.registration.decide(harness.accountId, 'rejected');
    expect((await harness.call('POST', '/v1/register', own)).status).toBe(200);
    expect((await harness.call('GET', '/v1/register/status')).body.campaign_status).toBe('pending');
  });

  it.each([
    ['description', 'too short'],
    ['use_cases', []],
    ['message_samples', ['Only one sample is not enough.']],
    ['email', 'nobody'],
    ['phone_number', '2025550199'],
    ['opt_in_image_url', 'picture'],
  ])('refuse a registration with %s = %j', async (field, value) => {
    const answer = await harness.call('POST', '/v1/register', { ...REGISTRATION, [field]: value });
    expect([answer.status, answer.body.detail[0].loc[1]]).toEqual([422, field]);
  });

  it('ask a standard brand for five more fields', async () => {
    const answer = await harness.call('POST', '/v1/register', {
      ...REGISTRATION,
      registration_type: 'standard_brand',
    });
    expect(answer.body.error.details.map(({ field }: { field: string }) => field)).toEqual([
      'business_name',
      'organization_type',
      'ein',
      'privacy_policy_url',
      'terms_of_service_url',
    ]);
  });

  it('need an approved registration for SMS only where the plan says so', async () => {
    const number = (await harness.call('POST', '/v1/numbers', {})).body;
    const text = { number_id: number.id, to_number: '+12025550147', body: 'x' };
    harness.plan.set({ requireRegistration: true });
    const refused = await harness.call('POST', '/v1/messages', text);
    expect([refused.status, refused.body.error.code]).toEqual([403, 'REGISTRATION_REQUIRED']);
    await harness.call('POST', '/v1/register', OWN_REGISTRATION);
    harness.registration.decide(harness.accountId, 'approved');
    expect((await harness.call('POST', '/v1/messages', text)).status).toBe(200);
  });

  it('are opened by self sign-up, with a key that works', async () => {
    const anonymous = { authorization: '' };
    const post = (path: string, body: object) => harness.call('POST', path, body, anonymous);
    const started = await post('/v0/agent/sign-up', { human_email: 'me@home.example' });
    const code = /\d{6}/.exec(started.body.message)?.[0] ?? '';
    const verification_id = started.body.verification_id;
    const wrong = code === '000000' ? '111111' : '000000';
    const verify = (otp_code: string) => post('/v0/agent/verify', { verification_id, otp_code });
    expect((await verify(wrong)).status).toBe(400);
    const { body } = await verify(code);
    expect(body).toEqual({
      account_id: expect.stringMatching(/^acct_/),
      agent_id: expect.any(String),
      number_id: expect.any(String),
      phone_number: expect.stringMatching(/^\+1/),
      api_key: expect.stringMatching(/^sk_live_/),
    });
    const mine = { authorization: `Bearer ${body.api_key}` };
    const agents = await harness.call('GET', '/v1/agents', undefined, mine);
    expect(agents.body.data[0]).toMatchObject({ id: body.agent_id, voiceMode: 'hosted' });
    expect((await harness.call('GET', '/v1/agents')).body.total).toBe(0);
    expect((await verify(code)).status).toBe(400);
    const again = await post('/v0/agent/sign-up', { human_email: 'ME@home.example' });
    expect(again.status).toBe(409);
  });

  it('that signed up are gone after a reset of the workspace; its own key stays', async () => {
    const anonymous = { authorization: '' };
    const post = (path: string, body: object) => harness.call('POST', path, body, anonymous);
    const started = (await post('/v0/agent/sign-up', { human_email: 'me@home.example' })).body;
    const verified = await post('/v0/agent/verify', {
      verification_id: started.verification_id,
      otp_code: /\d{6}/.exec(started.message)?.[0],
    });
    const mine = { authorization: `Bearer ${verified.body.api_key}` };
    expect((await harness.call('GET', '/v1/agents', undefined, mine)).status).toBe(200);
    await subAccount();
    const store = new WorkspaceStore(harness.db);
    harness.db.transaction(() => store.clear())();
    harness.changes.publish({ kind: 'reset' });
    expect((await harness.call('GET', '/v1/agents', undefined, mine)).status).toBe(401);
    expect((await harness.call('GET', '/v1/agents')).body.total).toBe(0);
    expect((await harness.call('GET', '/v1/sub-accounts')).body.total).toBe(0);
  });

  it('refuse an expired code', async () => {
    const { body } = await harness.call('POST', '/v0/agent/sign-up', {
      human_email: 'a@b.example',
    });
    await harness.clock.advance(10 * 60_000);
    const answer = await harness.call('POST', '/v0/agent/verify', {
      verification_id: body.verification_id,
      otp_code: /\d{6}/.exec(body.message)?.[0],
    });
    expect(answer.body.detail).toContain('expired');
  });

  it('have keys that are kept as hashes and stop when revoked', async () => {
    const { key, id } = harness.keys.create(harness.accountId, 'CI');
    const mine = { authorization: `Bearer ${key}` };
    expect((await harness.call('GET', '/v1/agents', undefined, mine)).status).toBe(200);
    const dump = JSON.stringify(harness.db.prepare('select * from api_keys').all());
    expect(dump).not.toContain(key);
    expect(harness.keys.list(harness.accountId)[0]).toMatchObject({
      name: 'CI',
      masked: `sk_live_…${key.slice(-4)}`,
      workspace: false,
      lastUsedAt: '2026-11-02T09:00:00.000Z',
    });
    harness.keys.revoke(harness.accountId, id);
    expect((await harness.call('GET', '/v1/agents', undefined, mine)).status).toBe(401);
    const workspace = harness.keys.list(harness.accountId)[0];
    expect(() => harness.keys.revoke(harness.accountId, workspace?.id ?? '')).toThrow('own key');
  });

  it('see places that people share', async () => {
    const path = '/v1/location/%2B14155550100';
    expect((await harness.call('GET', path)).body).toEqual({
      phoneNumber: '+14155550100',
      latitude: null,
      longitude: null,
      status: 'unavailable',
      lastUpdated: 0,
    });
    harness.locations.set('+14155550100', { latitude: 37.77, longitude: -122.42 });
    await harness.clock.advance(60_000);
    await harness.call('POST', '/v1/location/refresh');
    expect((await harness.call('GET', path)).body).toMatchObject({
      latitude: 37.77,
      status: 'available',
      lastUpdated: Date.parse('2026-11-02T09:01:00Z') / 1000,
    });
    expect((await harness.call('GET', '/v1/location/nowhere')).status).toBe(400);
  });
});

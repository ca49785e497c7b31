import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';
import { OWN_REGISTRATION } from '../../../doubles/app/registration-request.ts';

const DAY_MS = 86_400_000;
const BRAND = {
  ...OWN_REGISTRATION,
  registration_type: 'standard_brand',
  business_name: 'Harbour Bikes LLC',
  organization_type: 'llc',
  ein: '12-3456789',
  privacy_policy_url: 'https://brand.example/privacy',
  terms_of_service_url: 'https://brand.example/terms',
};

describe('a registration', () => {
  let harness: ApiHarness;

  beforeEach(async () => {
    harness = await openApiHarness();
  });
  afterEach(() => harness.close());

  const register = (body: object) => harness.call('POST', '/v1/register', body);
  const get = async () => (await harness.call('GET', '/v1/register')).body;
  const change = (body: object) => harness.call('PATCH', '/v1/register', body);

  it('is told whole: status, brand and campaign', async () => {
    expect(await get()).toEqual({
      campaign_status: 'none',
      message: expect.any(String),
      stage: null,
      registration_type: null,
      submitted_at: null,
      updated_at: null,
      brand: null,
      campaign: null,
    });
    await register(BRAND);
    const detail = await get();
    expect(detail).toMatchObject({
      campaign_status: 'pending',
      stage: 'brand_review',
      registration_type: 'standard_brand',
      submitted_at: '2026-11-02T09:00:00.000Z',
      updated_at: null,
      brand: { business_name: 'Harbour Bikes LLC', brand_name: null, organization_type: 'llc' },
      campaign: { use_cases: ['customer_care'], volume: 'low', includes: [], link_sample: null },
    });
    expect(JSON.stringify(detail)).not.toContain(BRAND.ein);
  });

  it('changes while it is pending, field by field, and the review goes on', async () => {
    await register(BRAND);
    await harness.clock.advance(3 * DAY_MS);
    const changed = await change({ brand_name: 'Harbour', volume: 'high', includes: ['links'] });
    expect(changed.status).toBe(200);
    expect(changed.body).toEqual(await get());
    expect(changed.body).toMatchObject({
      stage: 'campaign_review',
      updated_at: '2026-11-05T09:00:00.000Z',
      brand: { brand_name: 'Harbour', business_name: 'Harbour Bikes LLC' },
      campaign: { volume: 'high', includes: ['links'], description: BRAND.description },
    });
    expect((await change({ brand_name: null })).body.brand.brand_name).toBeNull();
    expect((await change({})).body.campaign).toEqual(changed.body.campaign);
    await harness.clock.advance(6 * DAY_MS);
    const late = await change({ brand_name: 'x' });
    expect([late.status, late.body.error.code]).toEqual([409, 'CONFLICT']);
    expect((await get()).campaign_status).toBe('approved');
  });

  it.each([
    ['description', 'too short'],
    ['use_cases', null],
    ['message_samples', []],
    ['opt_in_image_url', 'no address'],
    ['business_name', null],
    ['privacy_policy_url', null],
  ])('refuses %s = %j, and stays as it was', async (field, value) => {
    await register(BRAND);
    const before = await get();
    const answer = await change({ [field]: value });
    expect([answer.status, answer.body.detail[0].loc]).toEqual([422, ['body', field]]);
    expect(await get()).toEqual(before);
  });

  it('that was never sent, or was rejected, cannot be changed', async () => {
    expect((await change({ brand_name: 'x' })).status).toBe(404);
    await register(OWN_REGISTRATION);
    harness.registration.decide(harness.accountId, 'rejected');
    expect((await change({ brand_name: 'x' })).status).toBe(409);
  });

  it('of high volume costs $70 and needs what a brand needs', async () => {
    const lacking = await register({ ...OWN_REGISTRATION, registration_type: 'high_volume' });
    expect(lacking.status).toBe(422);
    const taken = await register({ ...BRAND, registration_type: 'high_volume' });
    expect(taken.body.fee_cents).toBe(7_000);
  });

  it('belongs to its account: a sub-account has its own', async () => {
    const child = (await harness.call('POST', '/v1/sub-accounts', { name: 'Branch' })).body.id;
    await register(OWN_REGISTRATION);
    const headers = { 'x-sub-account-id': child };
    const theirs = await harness.call('GET', '/v1/register', undefined, headers);
    expect(theirs.body.campaign_status).toBe('none');
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

const PERSON = '+12025550147';
const MINUTE_MS = 60_000;

describe('the verification of a phone', () => {
  let harness: ApiHarness;

  beforeEach(async () => {
    harness = await openApiHarness();
  });
  afterEach(() => harness.close());

  const send = (phone_number = PERSON, headers = {}) =>
    harness.call('POST', '/v1/verify/send', { phone_number }, headers);
  const check = (verification_id: string, code: string, headers = {}) =>
    harness.call('POST', '/v1/verify/check', { verification_id, code }, headers);
  /** Sends a code, and reads it like the person does. */
  async function codeSent() {
    const { body } = await send();
    expect(body).toEqual({ verification_id: expect.stringMatching(/^ver_/), status: 'pending' });
    const [text] = harness.phoneVerifications.texts(harness.accountId, PERSON);
    const code = /\b\d{6}\b/.exec(text?.body ?? '')?.[0] ?? '';
    return { id: body.verification_id as string, code, wrong: code === '000000' ? '1' : '000000' };
  }

  it('sends a text that the person reads, and knows the code when it comes back', async () => {
    const { id, code } = await codeSent();
    expect(harness.published.at(-1)).toMatchObject({
      kind: 'verification',
      item: { id, code, phoneNumber: PERSON },
    });
    expect((await check(id, ` ${code} `)).body).toEqual({ result: 'ok', attempts_remaining: 3 });
    expect((await check(id, code)).body.result).toBe('already_verified');
    expect((await harness.call('GET', '/v1/conversations')).body.total).toBe(0);
  });

  it('takes three codes', async () => {
    const { id, code, wrong } = await codeSent();
    expect((await check(id, wrong)).body).toEqual({ result: 'incorrect', attempts_remaining: 2 });
    expect((await check(id, wrong)).body).toEqual({ result: 'incorrect', attempts_remaining: 1 });
    expect((await check(id, wrong)).body).toEqual({ result: 'exhausted', attempts_remaining: 0 });
    expect((await check(id, code)).body).toEqual({ result: 'exhausted', attempts_remaining: 0 });
  });

  it('is over after ten minutes, and forgotten a day later', async () => {
    const { id, code } = await codeSent();
    await harness.clock.advance(10 * MINUTE_MS);
    expect((await check(id, code)).body).toEqual({ result: 'expired', attempts_remaining: 0 });
    await harness.clock.advance(24 * 60 * MINUTE_MS);
    await send('+12025550148');
    expect((await check(id, code)).status).toBe(404);
  });

  it('keeps the codes of different people apart', async () => {
    const first = await codeSent();
    await send('(312) 555-0162');
    const other = harness.phoneVerifications.texts(harness.accountId, '+13125550162');
    expect(other).toHaveLength(1);
    expect(other[0]?.id).not.toBe(first.id);
    expect(harness.phoneVerifications.texts(harness.accountId, null)).toHaveLength(2);
  });

  it('is 404 where it was never made, or by another account', async () => {
    const child = (await harness.call('POST', '/v1/sub-accounts', { name: 'Branch' })).body.id;
    const { id, code } = await codeSent();
    const answer = await check(id, code, { 'x-sub-account-id': child });
    expect([answer.status, answer.body.error.code]).toEqual([404, 'NOT_FOUND']);
    expect((await check('ver_none', '123456')).status).toBe(404);
  });

  it.each([
    ['911', 403],
    ['hello', 400],
    ['', 422],
  ])('refuses to text %j', async (phone, status) => {
    expect((await send(phone)).status).toBe(status);
  });

  it('costs five cents when it succeeds, and nothing else', async () => {
    harness.plan.set({ profile: 'payAsYouGo', balance: 1 });
    const { id, code, wrong } = await codeSent();
    await check(id, wrong);
    expect(harness.plan.get().balance).toBe(1);
    await check(id, code);
    await check(id, code);
    expect(harness.plan.get().balance).toBe(0.95);
    harness.plan.set({ balance: 0.01 });
    expect((await send()).status).toBe(402);
  });
});

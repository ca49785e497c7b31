import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

describe('contacts', () => {
  let harness: ApiHarness;

  beforeEach(async () => {
    harness = await openApiHarness();
  });
  afterEach(() => harness.close());

  const create = (body: object) => harness.call('POST', '/v1/contacts', body);

  it('are created with 201 and an E.164 number', async () => {
    const { status, body } = await create({ phoneNumber: '(202) 555-0147', name: 'Customer' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^ct_/),
      phoneNumber: '+12025550147',
      name: 'Customer',
      email: null,
      notes: null,
      createdAt: '2026-11-02T09:00:00.000Z',
      updatedAt: '2026-11-02T09:00:00.000Z',
    });
    expect((await create({ phoneNumber: 'x', name: 'a' })).status).toBe(400);
    expect((await create({ name: 'a' })).status).toBe(422);
  });

  it('are unique by phone number, also after a change', async () => {
    await create({ phoneNumber: '+12025550147', name: 'One' });
    expect((await create({ phoneNumber: '202-555-0147', name: 'Two' })).status).toBe(409);
    const two = (await create({ phoneNumber: '+12025550148', name: 'Two' })).body;
    const path = `/v1/contacts/${two.id}`;
    expect((await harness.call('PATCH', path, { phoneNumber: '2025550147' })).status).toBe(409);
    const changed = await harness.call('PATCH', path, { notes: 'n', phoneNumber: '2025550149' });
    expect(changed.body).toMatchObject({ phoneNumber: '+12025550149', notes: 'n', name: 'Two' });
    expect(changed.body.updatedAt > two.updatedAt).toBe(true);
    expect((await harness.call('PATCH', path, { notes: null })).body.notes).toBeNull();
  });

  it('are found by part of name or number, wildcards taken literally', async () => {
    await create({ phoneNumber: '+12025550147', name: 'Harbour_Bikes' });
    await create({ phoneNumber: '+12025550148', name: 'Other' });
    for (const [search, total] of [
      ['harbour', 1],
      ['0148', 1],
      ['%', 0],
      ['r_B', 1],
      ['', 2],
    ] as const) {
      const { body } = await harness.call(
        'GET',
        `/v1/contacts?search=${encodeURIComponent(search)}`,
      );
      expect([search, body.total]).toEqual([search, total]);
    }
    expect((await harness.call('GET', '/v1/contacts?limit=200')).status).toBe(200);
    expect((await harness.call('GET', '/v1/contacts?limit=201')).status).toBe(422);
  });

  it('are deleted with an empty 204', async () => {
    const { id } = (await create({ phoneNumber: '+12025550147', name: 'One' })).body;
    const answer = await harness.call('DELETE', `/v1/contacts/${id}`);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await harness.call('DELETE', `/v1/contacts/${id}`)).status).toBe(404);
  });

  it('tell what a phone can receive once there is an iMessage line', async () => {
    const path = '/v1/contacts/capabilities?phone_number=%2B12025550147';
    expect((await harness.call('GET', path)).status).toBe(400);
    const number = (await harness.call('POST', '/v1/numbers', {})).body;
    harness.numbers.setType(harness.accountId, number.id, 'imessage');
    expect((await harness.call('GET', path)).body).toEqual({
      phoneNumber: '+12025550147',
      capabilities: { imessage: true, sms: true },
      checkedAt: '2026-11-02T09:00:00.000Z',
    });
    harness.handsets.set('+12025550147', { imessage: false, sms: true });
    expect((await harness.call('GET', path)).body.capabilities.imessage).toBe(false);
    expect((await harness.call('GET', '/v1/contacts/capabilities')).status).toBe(422);
  });
});

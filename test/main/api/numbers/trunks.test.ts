import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

const URI = { sip_uri: 'sip:model@sip.brand.example;transport=tls' };

describe('SIP trunks', () => {
  let harness: ApiHarness;
  beforeEach(async () => {
    harness = await openApiHarness();
  });
  afterEach(() => harness.close());

  const create = async () => (await harness.call('POST', '/v1/sip-trunks')).body;
  const update = (id: string, body: object) => harness.call('PATCH', `/v1/sip-trunks/${id}`, body);

  it('show their password once, and keep no more than its hash and last four characters', async () => {
    const made = await create();
    expect(made).toEqual({
      id: expect.stringMatching(/^trunk_/),
      name: 'SIP trunk 1',
      provider: 'simulated',
      encrypted: true,
      transport: 'tls',
      mediaEncryption: 'srtp',
      transfers: 'all',
      transferCallerId: 'transferee',
      terminationSipUri: expect.stringMatching(/^sip:.*\.invalid$/),
      originationUris: [],
      allowedIps: [],
      proxyIps: [],
      credentials: [
        {
          username: expect.stringMatching(/^ap_/),
          password: expect.stringMatching(/^[0-9a-z]{32}$/),
          passwordLast4: expect.any(String),
          credentialListName: expect.any(String),
        },
      ],
      createdAt: expect.any(String),
    });
    const [{ password, passwordLast4 }] = made.credentials;
    expect(password.slice(-4)).toBe(passwordLast4);
    const kept = (await harness.call('GET', `/v1/sip-trunks/${made.id}`)).body;
    expect(kept).toEqual({ ...made, credentials: [{ ...made.credentials[0], password: null }] });
    expect((await harness.call('GET', '/v1/sip-trunks')).body).toEqual({ data: [kept] });
    expect(JSON.stringify(harness.db.prepare('select * from sip_trunks').all())).not.toContain(
      password,
    );
  });

  it('ignore a body at creation, as the service does', async () => {
    const { status, body } = await harness.call('POST', '/v1/sip-trunks', { sip_uri: 'sip:a@b.c' });
    expect([status, body.originationUris]).toEqual([200, []]);
  });

  it('change the fields sent, and nothing else', async () => {
    const { id } = await create();
    const { status, body } = await update(id, {
      name: 'Model',
      transfers: 'sip',
      transfer_caller_id: 'transferor',
      origination: { uris: [{ ...URI, name: 'eu', priority: 1, weight: 5 }, URI] },
    });
    expect([status, body.name, body.transfers, body.transferCallerId]).toEqual([
      200,
      'Model',
      'sip',
      'transferor',
    ]);
    expect(body.originationUris).toEqual([
      { ...URI, name: 'eu', priority: 1, weight: 5 },
      { ...URI, name: '', priority: 10, weight: 10 },
    ]);
    expect(body.credentials[0].password).toBeNull();
    const second = (await update(id, { name: 'Again' })).body;
    expect([second.name, second.transfers, second.originationUris.length]).toEqual([
      'Again',
      'sip',
      2,
    ]);
  });

  it('get a new password by an empty PATCH', async () => {
    const made = await create();
    const rotated = (await update(made.id, {})).body;
    expect(rotated.credentials[0].password).not.toBe(made.credentials[0].password);
    expect(rotated.credentials[0].password).toMatch(/^[0-9a-z]{32}$/);
    expect({ ...rotated, credentials: [] }).toEqual({ ...made, credentials: [] });
  });

  it.each([
    [{ name: null }],
    [{ name: ' ' }],
    [{ transfers: 'some' }],
    [{ transfer_caller_id: 'nobody' }],
    [{ unknown: 1 }],
    [{ origination: {} }],
    [{ origination: { uris: [{ ...URI, unknown: 1 }] } }],
    [{ origination: { uris: [{ sip_uri: 'http://a.example' }] } }],
    [{ origination: { uris: [{ sip_uri: 'sip:' }] } }],
    [{ origination: { uris: [{ sip_uri: 'sip:a b@c.example' }] } }],
    [{ origination: { uris: [{ sip_uri: 'sip:+1415@' }] } }],
    [{ origination: { uris: [{ ...URI, priority: -1 }] } }],
    [{ origination: { uris: [{ ...URI, priority: 65_536 }] } }],
    [{ origination: { uris: [{ ...URI, weight: 1.5 }] } }],
    [{ origination: { uris: Array.from({ length: 21 }, () => URI) } }],
  ])('are not changed by what is wrong: %j', async (body) => {
    const made = await create();
    expect((await update(made.id, body)).status).toBe(422);
    const kept = (await harness.call('GET', `/v1/sip-trunks/${made.id}`)).body;
    expect(kept.credentials[0].passwordLast4).toBe(made.credentials[0].passwordLast4);
  });

  it.each([
    'sips:host.example',
    'sip:user:pass@host.example:5061',
    'sip:+14155550100@[2001:db8::1]:5060;transport=tls;lr',
    'sip:192.0.2.4',
  ])('take the SIP address %s', async (sip_uri) => {
    const { id } = await create();
    expect((await update(id, { origination: { uris: [{ sip_uri }] } })).status).toBe(200);
  });

  it('are gone once deleted, and belong to their account', async () => {
    const { id } = await create();
    const child = (await harness.call('POST', '/v1/sub-accounts', { name: 'Child' })).body.id;
    const asChild = { 'x-sub-account-id': child };
    const path = `/v1/sip-trunks/${id}`;
    expect((await harness.call('GET', path, undefined, asChild)).status).toBe(404);
    expect((await harness.call('GET', '/v1/sip-trunks', undefined, asChild)).body.data).toEqual([]);
    expect((await harness.call('DELETE', path)).body).toEqual({ success: true, id });
    for (const method of ['GET', 'DELETE']) {
      expect((await harness.call(method, path)).status).toBe(404);
    }
    expect((await update(id, {})).status).toBe(404);
  });

  it('route no call, and whoever calls is told', async () => {
    const agent = (await harness.call('POST', '/v1/agents', { name: 'a' })).body;
    await harness.call('POST', '/v1/numbers', { agentId: agent.id });
    const call = () =>
      harness.call('POST', '/v1/calls', { agentId: agent.id, toNumber: '+12025550147' });
    const { id } = await create();
    expect((await call()).body).not.toHaveProperty('warnings');
    await update(id, { origination: { uris: [URI] } });
    const { warnings } = (await call()).body;
    expect(warnings).toEqual([expect.stringContaining('routes no call by SIP')]);
    expect(warnings[0]).toContain(URI.sip_uri);
  });
});

import { AgentPhone, AgentPhoneClient, AgentPhoneError } from 'agentphone';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemTime } from '../../../main/platform/time/clock.ts';
import { API_KEY, type ApiHarness, openApiHarness } from '../../doubles/app/api-harness.ts';

/** What any compatible server must do, over a real socket. */
describe('a compatible server', () => {
  let harness: ApiHarness;
  let url: string;
  let client: AgentPhoneClient;

  beforeEach(async () => {
    harness = await openApiHarness({ numberAllowance: 10, real: systemTime });
    url = await harness.app.listen({ port: 0, host: '127.0.0.1' });
    client = new AgentPhoneClient({ token: API_KEY, environment: url, maxRetries: 0 });
  });
  afterEach(() => harness.close());

  const raw = (path: string, init: RequestInit = {}) =>
    fetch(url + path, {
      ...init,
      headers: { authorization: `Bearer ${API_KEY}`, ...init.headers },
    });

  // Check 1 is operations.test.ts.

  it('2: answers null, not nothing, for a webhook that is not set', async () => {
    expect(await client.webhooks.getWebhook()).toBeNull();
  });

  it('3: answers 204 to three deletes, 201 to a new contact, 200 otherwise', async () => {
    const contact = await client.contacts
      .createContact({ phoneNumber: '+12025550147', name: 'a' })
      .withRawResponse();
    expect(contact.rawResponse.status).toBe(201);
    const deleted = await raw(`/v1/contacts/${contact.data.id}`, { method: 'DELETE' });
    expect([deleted.status, await deleted.text()]).toEqual([204, '']);
    const agent = await client.agents.createAgent({ name: 'a' }).withRawResponse();
    expect(agent.rawResponse.status).toBe(200);
  });

  it('4: takes null in a query as absent', async () => {
    const number = await client.numbers.createNumber();
    expect((await client.numbers.getMessages({ number_id: number.id, before: null })).data).toEqual(
      [],
    );
    await client.calls.listCalls({ direction: null });
    await client.subAccounts.listSubAccounts({ limit: null });
  });

  it('5: knows limit on four lists, capped at 100, and search on contacts', async () => {
    const limited = { queryParams: { limit: 1 } };
    for (let i = 0; i < 2; i += 1) {
      const agent = await client.agents.createAgent({ name: `${i}` });
      await client.numbers.createNumber({ agentId: agent.id });
    }
    expect((await client.agents.listAgents({}, limited)).data).toHaveLength(1);
    expect((await client.numbers.listNumbers({}, limited)).data).toHaveLength(1);
    expect((await client.conversations.listConversations({}, limited)).data).toEqual([]);
    await expect(
      client.agents.listAgents({}, { queryParams: { limit: 101 } }),
    ).rejects.toMatchObject({ statusCode: 422 });
    await client.contacts.createContact({ phoneNumber: '+12025550147', name: 'Bikes' });
    const found = await client.contacts.listContacts({}, { queryParams: { search: 'BIKE' } });
    expect(found.total).toBe(1);
  });

  it('6: visits each row once while paging', async () => {
    for (let i = 0; i < 7; i += 1) {
      await client.contacts.createContact({ phoneNumber: `+1202555014${i}`, name: `${i}` });
    }
    const seen: string[] = [];
    for (let offset = 0; ; offset += 3) {
      const page = await client.contacts.listContacts({ limit: 3, offset });
      expect(page.total).toBe(7);
      seen.push(...page.data.map(({ name }) => name));
      if (!page.hasMore) break;
    }
    expect(seen).toEqual(['6', '5', '4', '3', '2', '1', '0']);
  });

  it('7: hides a released number from the list, not from its id', async () => {
    const number = await client.numbers.createNumber();
    expect(number.country).toBe('US');
    await client.numbers.deleteNumber({ number_id: number.id });
    expect((await client.numbers.listNumbers()).total).toBe(0);
    expect((await client.numbers.getNumber({ number_id: number.id })).status).toBe('released');
    await expect(client.numbers.deleteNumber({ number_id: number.id })).rejects.toMatchObject({
      statusCode: 400,
    });
  });

  it('8, 9: keeps what an agent leaves behind; messages carry from_ and from', async () => {
    const agent = await client.agents.createAgent({ name: 'a' });
    const number = await client.numbers.createNumber({ agentId: agent.id });
    await client.messages.sendMessage({
      agent_id: agent.id,
      to_number: '+12025550147',
      body: 'Hi',
    });
    await client.agents.deleteAgent({ agent_id: agent.id });
    expect((await client.numbers.getNumber({ number_id: number.id })).agentId).toBeNull();
    expect((await client.conversations.listConversations()).data[0]?.agentId).toBeNull();
    const [message] = (await client.numbers.getMessages({ number_id: number.id })).data;
    expect(message).toMatchObject({ from_: number.phoneNumber, from: number.phoneNumber });
  });

  it('10: gives faults that the SDK understands', async () => {
    const wrong = client.agents.createAgent({} as { name: string });
    await expect(wrong).rejects.toBeInstanceOf(AgentPhone.UnprocessableEntityError);
    await expect(wrong).rejects.toMatchObject({ body: { detail: [{ loc: ['body', 'name'] }] } });
    const missing = client.agents.getAgent({ agent_id: 'nobody' });
    await expect(missing).rejects.toBeInstanceOf(AgentPhoneError);
    await expect(missing).rejects.toMatchObject({ statusCode: 404 });
  });

  it('11: makes the SDK wait and try again, with nothing done twice', async () => {
    harness.provoked.next = { kind: 'status429', when: 'before', retryAfterSeconds: 1 };
    const patient = new AgentPhoneClient({ token: API_KEY, environment: url });
    await patient.agents.createAgent({ name: 'once' });
    expect((await client.agents.listAgents()).total).toBe(1);
  });

  it('12: asks for a key everywhere but at recordings and sign-up', async () => {
    for (const { method, path, access } of harness.routes) {
      const answer = await fetch(url + path.replace(/:[a-z_]+/g, 'x'), { method });
      expect([path, answer.status === 401]).toEqual([path, access !== 'public']);
    }
    const agent = await client.agents.createAgent({ name: 'a' });
    await client.numbers.createNumber({ agentId: agent.id });
    const call = await harness.calls.create(harness.accountId, {
      agentId: agent.id,
      toNumber: '+12025550147',
    });
    harness.line.pickUp(call.id);
    harness.line.hangUp(call.id);
    const recording = await fetch(`${url}/v1/calls/${call.id}/recording`);
    expect((await recording.text()).slice(0, 4)).toBe('RIFF');
  });

  it('13: ends the stream of a finished call by itself', async () => {
    const agent = await client.agents.createAgent({ name: 'a' });
    await client.numbers.createNumber({ agentId: agent.id });
    const call = await harness.calls.create(harness.accountId, {
      agentId: agent.id,
      toNumber: '+12025550147',
    });
    harness.line.agentSays(call.id, 'Hello');
    harness.line.hangUp(call.id);
    const answer = (await client.calls.streamCallTranscript({ call_id: call.id })) as unknown as {
      error: { rawBody: string };
    };
    expect(answer.error.rawBody).toContain('event: ended');
  });

  it('14: accepts a JSON content type without a body', async () => {
    const headers = { 'content-type': 'application/json' };
    expect((await raw('/v1/location/refresh', { method: 'POST', headers })).status).toBe(200);
    const agent = await client.agents.createAgent({ name: 'a' });
    const gone = await raw(`/v1/agents/${agent.id}`, { method: 'DELETE', headers });
    expect(gone.status).toBe(200);
  });

  it('15: decodes path arguments and keeps static paths apart', async () => {
    expect((await client.location.getLocation({ phone_number: '+14155550100' })).phoneNumber).toBe(
      '+14155550100',
    );
    const paths = ['/agents/voices', '/numbers/lookup?phoneNumbers=%2B14155550100', '/usage/daily'];
    for (const path of paths) expect((await raw(`/v1${path}`)).status).toBe(200);
  });

  it('16: makes a new secret on every POST of a webhook', async () => {
    const set = () =>
      client.webhooks.createOrUpdateWebhook({ body: { url: 'http://127.0.0.1:9' } });
    expect((await set()).secret).not.toBe((await set()).secret);
  });

  it('17: keeps accounts apart', async () => {
    const child = (await client.subAccounts.createSubAccount({ name: 'c' })) as { id: string };
    await client.agents.createAgent({ name: 'own' });
    await client.agents.createAgent({ name: 'theirs', 'X-Sub-Account-Id': child.id });
    const names = async (request: object) =>
      (await client.agents.listAgents(request)).data.map(({ name }) => name);
    expect(await names({})).toEqual(['own']);
    expect(await names({ 'X-Sub-Account-Id': child.id })).toEqual(['theirs']);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_VOICE_ID } from '../../../common/contract/index.ts';
import { type ApiHarness, openApiHarness } from '../../doubles/app/api-harness.ts';

describe('agents', () => {
  let harness: ApiHarness;

  beforeEach(async () => {
    harness = await openApiHarness({ numberAllowance: 5 });
  });
  afterEach(() => harness.close());

  const create = async (body: object = { name: 'Front desk' }) =>
    (await harness.call('POST', '/v1/agents', body)).body;
  const buy = async () => (await harness.call('POST', '/v1/numbers', {})).body;

  it('are created with every default', async () => {
    expect(await create()).toEqual({
      id: expect.stringMatching(/^agt_[0-9a-z]{16}$/),
      name: 'Front desk',
      description: null,
      voiceMode: 'webhook',
      enableMessaging: true,
      modelTier: 'balanced',
      systemPrompt: null,
      beginMessage: null,
      voice: DEFAULT_VOICE_ID,
      transferNumber: null,
      customTools: null,
      voicemailMessage: null,
      callScreeningIdentity: null,
      callScreeningPurpose: null,
      sttMode: 'fast',
      ambientSound: 'none',
      denoisingMode: 'noise-cancellation',
      maxSilenceMs: 600_000,
      voiceSpeed: 1,
      interruptionSensitivity: 0.8,
      enableBackchannel: true,
      language: 'en-US',
      createdAt: '2026-11-02T09:00:00.000Z',
      numbers: [],
    });
  });

  it.each([
    ['name', ''],
    ['name', 'x'.repeat(101)],
    ['voiceMode', 'telepathy'],
    ['maxSilenceMs', 9_999],
    ['voiceSpeed', 2.1],
    ['interruptionSensitivity', -0.1],
    ['language', 'tlh'],
    ['voicemailMessage', 'x'.repeat(1_001)],
    ['customTools', [{ name: 'bad name', description: 'd', url: 'https://a.example' }]],
  ])('refuse %s = %j with 422 and the field named', async (field, value) => {
    const answer = await harness.call('POST', '/v1/agents', { name: 'a', [field]: value });
    expect(answer.status).toBe(422);
    expect(answer.body.detail[0].loc.slice(0, 2)).toEqual(['body', field]);
  });

  it('need a prompt in hosted mode, sent or stored', async () => {
    const refused = await harness.call('POST', '/v1/agents', { name: 'a', voiceMode: 'hosted' });
    expect([refused.status, refused.body.error.details[0].field]).toEqual([400, 'systemPrompt']);
    const agent = await create({ name: 'a', systemPrompt: 'Be kind.' });
    const path = `/v1/agents/${agent.id}`;
    expect((await harness.call('PATCH', path, { voiceMode: 'hosted' })).body.voiceMode).toBe(
      'hosted',
    );
    expect((await harness.call('PATCH', path, { systemPrompt: null })).status).toBe(400);
    const back = await harness.call('PATCH', path, { voiceMode: 'webhook', beginMessage: 'Hi' });
    expect(back.body).toMatchObject({ systemPrompt: null, beginMessage: 'Hi' });
  });

  it('change only in the fields that are sent', async () => {
    const agent = await create({
      name: 'a',
      transferNumber: '(415) 555-0100',
      customTools: [{ name: 'look_up', description: 'Looks up', url: 'https://a.example/t' }],
    });
    expect(agent.transferNumber).toBe('+14155550100');
    const path = `/v1/agents/${agent.id}`;
    const renamed = (await harness.call('PATCH', path, { name: 'b', voiceSpeed: null })).body;
    expect(renamed).toEqual({ ...agent, name: 'b' });
    const cleared = await harness.call('PATCH', path, { transferNumber: '', customTools: [] });
    expect(cleared.body).toMatchObject({ transferNumber: null, customTools: [] });
    expect((await harness.call('GET', path)).body).toEqual(cleared.body);
  });

  it('list newest first, each once over the pages', async () => {
    for (const name of ['a', 'b', 'c']) await create({ name });
    const first = await harness.call('GET', '/v1/agents?limit=2');
    const second = await harness.call('GET', '/v1/agents?limit=2&offset=2');
    expect([first, second].map(({ body }) => [body.hasMore, body.total])).toEqual([
      [true, 3],
      [false, 3],
    ]);
    const names = [...first.body.data, ...second.body.data].map(({ name }) => name);
    expect(names).toEqual(['c', 'b', 'a']);
  });

  it('have numbers in attach order, and a number has one agent', async () => {
    const [one, two] = [await create({ name: '1' }), await create({ name: '2' })];
    const [first, second] = [await buy(), await buy()];
    for (const number of [second, first]) {
      const attached = await harness.call('POST', `/v1/agents/${one.id}/numbers`, {
        numberId: number.id,
      });
      expect(attached.body).toEqual({
        agentId: one.id,
        number: { id: number.id, phoneNumber: number.phoneNumber, status: 'active', type: 'sms' },
      });
    }
    const ids = async (agent: { id: string }) =>
      (await harness.call('GET', `/v1/agents/${agent.id}`)).body.numbers.map(
        ({ id }: { id: string }) => id,
      );
    expect(await ids(one)).toEqual([second.id, first.id]);
    await harness.call('POST', `/v1/agents/${one.id}/numbers`, { numberId: second.id });
    expect(await ids(one)).toEqual([second.id, first.id]);
    await harness.call('POST', `/v1/agents/${two.id}/numbers`, { numberId: second.id });
    expect([await ids(one), await ids(two)]).toEqual([[first.id], [second.id]]);

    const path = `/v1/agents/${one.id}/numbers`;
    expect((await harness.call('DELETE', `${path}/${second.id}`)).status).toBe(404);
    const detached = await harness.call('DELETE', `${path}/${first.id}`);
    expect(detached.body).toEqual({ success: true, agentId: null, numberId: first.id });
    const number = await harness.call('GET', `/v1/numbers/${first.id}`);
    expect(number.body).toMatchObject({ status: 'active', agentId: null });
  });

  it('leave their numbers and conversations behind when deleted', async () => {
    const agent = await create();
    const number = (await harness.call('POST', '/v1/numbers', { agentId: agent.id })).body;
    harness.inboundTexts.receive({
      from: '+12025550147',
      to: number.phoneNumber,
      body: 'Hi',
      mediaUrls: [],
    });
    const deleted = await harness.call('DELETE', `/v1/agents/${agent.id}`);
    expect(deleted.body).toEqual({ success: true, id: agent.id, name: 'Front desk' });
    expect((await harness.call('GET', `/v1/agents/${agent.id}`)).status).toBe(404);
    expect((await harness.call('GET', `/v1/numbers/${number.id}`)).body.agentId).toBeNull();
    const [conversation] = (await harness.call('GET', '/v1/conversations')).body.data;
    expect(conversation).toMatchObject({ agentId: null, messageCount: 1 });
  });

  it('list their conversations and calls; unknown agents are 404', async () => {
    const agent = await create();
    const number = (await harness.call('POST', '/v1/numbers', { agentId: agent.id })).body;
    harness.inboundTexts.receive({
      from: '+12025550147',
      to: number.phoneNumber,
      body: 'Hi',
      mediaUrls: [],
    });
    await harness.call('POST', '/v1/calls', { agentId: agent.id, toNumber: '+12025550147' });
    for (const list of ['conversations', 'calls']) {
      const answer = await harness.call('GET', `/v1/agents/${agent.id}/${list}`);
      expect(answer.body).toMatchObject({ total: 1, hasMore: false });
      expect((await harness.call('GET', `/v1/agents/nobody/${list}`)).status).toBe(404);
    }
  });

  it('speak with voices from the list', async () => {
    const { body } = await harness.call('GET', '/v1/agents/voices');
    expect(body.data[0]).toMatchObject({ voice_id: DEFAULT_VOICE_ID, gender: 'female' });
    // The REST reference and the MCP server read `voice_name`, the Python client's samples `name`.
    expect(body.data[0].name).toBe(body.data[0].voice_name);
    const agent = await create({ name: 'a', voice: body.data[3].voice_id });
    expect(agent.voice).toBe(body.data[3].voice_id);
    const voice = body.data[1].voice_id;
    const changed = await harness.call('PATCH', `/v1/agents/${agent.id}`, { voice });
    expect(changed.body).toEqual({ ...agent, voice });
  });
});

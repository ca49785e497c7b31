import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

describe('conversations', () => {
  let harness: ApiHarness;
  let phoneNumber: string;

  beforeEach(async () => {
    harness = await openApiHarness();
    phoneNumber = (await harness.call('POST', '/v1/numbers', {})).body.phoneNumber;
  });
  afterEach(() => harness.close());

  const receive = (from: string, body = 'Hello') =>
    harness.inboundTexts.receive({ from, to: phoneNumber, body, mediaUrls: [] });

  it('list newest activity first, with every field', async () => {
    const first = receive('+12025550101');
    receive('+12025550102');
    receive('+12025550101', 'Again');
    const { body } = await harness.call('GET', '/v1/conversations');
    expect(body.data[0]).toEqual({
      id: first.conversationId,
      agentId: null,
      channel: 'sms',
      phoneNumberId: expect.any(String),
      phoneNumber,
      participant: '+12025550101',
      isGroup: false,
      groupId: null,
      groupName: null,
      groupIconUrl: null,
      participants: null,
      lastMessageAt: '2026-11-02T09:00:00.002Z',
      lastMessagePreview: 'Again',
      messageCount: 2,
      metadata: null,
      createdAt: '2026-11-02T09:00:00.000Z',
    });
    expect(body.total).toBe(2);
  });

  it('show their newest messages, as many as asked for in either spelling', async () => {
    const { conversationId } = receive('+12025550101', '1');
    receive('+12025550101', '2');
    const path = `/v1/conversations/${conversationId}`;
    for (const [query, bodies] of [
      ['', ['2', '1']],
      ['?message_limit=1', ['2']],
      ['?messageLimit=1', ['2']],
    ] as const) {
      const { messages } = (await harness.call('GET', path + query)).body;
      expect(messages.map(({ body }: { body: string }) => body)).toEqual(bodies);
    }
    expect((await harness.call('GET', `${path}?message_limit=101`)).status).toBe(422);
    expect((await harness.call('GET', '/v1/conversations/none')).status).toBe(404);
  });

  it('store metadata whole, as the state of later webhooks', async () => {
    const { conversationId } = receive('+12025550101');
    const path = `/v1/conversations/${conversationId}`;
    await harness.call('PATCH', path, { metadata: { a: 1, b: { c: [1] } } });
    const replaced = await harness.call('PATCH', path, { metadata: { d: 2 } });
    expect(replaced.body.metadata).toEqual({ d: 2 });
    const untouched = await harness.call('PATCH', path, { group_name: 'ignored' });
    expect(untouched.body).toMatchObject({ metadata: { d: 2 }, groupName: null });
    receive('+12025550101');
    expect(harness.events[1]?.conversationState).toEqual({ d: 2 });
    const [thread] = (await harness.call('GET', '/v1/conversations')).body.data;
    expect(harness.conversations.between(thread.phoneNumberId, '2025550101')?.metadata).toEqual({
      d: 2,
    });
    expect((await harness.call('PATCH', path, { metadata: null })).body.metadata).toBeNull();
    expect((await harness.call('PATCH', path, { metadata: 'x' })).status).toBe(422);
  });

  it('belong to the agent that has the number when a message comes', async () => {
    const { conversationId } = receive('+12025550101');
    const agent = (await harness.call('POST', '/v1/agents', { name: 'a' })).body;
    const [number] = (await harness.call('GET', '/v1/numbers')).body.data;
    await harness.call('POST', `/v1/agents/${agent.id}/numbers`, { numberId: number.id });
    receive('+12025550101');
    const thread = await harness.call('GET', `/v1/conversations/${conversationId}`);
    expect(thread.body.agentId).toBe(agent.id);
  });
});

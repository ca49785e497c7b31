import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

const PERSON = '+12025550147';

describe('messages', () => {
  let harness: ApiHarness;
  let agent: { id: string };
  let number: { id: string; phoneNumber: string };

  beforeEach(async () => {
    harness = await openApiHarness({ numberAllowance: 3 });
    agent = (await harness.call('POST', '/v1/agents', { name: 'a' })).body;
    number = (await harness.call('POST', '/v1/numbers', { agentId: agent.id })).body;
  });
  afterEach(() => harness.close());

  const send = (body: object) => harness.call('POST', '/v1/messages', body);
  const receive = (text: object = {}) =>
    harness.inboundTexts.receive({
      from: PERSON,
      to: number.phoneNumber,
      body: 'Hello',
      mediaUrls: [],
      ...text,
    });

  it('say the same wherever they are read, also with half a character in them', async () => {
    const sent = await send({ agent_id: agent.id, to_number: PERSON, body: 'so \ud83d.' });
    expect(sent.status).toBe(200);
    expect(harness.sentTexts[0]?.body).toBe('so \ufffd.');
    const { lastMessagePreview } = (await harness.call('GET', '/v1/conversations')).body.data[0];
    expect(lastMessagePreview).toBe('so \ufffd.');
  });

  it('go out through the number and land in its thread', async () => {
    const { status, body } = await send({
      agent_id: agent.id,
      to_number: '(202) 555-0147',
      body: 'On my way',
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(/^msg[0-9a-z]{16}$/),
      status: 'sent',
      channel: 'sms',
      from_number: number.phoneNumber,
      to_number: PERSON,
      conversation_id: expect.stringMatching(/^conv_/),
      media_urls: [],
      reply_to_message_id: null,
      reply_parent_unresolved: null,
    });
    expect(harness.sentTexts).toEqual([
      {
        messageId: body.id,
        from: number.phoneNumber,
        to: PERSON,
        body: 'On my way',
        mediaUrls: [],
      },
    ]);
    expect(harness.events).toEqual([]);
    const { lastMessagePreview, messageCount } = (await harness.call('GET', '/v1/conversations'))
      .body.data[0];
    expect([lastMessagePreview, messageCount]).toEqual(['On my way', 1]);
  });

  it.each([
    [{ to_number: PERSON, body: 'x' }, 400, 'agent_id, number_id or from_number'],
    [{ agent_id: 'nobody', to_number: PERSON, body: 'x' }, 404, 'agent'],
    [{ from_number: '+14155550100', to_number: PERSON, body: 'x' }, 404, 'no active number'],
    [{ number_id: 'none', to_number: PERSON, body: 'x' }, 404, 'phone number'],
  ])('need a sender: %j', async (body, status, text) => {
    const answer = await send(body);
    expect([answer.status, answer.body.detail.includes(text)]).toEqual([status, true]);
  });

  it.each([
    [{ body: 'x' }, 400],
    [{ body: 'x', to_number: PERSON, recipients: [PERSON, '+12025550148'] }, 400],
    [{ body: '', to_number: PERSON }, 400],
    [{ to_number: PERSON }, 422],
    [{ body: 'x', to_number: 'somebody' }, 400],
    [{ body: 'x', to_number: 'grp_unknown' }, 404],
    [{ body: 'x', recipients: [PERSON, '+12025550148'] }, 400],
    [{ body: 'x', to_number: 'a@b.example' }, 400],
    [{ body: 'x', to_number: '911' }, 403],
    [{ body: 'x', to_number: '+1 988' }, 403],
    [{ body: 'x', to_number: PERSON, send_style: 'sparkle' }, 422],
    [{ body: 'x', to_number: PERSON, media_url: 'nope' }, 422],
    [
      {
        body: 'x',
        to_number: PERSON,
        media_url: 'https://a.example/1.png',
        media_urls: ['https://a.example/2.png'],
      },
      400,
    ],
    [{ body: 'x', to_number: PERSON, reply_to_message_id: 'msgnone' }, 404],
  ])('refuse %j with %i and send nothing', async (body, status) => {
    const answer = await send({ agent_id: agent.id, ...body });
    expect(answer.status).toBe(status);
    expect(harness.sentTexts).toEqual([]);
    expect((await harness.call('GET', '/v1/conversations')).body.total).toBe(0);
  });

  it('say "Reply target not found." to an unknown reply target', async () => {
    const answer = await send({
      agent_id: agent.id,
      to_number: PERSON,
      body: 'x',
      reply_to_message_id: 'msgnone',
    });
    expect(answer.body.detail).toBe('Reply target not found.');
  });

  it('choose the channel: SMS, MMS with media, iMessage where both sides can', async () => {
    const media_urls = ['https://a.example/1.png'];
    expect(
      (await send({ agent_id: agent.id, to_number: PERSON, body: '', media_urls })).body,
    ).toMatchObject({ channel: 'mms', media_urls });
    harness.numbers.setType(harness.accountId, number.id, 'imessage');
    const blue = await send({ agent_id: agent.id, to_number: PERSON, body: 'x' });
    expect(blue.body.channel).toBe('imessage');
    harness.handsets.set(PERSON, { imessage: false, sms: true });
    const green = await send({ agent_id: agent.id, to_number: PERSON, body: 'x' });
    expect(green.body.channel).toBe('sms');
    expect(green.body.conversation_id).toBe(blue.body.conversation_id);
  });

  it('thread replies on iMessage and flag those that cannot be threaded', async () => {
    const { messageId } = receive();
    const reply = {
      agent_id: agent.id,
      to_number: PERSON,
      body: 'x',
      reply_to_message_id: messageId,
    };
    expect((await send(reply)).body).toMatchObject({
      reply_to_message_id: null,
      reply_parent_unresolved: true,
    });
    harness.numbers.setType(harness.accountId, number.id, 'imessage');
    const threaded = (await send(reply)).body;
    expect(threaded).toMatchObject({
      reply_to_message_id: messageId,
      reply_parent_unresolved: false,
    });
    const { data } = (
      await harness.call('GET', `/v1/conversations/${threaded.conversation_id}/messages`)
    ).body;
    expect(data[0].replyTo).toEqual({ messageId, message: 'Hello', mediaUrls: [] });
  });

  it('start groups on an iMessage line, and write to them by their id', async () => {
    harness.numbers.setType(harness.accountId, number.id, 'imessage');
    const started = await send({
      number_id: number.id,
      recipients: [PERSON, 'Friend@Mail.example'],
      body: 'Hi all',
    });
    expect(started.body.to_number).toMatch(/^grp_/);
    const again = await send({ to_number: started.body.to_number, body: 'More' });
    expect(again.body.conversation_id).toBe(started.body.conversation_id);
    const path = `/v1/conversations/${started.body.conversation_id}`;
    expect((await harness.call('PATCH', path, { group_name: 'Team' })).body).toMatchObject({
      isGroup: true,
      groupId: started.body.to_number,
      groupName: 'Team',
      participants: [
        { identifier: PERSON, name: null },
        { identifier: 'friend@mail.example', name: null },
      ],
    });
    receive({ groupId: started.body.to_number });
    expect(harness.events[0]).toMatchObject({
      channel: 'imessage',
      data: { senderIdentifier: PERSON, group: { groupName: 'Team', isGroup: true } },
    });
  });

  it('that come in are stored together with their webhook event', async () => {
    await harness.call('POST', '/v1/contacts', { phoneNumber: PERSON, name: 'Customer' });
    const first = receive();
    await harness.call('PATCH', `/v1/conversations/${first.conversationId}`, {
      metadata: { step: 2 },
    });
    const second = receive({ body: 'Again', mediaUrls: ['https://a.example/1.png'] });
    expect(second.conversationId).toBe(first.conversationId);
    expect(harness.events[1]).toEqual({
      accountId: harness.accountId,
      agentId: agent.id,
      numberId: number.id,
      conversationId: second.conversationId,
      callId: null,
      messageId: second.messageId,
      event: 'agent.message',
      channel: 'mms',
      data: {
        messageId: second.messageId,
        externalMessageId: null,
        conversationId: second.conversationId,
        numberId: number.id,
        externalId: null,
        from: PERSON,
        to: number.phoneNumber,
        contact: {
          id: expect.any(String),
          name: 'Customer',
          email: null,
          phoneNumber: PERSON,
        },
        message: 'Again',
        mediaUrl: 'https://a.example/1.png',
        mediaUrls: ['https://a.example/1.png'],
        direction: 'inbound',
        receivedAt: '2026-11-02T09:00:00.001Z',
        senderIdentifier: null,
        group: null,
        reactionType: null,
      },
      conversationState: { step: 2 },
      history: [
        {
          messageId: first.messageId,
          content: 'Hello',
          direction: 'inbound',
          channel: 'sms',
          at: '2026-11-02T09:00:00.000Z',
        },
      ],
      occurredAtMs: Date.parse('2026-11-02T09:00:00.001Z'),
    });
  });

  it('keep one thread per own number, even with the same person', async () => {
    const other = (await harness.call('POST', '/v1/numbers', { agentId: agent.id })).body;
    const [one, two] = [receive(), receive({ to: other.phoneNumber })];
    expect(one.conversationId).not.toBe(two.conversationId);
  });

  it('to numbers that nobody has are refused', () => {
    expect(() => receive({ to: '+14155550100' })).toThrow('Nobody here has the number');
    expect(() => receive({ body: '' })).toThrow('empty');
    expect(() => receive({ from: 'me' })).toThrow('no phone number');
  });

  it('are refused above the quota of an enforced plan only', async () => {
    harness.plan.set({ textsPerMonth: 1 });
    const text = { agent_id: agent.id, to_number: PERSON, body: 'x' };
    expect([(await send(text)).status, (await send(text)).status]).toEqual([200, 200]);
    harness.plan.set({ enforce: true });
    const refused = await send(text);
    expect([refused.status, refused.body.error.code]).toEqual([402, 'QUOTA_EXCEEDED']);
  });

  it('that arrive at once are each taken in or refused by itself, in their order', async () => {
    const arrive = (body: string, to = number.phoneNumber) =>
      harness.inboundTexts.receiveShared({ from: PERSON, to, body, mediaUrls: [] });
    const answers = await Promise.allSettled([
      arrive('one'),
      arrive('lost', '+14155559999'),
      arrive('two'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(answers[1]).toMatchObject({ reason: { code: 'PHONE_NUMBER_NOT_FOUND' } });
    expect(harness.events.map(({ data }) => 'message' in data && data.message)).toEqual([
      'one',
      'two',
    ]);
    const [thread] = (await harness.call('GET', '/v1/conversations')).body.data;
    expect([thread.lastMessagePreview, thread.messageCount]).toEqual(['two', 2]);
  });
});

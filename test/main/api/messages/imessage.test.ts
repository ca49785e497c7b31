import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

const PERSON = '+12025550147';

describe('an iMessage line', () => {
  let harness: ApiHarness;
  let number: { id: string; phoneNumber: string };
  let sent: { id: string; conversation_id: string };

  beforeEach(async () => {
    harness = await openApiHarness();
    number = (await harness.call('POST', '/v1/numbers', {})).body;
    harness.numbers.setType(harness.accountId, number.id, 'imessage');
    sent = (
      await harness.call('POST', '/v1/messages', {
        number_id: number.id,
        to_number: PERSON,
        body: 'Hi',
        send_style: 'confetti',
      })
    ).body;
  });
  afterEach(() => harness.close());

  const react = (reaction: string, id = sent.id) =>
    harness.call('POST', `/v1/messages/${id}/reactions`, { reaction });

  it('sends tapbacks and single emoji', async () => {
    expect((await react('love')).body).toEqual({
      id: expect.stringMatching(/^rx_/),
      reaction_type: 'love',
      message_id: sent.id,
      channel: 'imessage',
    });
    expect((await react('👍🏽')).status).toBe(200);
    for (const wrong of ['Liked', '👍👍', 'x']) expect((await react(wrong)).status).toBe(400);
    expect((await react('')).status).toBe(422);
    expect((await react('love', 'msgnone')).status).toBe(404);
    const path = `/v1/conversations/${sent.conversation_id}/messages`;
    const [message] = (await harness.call('GET', path)).body.data;
    expect(message.reactions).toEqual([
      expect.objectContaining({ reactionType: '👍🏽', direction: 'outbound' }),
    ]);
  });

  it('tells the webhook about reactions to what the agent sent', () => {
    const { reactionId } = harness.reactions.receive({
      messageId: sent.id,
      from: PERSON,
      reaction: 'like',
    });
    expect(reactionId).toMatch(/^rx_/);
    expect(harness.events[0]).toMatchObject({
      event: 'agent.reaction',
      channel: 'imessage',
      data: { reactionType: 'like', fromNumber: PERSON, messageId: sent.id, messageBody: 'Hi' },
    });
    const own = harness.inboundTexts.receive({
      from: PERSON,
      to: number.phoneNumber,
      body: 'x',
      mediaUrls: [],
      channel: 'imessage',
    });
    const quiet = harness.reactions.receive({
      messageId: own.messageId,
      from: PERSON,
      reaction: 'like',
    });
    expect(quiet.deliveryId).toBeNull();
    expect(() =>
      harness.reactions.receive({ messageId: sent.id, from: '+12025550100', reaction: 'like' }),
    ).toThrow('not in this conversation');
  });

  it('shows typing, and a background that knows whether it changed', async () => {
    const path = `/v1/conversations/${sent.conversation_id}`;
    expect((await harness.call('POST', `${path}/typing`)).body.status).toBe('sent');
    const set = async (url: string) =>
      (await harness.call('POST', `${path}/background`, { image_url: url })).body;
    const first = await set('https://a.example/1.png');
    expect(first).toMatchObject({ hasBackground: true, backgroundVersion: 1, changed: true });
    expect(await set('https://a.example/1.png')).toEqual({ ...first, changed: false });
    expect((await set('https://a.example/2.png')).backgroundVersion).toBe(2);
    for (let i = 0; i < 2; i += 1) {
      expect((await harness.call('DELETE', `${path}/background`)).status).toBe(204);
    }
  });

  it('takes no background from an address inside a network', async () => {
    const path = `/v1/conversations/${sent.conversation_id}/background`;
    const inside = { image_url: 'http://169.254.169.254/picture.png' };
    const { status, body } = await harness.call('POST', path, inside);
    expect([status, body.error.details[0].field]).toEqual([400, 'image_url']);
    const none = await harness.call('POST', path, { image_url: 'file:///etc/passwd' });
    expect(none.status).toBe(422);
    const first = await harness.call('POST', path, { image_url: 'http://127.0.0.1:3000/1.png' });
    expect(first.body).toMatchObject({ backgroundVersion: 1, changed: true });
  });

  it('has a contact card', async () => {
    const path = `/v1/numbers/${number.id}/contact-card`;
    expect((await harness.call('GET', path)).status).toBe(404);
    const card = { firstName: 'Front', lastName: null, avatarUrl: 'https://a.example/1.png' };
    expect((await harness.call('PUT', path, card)).body).toEqual({
      firstName: 'Front',
      lastName: null,
      displayName: null,
      hasAvatar: true,
    });
    expect((await harness.call('DELETE', path)).status).toBe(204);
    expect((await harness.call('DELETE', path)).status).toBe(404);
  });

  it('is needed for all of this', async () => {
    harness.numbers.setType(harness.accountId, number.id, 'sms');
    const text = harness.inboundTexts.receive({
      from: PERSON,
      to: number.phoneNumber,
      body: 'x',
      mediaUrls: [],
    });
    const thread = `/v1/conversations/${text.conversationId}`;
    const answers = [
      await react('love', text.messageId),
      await harness.call('POST', `${thread}/typing`),
      await harness.call('POST', `${thread}/background`, { image_url: 'https://a.example/1.png' }),
      await harness.call('PUT', `/v1/numbers/${number.id}/contact-card`, {}),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
  });
});

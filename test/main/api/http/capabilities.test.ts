import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

const PERSON = '+12025550147';

describe('what can be done in a conversation', () => {
  let harness: ApiHarness;
  let number: { id: string; phoneNumber: string };

  beforeEach(async () => {
    harness = await openApiHarness();
    number = (await harness.call('POST', '/v1/numbers', {})).body;
  });
  afterEach(() => harness.close());

  const textFrom = (from: string) =>
    harness.inboundTexts.receive({ from, to: number.phoneNumber, body: 'Hi', mediaUrls: [] })
      .conversationId;
  const get = async (id: string) => (await harness.call('GET', `/v1/conversations/${id}`)).body;
  const send = (to: string) =>
    harness.call('POST', '/v1/messages', { number_id: number.id, to_number: to, body: 'Hi' });

  const SMS = {
    canSendMessages: true,
    media: true,
    reactions: false,
    emojiReactions: false,
    sendDisabledReason: null,
    sendChannel: 'sms',
    availableChannels: ['sms', 'mms'],
    mediaChannels: ['mms'],
  };
  const nothing = (sendDisabledReason: string) => ({
    canSendMessages: false,
    media: false,
    reactions: false,
    emojiReactions: false,
    sendDisabledReason,
    sendChannel: null,
    availableChannels: [],
    mediaChannels: [],
  });

  it('follows line and device', async () => {
    const id = textFrom(PERSON);
    expect(await get(id)).toMatchObject({ channel: 'sms', capabilities: SMS });
    harness.numbers.setType(harness.accountId, number.id, 'imessage');
    expect(await get(id)).toMatchObject({
      channel: 'imessage',
      capabilities: {
        canSendMessages: true,
        media: true,
        reactions: true,
        emojiReactions: true,
        sendDisabledReason: null,
        sendChannel: 'imessage',
        availableChannels: ['imessage'],
        mediaChannels: ['imessage'],
      },
    });
    expect((await send(PERSON)).body.channel).toBe('imessage');
    harness.handsets.set(PERSON, { imessage: false, sms: true });
    expect(await get(id)).toMatchObject({ channel: 'sms', capabilities: SMS });
    const [listed] = (await harness.call('GET', '/v1/conversations')).body.data;
    expect(listed.channel).toBe('sms');
    expect(listed).not.toHaveProperty('capabilities');
    expect((await harness.call('PATCH', `/v1/conversations/${id}`, {})).body.capabilities).toEqual(
      SMS,
    );
  });

  it('is nothing where a send would be refused, for the same reason', async () => {
    const id = textFrom(PERSON);
    harness.plan.set({ requireRegistration: true });
    expect((await get(id)).capabilities).toEqual(nothing('registration_required'));
    expect((await send(PERSON)).body.error.code).toBe('REGISTRATION_REQUIRED');
    harness.plan.set({ requireRegistration: false });
    harness.handsets.set(PERSON, { imessage: true, sms: false });
    expect((await get(id)).capabilities).toEqual(nothing('recipient_unreachable'));
    expect((await send(PERSON)).status).toBe(400);
    await harness.call('DELETE', `/v1/numbers/${number.id}`);
    expect((await get(id)).capabilities).toEqual(nothing('number_released'));
    expect((await send(PERSON)).status).toBe(400);
  });

  it.each(['', 'ACME'])('is nothing with "%s", whom nobody can text', async (from) => {
    const { capabilities, channel } = await get(textFrom(from));
    expect([channel, capabilities]).toEqual(['sms', nothing('recipient_unreachable')]);
  });

  it('in a group is what iMessage has', async () => {
    harness.numbers.setType(harness.accountId, number.id, 'imessage');
    const sent = await harness.call('POST', '/v1/messages', {
      number_id: number.id,
      recipients: [PERSON, '+12025550148'],
      body: 'Hi',
    });
    const { channel, capabilities } = await get(sent.body.conversation_id);
    expect([channel, capabilities.sendChannel, capabilities.reactions]).toEqual([
      'imessage',
      'imessage',
      true,
    ]);
  });
});

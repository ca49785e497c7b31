import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

const PERSON = '+12025550147';
const HOUR_MS = 3_600_000;
const BUTTONS = [
  { id: 'yes', title: 'Yes' },
  { id: 'no', title: 'No' },
];
const LIST = {
  button: 'Times',
  sections: [{ rows: [{ id: 'am', title: 'Morning', description: '9 to 12' }] }],
};
const CTA = { display_text: 'Pay', url: 'https://pay.example/7' };

let harness: ApiHarness;
let number: { id: string; phoneNumber: string };
let connection: string;

beforeEach(async () => {
  harness = await openApiHarness({ numberAllowance: 3 });
  number = (await harness.call('POST', '/v1/numbers', {})).body;
  const base = '/v1/integrations/whatsapp';
  connection = (await harness.call('POST', `${base}/connect`, { code: 'c' })).body.id;
  const { data } = (await harness.call('GET', `${base}/${connection}/available-numbers`)).body;
  const { phone_number_id } = data[0];
  await harness.call('POST', `${base}/${connection}/numbers`, { phone_number_id });
  await harness.call('POST', `${base}/${connection}/templates`, {
    name: 'order_ready',
    category: 'UTILITY',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}', example: { header_text: ['7'] } },
      { type: 'BODY', text: 'Hi {{1}}, it is ready.', example: { body_text: [['Ann']] } },
      { type: 'FOOTER', text: 'Harbour Bikes' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'On my way' },
          { type: 'URL', text: 'Map', url: 'https://a.example/{{1}}', example: ['x'] },
        ],
      },
    ],
  });
  await harness.clock.advance(60_000);
});
afterEach(() => harness.close());

const send = (body: object, to = PERSON) =>
  harness.call('POST', '/v1/messages', {
    number_id: number.id,
    to_number: to,
    channel: 'whatsapp',
    ...body,
  });
const receive = (text: object = {}) =>
  harness.inboundTexts.receive({
    from: PERSON,
    to: number.phoneNumber,
    body: 'Hello',
    mediaUrls: [],
    channel: 'whatsapp',
    ...text,
  });
const messagesOf = async (id: string) =>
  (await harness.call('GET', `/v1/conversations/${id}/messages`)).body.data;
const template = (components: object[] = VALUES) => ({
  template: { name: 'order_ready', components },
});
const text = (value: string) => ({ type: 'text', text: value });
const VALUES = [
  { type: 'header', parameters: [text('7')] },
  { type: 'body', parameters: [text('Ann')] },
  {
    type: 'button',
    sub_type: 'quick_reply',
    index: '0',
    parameters: [{ type: 'payload', payload: 'omw' }],
  },
  { type: 'button', sub_type: 'url', index: 1, parameters: [text('shop')] },
];

describe('channels of POST /v1/messages', () => {
  it.each(['rcs', 'fax', 'WhatsApp', ''])('that are unknown send nothing: %s', async (channel) => {
    const answer = await send({ body: 'x', channel });
    expect([answer.status, harness.sentTexts]).toEqual([422, []]);
  });

  it('never turn WhatsApp into SMS', async () => {
    const other = (await harness.call('POST', '/v1/numbers', {})).body;
    const answer = await send({ body: 'x', number_id: other.id });
    expect([answer.status, answer.body.error.code]).toEqual([403, 'WHATSAPP_NOT_ENABLED']);
    expect(harness.sentTexts).toEqual([]);
    expect((await harness.call('GET', '/v1/conversations')).body.total).toBe(0);
  });

  it.each([
    [{ channel: 'sms', body: 'x' }, 200],
    [{ channel: 'mms', media_urls: ['https://a.example/a.jpg'] }, 200],
    [{ channel: 'imessage', body: 'x' }, 400],
    [{ channel: 'mms', body: 'x' }, 400],
    [{ channel: 'sms', media_urls: ['https://a.example/a.jpg'] }, 400],
  ])('are kept to, or refused: %j', async (body, status) => {
    const answer = await send(body);
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.body.channel).toBe(body.channel);
  });

  it.each([
    [{ buttons: BUTTONS }],
    [{ list: LIST }],
    [{ cta: CTA }],
    [{ template: { name: 'x' } }],
  ])('other than WhatsApp have no %j', async (kind) => {
    const answer = await send({ body: 'x', channel: 'sms', ...kind });
    expect([answer.status, harness.sentTexts]).toEqual([422, []]);
  });
});

describe('WhatsApp messages', () => {
  it('have a thread of their own, beside the one of texts', async () => {
    receive();
    const sms = harness.inboundTexts.receive({
      from: PERSON,
      to: number.phoneNumber,
      body: 'By SMS',
      mediaUrls: [],
    });
    const { status, body } = await send({ body: 'Good morning' });
    expect([status, body.channel, body.to_number]).toEqual([200, 'whatsapp', PERSON]);
    expect(body.conversation_id).not.toBe(sms.conversationId);
    const { data } = (await harness.call('GET', '/v1/conversations')).body;
    const shown = data.map((one: { channel: string; participant: string }) => [
      one.participant,
      one.channel,
    ]);
    expect(shown).toEqual([
      [PERSON, 'whatsapp'],
      [PERSON, 'sms'],
    ]);
    expect(harness.sentTexts).toEqual([]);
  });

  it('are told to the webhook with their channel', () => {
    receive();
    expect(harness.events[0]).toMatchObject({
      event: 'agent.message',
      channel: 'whatsapp',
      data: { from: PERSON, message: 'Hello', interactive: null, replyToMessageId: null },
    });
  });

  it('come to WhatsApp lines only, and from people with a number', async () => {
    const other = (await harness.call('POST', '/v1/numbers', {})).body;
    expect(() => receive({ to: other.phoneNumber })).toThrow('no WhatsApp line');
    expect(() => receive({ from: 'ann@home.example' })).toThrow('has a phone number');
    expect(() => receive({ from: 'ACME' })).toThrow('has a phone number');
  });

  it('are delivered after a second and read two later', async () => {
    receive();
    const { id } = (await send({ body: 'x' })).body;
    const status = () => harness.messages.find(id)?.status;
    expect(status()).toBe('sent');
    await harness.clock.advance(1_000);
    expect(status()).toBe('delivered');
    await harness.clock.advance(2_000);
    expect(status()).toBe('read');
  });

  it('go on to be delivered after a restart', async () => {
    receive();
    const { id } = (await send({ body: 'x' })).body;
    harness.whatsappLine.stop();
    await harness.clock.advance(HOUR_MS);
    expect(harness.messages.find(id)?.status).toBe('sent');
    harness.whatsappLine.resume();
    await harness.clock.advance(3_000);
    expect(harness.messages.find(id)?.status).toBe('read');
  });

  it('can be answered inline, and reacted to from both sides', async () => {
    const { messageId } = receive();
    const { body } = await send({ body: 'x', reply_to_message_id: messageId });
    expect([body.reply_to_message_id, body.reply_parent_unresolved]).toEqual([messageId, false]);
    const reaction = await harness.call('POST', `/v1/messages/${messageId}/reactions`, {
      reaction: '👍',
    });
    expect([reaction.status, reaction.body.channel]).toEqual([200, 'whatsapp']);
    harness.reactions.receive({ messageId: body.id, from: PERSON, reaction: '🎉' });
    expect(harness.events.at(-1)).toMatchObject({ event: 'agent.reaction', channel: 'whatsapp' });
  });

  it.each([
    [{}, 422],
    [{ body: '' }, 400],
    [{ body: 'x'.repeat(4_097) }, 400],
    [{ media_urls: ['https://a.example/1.jpg', 'https://a.example/2.jpg'] }, 400],
    [{ body: 'x', to_number: 'ann@home.example' }, 400],
    [{ body: 'x', to_number: '24273' }, 400],
    [{ body: 'x', to_number: '911' }, 403],
    [{ body: 'x', to_number: null, recipients: [PERSON, '+12025550148'] }, 400],
    [{ body: 'x', buttons: BUTTONS, list: LIST }, 422],
    [{ buttons: BUTTONS }, 422],
    [{ body: '', buttons: BUTTONS }, 400],
    [{ body: 'x'.repeat(1_025), buttons: BUTTONS }, 400],
    [{ body: 'x', buttons: [] }, 422],
    [{ body: 'x', buttons: [...BUTTONS, ...BUTTONS] }, 422],
    [{ body: 'x', buttons: [BUTTONS[0], BUTTONS[0]] }, 422],
    [{ body: 'x', buttons: [{ id: 'a', title: 'x'.repeat(21) }] }, 422],
    [{ body: 'x', list: { ...LIST, button: '' } }, 422],
    [{ body: 'x', list: { ...LIST, sections: [] } }, 422],
    [{ body: 'x', list: { ...LIST, sections: [...LIST.sections, ...LIST.sections] } }, 422],
    [
      {
        body: 'x',
        list: {
          ...LIST,
          sections: [
            { rows: Array.from({ length: 11 }, (_, i) => ({ id: `${i}`, title: `${i}` })) },
          ],
        },
      },
      422,
    ],
    [{ body: 'x', cta: { ...CTA, url: 'javascript:alert(1)' } }, 422],
    [{ body: 'x', ...template() }, 400],
  ])('that are wrong send nothing: %j', async (body, status) => {
    const { conversationId } = receive();
    expect((await send(body)).status).toBe(status);
    expect(await messagesOf(conversationId)).toHaveLength(1);
  });
});

describe('what somebody taps', () => {
  it('is an answer with the title and the payload of the button', async () => {
    receive();
    const { id } = (await send({ body: 'Open on Sunday?', buttons: BUTTONS })).body;
    const { conversationId, messageId } = harness.taps.tap(id, 'yes');
    expect(harness.events.at(-1)?.data).toMatchObject({
      messageId,
      message: 'Yes',
      replyToMessageId: id,
      interactive: {
        type: 'button_reply',
        id: 'yes',
        payload: 'yes',
        title: 'Yes',
        description: null,
      },
    });
    const [answer, offer] = await messagesOf(conversationId);
    expect(offer.whatsapp).toEqual({ kind: 'buttons', buttons: BUTTONS });
    expect(answer.whatsapp).toMatchObject({ kind: 'reply', id: 'yes', messageId: id });
    expect(answer.replyTo.messageId).toBe(id);
  });

  it('is the row of a list', async () => {
    receive();
    const { id } = (await send({ body: 'When?', list: LIST })).body;
    harness.taps.tap(id, 'am');
    expect(harness.events.at(-1)?.data).toMatchObject({
      message: 'Morning',
      interactive: { type: 'list_reply', id: 'am', description: '9 to 12' },
    });
  });

  it('is a quick reply of a template, with its payload', async () => {
    const { id } = (await send(template())).body;
    harness.taps.tap(id, 'omw');
    expect(harness.events.at(-1)?.data).toMatchObject({
      message: 'On my way',
      interactive: { type: 'button_reply', payload: 'omw' },
    });
  });

  it('is nothing where nothing answers', async () => {
    const { messageId } = receive();
    const plain = (await send({ body: 'x' })).body.id;
    const link = (await send({ body: 'x', cta: CTA })).body.id;
    const offer = (await send({ body: 'x', buttons: BUTTONS })).body.id;
    const before = harness.events.length;
    expect(() => harness.taps.tap('msgnone', 'yes')).toThrow('no such message');
    expect(() => harness.taps.tap(messageId, 'yes')).toThrow('nothing to tap');
    expect(() => harness.taps.tap(plain, 'yes')).toThrow('no buttons');
    expect(() => harness.taps.tap(link, 'Pay')).toThrow('opens an address');
    expect(() => harness.taps.tap(offer, 'maybe')).toThrow('"maybe" is no button');
    expect(harness.events).toHaveLength(before);
  });
});

describe('the 24-hour window', () => {
  it('is closed until they write, and a day after they wrote last', async () => {
    const first = await send({ body: 'x' });
    expect([first.status, first.body.error.code]).toEqual([400, 'WHATSAPP_WINDOW_CLOSED']);
    expect(first.body.detail).toContain('131047');
    receive();
    expect((await send({ body: 'x' })).status).toBe(200);
    await harness.clock.advance(24 * HOUR_MS - 1);
    expect((await send({ body: 'x' })).status).toBe(200);
    // Their message is a millisecond after the refused one, because no two messages of a number
    // share a timestamp.
    await harness.clock.advance(2);
    expect((await send({ body: 'x', buttons: BUTTONS })).status).toBe(400);
    receive({ body: 'Still there?' });
    expect((await send({ body: 'x' })).status).toBe(200);
  });

  it('is not opened by a text', async () => {
    harness.inboundTexts.receive({
      from: PERSON,
      to: number.phoneNumber,
      body: 'SMS',
      mediaUrls: [],
    });
    expect((await send({ body: 'x' })).status).toBe(400);
  });

  it('keeps what it refused in the thread, as failed, and lets it be tried again', async () => {
    const key = { 'idempotency-key': 'once' };
    const body = { number_id: number.id, to_number: PERSON, channel: 'whatsapp', body: 'x' };
    expect((await harness.call('POST', '/v1/messages', body, key)).status).toBe(400);
    const [kept] = harness.conversations.newestMessages(harness.accountId, 1);
    expect(kept).toMatchObject({
      status: 'failed',
      failureReason: expect.stringContaining('131047'),
      errorCode: '131047',
    });
    await harness.clock.advance(HOUR_MS);
    expect(harness.messages.find(kept?.id ?? '')?.status).toBe('failed');
    receive();
    expect((await harness.call('POST', '/v1/messages', body, key)).status).toBe(200);
  });

  it('lets templates pass', async () => {
    const { status, body } = await send(template());
    expect(status).toBe(200);
    const [message] = await messagesOf(body.conversation_id);
    expect(message.body).toBe('Hi Ann, it is ready.');
    expect(message.whatsapp).toEqual({
      kind: 'template',
      name: 'order_ready',
      language: 'en_US',
      header: 'Order 7',
      footer: 'Harbour Bikes',
      buttons: [
        { type: 'QUICK_REPLY', title: 'On my way', id: 'omw' },
        { type: 'URL', title: 'Map', id: 'https://a.example/shop' },
      ],
    });
  });

  it.each([
    [{ template: { name: 'unknown' } }, 'no template "unknown"'],
    [{ template: { name: 'order_ready', language: 'de' } }, 'it is in en_US'],
    [template([]), 'header has 1 variables, and 0 values'],
    [template(VALUES.slice(0, 1)), 'body has 1 variables'],
    [template(VALUES.slice(0, 2)), 'Button 1 needs a parameter'],
    [template([...VALUES, { type: 'button', index: 5 }]), 'no button 5'],
  ])('takes no template that does not fit: %j', async (body, why) => {
    const answer = await send(body);
    expect([answer.status, answer.body.error.code]).toEqual([400, 'WHATSAPP_TEMPLATE_MALFORMED']);
    expect(answer.body.detail).toContain(why);
  });

  it('takes no template under review', async () => {
    const components = [{ type: 'BODY', text: 'Hello' }];
    await harness.call('POST', `/v1/integrations/whatsapp/${connection}/templates`, {
      name: 'new_one',
      category: 'UTILITY',
      components,
    });
    expect((await send({ template: { name: 'new_one' } })).body.detail).toContain('under review');
  });
});

describe('what Meta refuses', () => {
  it.each([
    ['windowClosed', 400, '131047'],
    ['paymentMissing', 402, '131042'],
    ['unreachable', 400, '131026'],
    ['typeUnsupported', 400, '131051'],
    ['templateMalformed', 400, '(100)'],
  ] as const)('is provoked by name: %s', async (kind, status, code) => {
    receive();
    harness.faults.set({ target: 'whatsapp', kind, times: 1, match: PERSON });
    const refused = await send({ body: 'x' });
    expect([refused.status, refused.body.detail]).toEqual([status, expect.stringContaining(code)]);
    expect((await send({ body: 'x' })).status).toBe(200);
  });

  it('strikes those alone who were named, and no texts', async () => {
    receive();
    harness.faults.set({ target: 'whatsapp', kind: 'unreachable', match: '+12025550199' });
    expect((await send({ body: 'x' })).status).toBe(200);
    harness.faults.clear();
    harness.faults.set({ target: 'whatsapp', kind: 'unreachable' });
    expect((await send({ body: 'x', channel: 'sms' })).status).toBe(200);
  });
});

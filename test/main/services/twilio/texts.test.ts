import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_MEDIA_BYTES } from '../../../../main/services/messages/media.ts';
import { LiveWatcher } from '../../../doubles/app/live-watcher.ts';
import { CALLER, LinkedApp } from '../../../doubles/twilio/linked-app.ts';
import { socketSignature } from '../../../doubles/twilio/signed-callbacks.ts';

const OURS = '+14155550123';
let bridge: LinkedApp;
let numberId: string;

beforeEach(async () => {
  bridge = new LinkedApp();
  await bridge.start();
  await bridge.link();
  ({ numberId } = await bridge.connectNumber(OURS));
});

afterEach(() => bridge.clear());

function allow() {
  return bridge.app.control.run('twilio.set', { traffic: 'allowed' });
}

function send(more: { to_number?: string; body?: string; media_urls?: string[] } = {}) {
  const { sdk } = bridge.app;
  return sdk.messages.sendMessage({
    number_id: numberId,
    to_number: CALLER,
    body: 'Hello',
    ...more,
  } as Parameters<typeof sdk.messages.sendMessage>[0]);
}

/** How far the newest message has got, as the window shows it. */
async function newestStatus(): Promise<string | undefined> {
  const watcher = new LiveWatcher(bridge.app.ready);
  const state = await watcher.opened;
  watcher.close();
  return state.messages[0]?.status;
}

/** Our own texts that reached Twilio; the starter's handler answers texts by itself. */
function sentTexts() {
  return [...bridge.twilio.messages.values()].filter(({ body }) => body === 'Hello');
}

/** The messages of all threads, as a newly connected window gets them. */
async function shownInWindow() {
  const watcher = new LiveWatcher(bridge.app.ready);
  const { messages } = await watcher.opened;
  watcher.close();
  return messages;
}

async function messages() {
  const { data } = await bridge.app.sdk.numbers.getMessages({ number_id: numberId });
  return data;
}

describe('a text that goes out', () => {
  it('is refused until somebody agrees, and shown with its price', async () => {
    await expect(send()).rejects.toMatchObject({
      statusCode: 409,
      body: { error: { code: 'REAL_TRAFFIC_UNCONFIRMED' } },
    });
    const { control } = bridge.app;
    await expect
      .poll(async () => (await control.run('twilio.status', {})).asked)
      .toMatchObject({
        what: 'text',
        from: OURS,
        to: CALLER,
        costs: "About 0.0079 USD a segment, by Twilio's price list.",
      });
    expect(bridge.twilio.messages.size).toBe(0);
    expect(await messages()).toEqual([]);
    expect(await allow()).toMatchObject({ traffic: 'allowed', asked: null });
    expect((await send()).status).toBe('sent');
  });

  it('goes to Twilio with where its statuses are told', async () => {
    await allow();
    await send();
    const [message] = [...bridge.twilio.messages.values()];
    const { ingressUrl } = await bridge.app.control.run('twilio.status', {});
    expect(message).toMatchObject({
      from: OURS,
      to: CALLER,
      body: 'Hello',
      statusCallback: `${ingressUrl}/twilio/message-status`,
    });
    const [exchange] = await bridge.exchanges('kind:carrier event:twilio.messages.create');
    expect(exchange).toMatchObject({ status: 'success' });
  });

  it('counts segments as Twilio does, also of what comes in', async () => {
    // By our own rules, it would be one segment. Without permission for traffic, nothing replies.
    await bridge.network.textIn({ from: CALLER, to: OURS, body: 'y', more: { NumSegments: '7' } });
    const { stats } = await bridge.app.sdk.usage.getUsage();
    expect(stats).toMatchObject({ smsSegmentsLast30d: 7 });
  });

  it('leaves the simulated numbers alone: they never reach Twilio', async () => {
    const { sdk } = bridge.app;
    const own = (await sdk.numbers.listNumbers()).data.find(({ id }) => id !== numberId);
    await sdk.messages.sendMessage({ number_id: own?.id, to_number: CALLER, body: 'Hi' });
    expect(bridge.twilio.messages.size).toBe(0);
  });

  it('that Twilio refuses is a 502 with its code and page, and stands as failed', async () => {
    await allow();
    const fault = { method: 'POST', path: /Messages/, status: 400 };
    bridge.twilio.fail({ ...fault, code: 21408, message: 'Permission to send is not enabled' });
    await expect(send()).rejects.toMatchObject({
      statusCode: 502,
      body: {
        error: {
          code: 'CARRIER_ERROR',
          message: expect.stringContaining('https://www.twilio.com/docs/api/errors/21408'),
        },
      },
    });
    expect((await messages())[0]?.body).toBe('Hello');
    expect((await bridge.app.control.run('twilio.status', {})).problem).toContain('21408');
    expect(await shownInWindow()).toEqual([
      expect.objectContaining({ status: 'failed', errorCode: '21408' }),
    ]);
    await send();
    expect((await bridge.app.control.run('twilio.status', {})).problem).toBeNull();
  });

  it('never goes to an emergency number', async () => {
    await allow();
    await expect(send({ to_number: '911' })).rejects.toMatchObject({ statusCode: 403 });
    expect(bridge.twilio.messages.size).toBe(0);
  });

  it('is refused in words when nothing is linked any more', async () => {
    await bridge.restart();
    await expect(send()).rejects.toMatchObject({
      statusCode: 409,
      body: { error: { message: expect.stringContaining('auth token') } },
    });
  });
});

describe('its statuses', () => {
  it('count when they lead further: late, repeated and reordered ones do not', async () => {
    await allow();
    await send();
    const [sid = ''] = [...bridge.twilio.messages.keys()];
    for (const status of ['sent', 'delivered', 'sent', 'delivered', 'queued']) {
      expect(await bridge.network.messageStatus(sid, status)).toMatchObject({ status: 204 });
    }
    expect(await newestStatus()).toBe('delivered');
    const [shown] = await shownInWindow();
    expect(shown).toMatchObject({ deliveredAt: expect.any(String), deliveredChannel: 'sms' });
    const events = (await bridge.exchanges('kind:callback')).map(({ event }) => event);
    expect(events.filter((event) => event.endsWith('.repeated'))).toHaveLength(2);
  });

  it('say why a text was not delivered', async () => {
    await allow();
    await send();
    const [sid = ''] = [...bridge.twilio.messages.keys()];
    await bridge.network.messageStatus(sid, 'undelivered', { ErrorCode: '30003' });
    expect(await newestStatus()).toBe('undelivered');
    expect(await shownInWindow()).toEqual([
      expect.objectContaining({
        status: 'undelivered',
        errorCode: '30003',
        deliveredAt: null,
        failureReason: expect.stringContaining('https://www.twilio.com/docs/api/errors/30003'),
      }),
    ]);
    expect((await bridge.app.control.run('twilio.status', {})).problem).toContain(
      'https://www.twilio.com/docs/api/errors/30003',
    );
    // A successful request does not dismiss a problem; only the user does.
    await send();
    const { control } = bridge.app;
    expect((await control.run('twilio.status', {})).problem).toContain('30003');
    expect((await control.run('twilio.set', { problem: null })).problem).toBeNull();
  });

  it('of a text that nobody here sent change nothing', async () => {
    const { ingressUrl } = await bridge.app.control.run('twilio.status', {});
    const answer = await bridge.network.callback(`${ingressUrl}/twilio/message-status`, {
      MessageSid: `SM${'0'.repeat(32)}`,
      MessageStatus: 'delivered',
      AccountSid: bridge.twilio.accountSid,
    });
    expect(answer.status).toBe(204);
  });
});

describe('an attachment that goes out', () => {
  it('is offered to Twilio under an address nobody can guess, while it is needed', async () => {
    await allow();
    const bytes = Buffer.from('picture');
    const { url } = await bridge.app.control.run('media.add', {
      base64: bytes.toString('base64'),
      contentType: 'image/png',
    });
    await send({ media_urls: [url] });
    const [message] = [...bridge.twilio.messages.values()];
    const offered = message?.mediaUrls[0] ?? '';
    expect(offered).toMatch(/\/twilio\/attachment\/[\w-]{43}$/);
    const answer = await fetch(offered);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
    await bridge.network.messageStatus(message?.sid ?? '', 'sent');
    expect((await fetch(offered)).status).toBe(403);
  });

  it('is passed on when it is public, and refused when it is on this computer', async () => {
    await allow();
    await send({ media_urls: ['https://example.com/cat.png'] });
    const [message] = [...bridge.twilio.messages.values()];
    expect(message?.mediaUrls).toEqual(['https://example.com/cat.png']);
    for (const host of ['localhost:3000', '192.168.1.5', '[fe80::1]']) {
      await expect(send({ media_urls: [`http://${host}/cat.png`] })).rejects.toMatchObject({
        statusCode: 400,
        body: { error: { message: expect.stringContaining('Twilio cannot fetch') } },
      });
    }
  });
});

describe('a text that comes in', () => {
  it('is in its thread and goes to the webhook, once, however often Twilio sends it', async () => {
    const messageSid = `SM${'1'.repeat(32)}`;
    const text = { from: CALLER, to: OURS, body: 'It’s me & you', messageSid };
    const [first, second] = await Promise.all([
      bridge.network.textIn(text),
      bridge.network.textIn(text),
    ]);
    expect(first).toMatchObject({ status: 200 });
    expect(first?.body).toContain('<Response/>');
    expect(second).toMatchObject({ status: 200 });
    await bridge.network.textIn({ ...text, more: { NewField: 'added without notice' } });
    expect(await messages()).toEqual([
      expect.objectContaining({
        from: CALLER,
        to: OURS,
        body: 'It’s me & you',
        channel: 'sms',
        direction: 'inbound',
      }),
    ]);
    const events = await bridge.exchanges('event:agent.message');
    expect(events).toHaveLength(1);
  });

  it('brings its attachments along', async () => {
    const bytes = Buffer.from('a picture of a cat');
    await bridge.network.textIn({
      from: CALLER,
      to: OURS,
      body: '',
      media: [{ bytes, contentType: 'image/jpeg' }],
    });
    expect((await messages())[0]).toMatchObject({ channel: 'mms' });
    const { data } = await bridge.app.sdk.conversations.listConversations();
    const conversation = await bridge.app.sdk.conversations.getConversation({
      conversation_id: data[0]?.id ?? '',
    });
    const [mediaUrl = ''] = conversation.messages?.[0]?.mediaUrls ?? [];
    expect(mediaUrl).toContain(`${bridge.app.ready.api}/media/`);
    const answer = await fetch(mediaUrl);
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
    const fetches = await bridge.exchanges('event:twilio.media.fetch');
    expect(fetches).toHaveLength(2);
    const one = await bridge.app.control.run('delivery.get', { id: fetches[0]?.id ?? '' });
    const login = Buffer.from(`${bridge.twilio.accountSid}:${bridge.twilio.authToken}`);
    expect(JSON.stringify(one)).not.toContain(login.toString('base64'));
  });

  it('is not lost when its attachment cannot be fetched', async () => {
    bridge.twilio.fail({ path: /Media/, status: 500, code: 20500, message: 'Oops' });
    await bridge.network.textIn({
      from: CALLER,
      to: OURS,
      body: '',
      media: [{ bytes: Buffer.from('x'), contentType: 'image/jpeg' }],
    });
    expect((await messages())[0]?.body).toBe('[An attachment that could not be fetched]');
    expect((await bridge.app.control.run('twilio.status', {})).problem).toContain('HTTP 500');
  });

  it('keeps what can be kept of several attachments, in their order', async () => {
    const media = [
      { bytes: Buffer.from('one'), contentType: 'image/jpeg' },
      { bytes: Buffer.alloc(MAX_MEDIA_BYTES + 1), contentType: 'video/mp4' },
      { bytes: Buffer.from('three'), contentType: 'image/png' },
    ];
    await bridge.network.textIn({ from: CALLER, to: OURS, body: '', media });
    const { data } = await bridge.app.sdk.conversations.listConversations();
    const { messages: texts } = await bridge.app.sdk.conversations.getConversation({
      conversation_id: data[0]?.id ?? '',
    });
    const urls = texts?.[0]?.mediaUrls ?? [];
    const kept = await Promise.all(urls.map(async (url) => (await fetch(url)).text()));
    expect(kept).toEqual(['one', 'three']);
    expect((await bridge.app.control.run('twilio.status', {})).problem).toContain(
      'it is larger than 20 MB',
    );
  });

  it('never sends credentials to an address that is not Twilio’s', async () => {
    await bridge.network.textIn({
      from: CALLER,
      to: OURS,
      body: 'look',
      more: { NumMedia: '1', MediaUrl0: 'https://evil.example/x.png' },
    });
    expect(await messages()).toEqual([expect.objectContaining({ body: 'look' })]);
    expect(await bridge.exchanges('event:twilio.media.fetch')).toEqual([]);
  });

  it('to a number that was not imported is told, not taken in', async () => {
    const { ingressUrl } = await bridge.app.control.run('twilio.status', {});
    bridge.twilio.addNumber('+14155550140', { smsUrl: `${ingressUrl}/twilio/sms` });
    const answer = await bridge.network.textIn({ from: CALLER, to: '+14155550140', body: 'Hi' });
    expect(answer.status).toBe(200);
    expect(await messages()).toEqual([]);
    expect((await bridge.app.control.run('twilio.status', {})).problem).toContain('+14155550140');
  });

  it('is taken in once over a restart', async () => {
    const secrets = await import('../../../../main/platform/secret-store.ts');
    const messageSid = `SM${'2'.repeat(32)}`;
    const text = { from: CALLER, to: OURS, body: 'Hi', messageSid };
    await bridge.network.textIn(text);
    const env = { AGENTPHONE_TWILIO_AUTH_TOKEN: bridge.twilio.authToken };
    const { control } = await bridge.restart({ secrets: new secrets.MemorySecretStore(env) });
    const { ingressUrl } = await control.run('twilio.status', {});
    await control.run('publicUrl.set', { url: ingressUrl });
    const { previewId } = await control.run('twilio.previewSetup', { numberId });
    await control.run('twilio.applySetup', { numberId, previewId });
    expect(await bridge.network.textIn(text)).toMatchObject({ status: 200 });
    expect(await messages()).toHaveLength(1);
  });

  it('with a wrong signature is refused without a word, and a person is told', async () => {
    const [number] = [...bridge.twilio.numbers.values()];
    const answer = await fetch(number?.smsUrl ?? '', {
      method: 'POST',
      headers: { 'x-twilio-signature': socketSignature('f'.repeat(32), number?.smsUrl ?? '') },
      body: new URLSearchParams({ MessageSid: 'SM1', From: CALLER, To: OURS, Body: 'Hi' }),
    });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toBe('');
    expect(await messages()).toEqual([]);
    expect((await bridge.app.control.run('twilio.status', {})).problem).toContain('signature');
  });
});

describe('STOP, START and HELP', () => {
  const texts = (body: string, more: Record<string, string> = {}) =>
    bridge.network.textIn({ from: CALLER, to: OURS, body, more });

  it.each([
    ['STOP', {}],
    [' unsubscribe. ', {}],
    ['Bitte aufhören', { OptOutType: 'STOP' }],
  ])(
    'after "%s" no text goes out to them from this number, and the answer says why',
    async (word, more) => {
      await allow();
      await texts(word, more as Record<string, string>);
      expect((await messages())[0]?.body).toBe(word);
      await expect(send()).rejects.toMatchObject({
        statusCode: 400,
        body: { error: { message: expect.stringContaining(`${CALLER} texted STOP to ${OURS}`) } },
      });
      expect(sentTexts()).toEqual([]);
      await texts('START');
      await send();
      expect(sentTexts()).toHaveLength(1);
    },
  );

  it('changes nothing for HELP, and for words that only contain STOP', async () => {
    await allow();
    await texts('HELP');
    await texts('Please do not stop');
    await send();
    expect(sentTexts()).toHaveLength(1);
  });

  it('is learnt from Twilio’s own refusal', async () => {
    await allow();
    const fault = { method: 'POST', path: /Messages/, status: 400, code: 21610 };
    bridge.twilio.fail({ ...fault, message: 'Attempt to send to unsubscribed recipient' });
    await expect(send()).rejects.toMatchObject({ statusCode: 502 });
    await expect(send()).rejects.toMatchObject({ statusCode: 400 });
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CallQueue } from '../../../../../main/carriers/twilio/call-queue.ts';
import { TwilioRest } from '../../../../../main/carriers/twilio/rest/twilio-rest.ts';
import type { Exchange } from '../../../../../main/outbound/exchange-log.ts';
import { ProductClock, systemTime } from '../../../../../main/platform/time/clock.ts';
import { ManualTime } from '../../../../doubles/manual-time.ts';
import { TwilioDouble } from '../../../../doubles/twilio/twilio-double.ts';

const twilio = new TwilioDouble();
const exchanges: Exchange[] = [];
const outcomes: (string | null)[] = [];
let clock: ProductClock;

beforeEach(async () => {
  await twilio.start();
});

afterEach(async () => {
  await twilio.stop();
  twilio.numbers.clear();
  twilio.requests.length = 0;
  exchanges.length = 0;
  outcomes.length = 0;
  clock.stop();
});

function rest(options: { authToken?: string; apiKey?: boolean; real?: ManualTime } = {}) {
  clock = new ProductClock({ real: options.real ?? systemTime });
  return new TwilioRest({
    credentials: {
      accountSid: twilio.accountSid,
      authToken: options.authToken ?? twilio.authToken,
      apiKey: options.apiKey ? twilio.apiKey : null,
    },
    apiBaseUrl: twilio.baseUrl,
    accountId: 'acct_1',
    clock,
    exchanges: { record: (exchange) => `x${exchanges.push(exchange)}` },
    queue: new CallQueue({ real: clock.real, onChange: () => {} }),
    onOutcome: (problem) => outcomes.push(problem),
  });
}

describe('REST through the official SDK', () => {
  it('reads the account, and writes no secret down', async () => {
    expect(await rest().account()).toEqual({ name: 'My first Twilio account', status: 'active' });
    const [exchange] = exchanges;
    expect(exchange).toMatchObject({
      kind: 'carrier',
      event: 'twilio.accounts.fetch',
      method: 'GET',
      status: 200,
      error: null,
    });
    const all = JSON.stringify(exchange) + String(exchange?.responseBody);
    expect(all).not.toContain(twilio.authToken);
    expect(all).not.toContain(Buffer.from(twilio.authToken).toString('base64').slice(4, 20));
    expect(exchange?.requestHeaders).toContainEqual(['authorization', '••••••••']);
  });

  it('uses the API key for REST where there is one', async () => {
    twilio.addNumber('+14155550123');
    const [number] = await rest({ apiKey: true }).numbers();
    expect(number).toMatchObject({
      phoneNumber: '+14155550123',
      capabilities: { voice: true, sms: true, mms: true },
      settings: { voiceUrl: 'https://demo.twilio.com/welcome/voice/', smsUrl: null },
    });
    expect(twilio.requests[0]?.user).toBe(twilio.apiKey.sid);
  });

  it('reads all pages of a list', async () => {
    for (let line = 100; line < 175; line += 1) twilio.addNumber(`+14155550${line}`);
    expect(await rest().numbers()).toHaveLength(75);
  });

  it('tells the price of a number, a call and a text', async () => {
    const client = rest();
    expect(await client.numberPrice('US')).toEqual({ amount: '1.15', currency: 'USD' });
    expect(await client.callPrice('+14155550199', '+14155550123')).toEqual({
      amount: '0.0140',
      currency: 'USD',
    });
    expect(await client.textPrice('US')).toEqual({ amount: '0.0079', currency: 'USD' });
  });

  it('finds numbers for sale and buys one', async () => {
    const client = rest();
    const found = await client.offeredNumbers('US', '212', 5);
    expect(found).toEqual([
      {
        phoneNumber: '+12125550172',
        locality: 'San Francisco',
        region: 'CA',
        voice: true,
        sms: true,
        mms: true,
      },
    ]);
    const bought = await client.buyNumber('+12125550172');
    expect([...twilio.numbers.keys()]).toEqual([bought.sid]);
  });

  it('sends a text with what it is about', async () => {
    twilio.addNumber('+14155550123');
    const sent = await rest().sendText({
      messageId: 'msg1',
      from: '+14155550123',
      to: '+14155550199',
      body: 'Hello',
      mediaUrls: [],
      statusCallback: 'https://example.com/twilio/message-status',
    });
    expect(sent).toEqual({ sid: expect.stringMatching(/^SM/), status: 'queued', segments: 1 });
    expect(exchanges[0]).toMatchObject({ event: 'twilio.messages.create', messageId: 'msg1' });
    const form = new URLSearchParams(String(exchanges[0]?.requestBody));
    expect(form.get('Body')).toBe('Hello');
  });

  it('says what Twilio says, with its code and its page', async () => {
    twilio.addNumber('+14155550123');
    const sending = rest().sendText({
      messageId: 'msg1',
      from: '+14155550123',
      to: '0815',
      body: 'Hello',
      mediaUrls: [],
      statusCallback: 'https://example.com/',
    });
    await expect(sending).rejects.toMatchObject({
      code: 'CARRIER_ERROR',
      status: 502,
      message:
        "Twilio refused it (error 21211): Invalid 'To' Phone Number: 0815. See https://www.twilio.com/docs/api/errors/21211",
      isBadCredentials: false,
    });
    expect(outcomes.at(-1)).toContain('21211');
  });

  it('knows wrong credentials', async () => {
    await expect(rest({ authToken: 'wrong'.repeat(6) }).account()).rejects.toMatchObject({
      code: 'CARRIER_ERROR',
      twilioCode: 20003,
      isBadCredentials: true,
    });
  });

  it('waits as long as a 429 asks, then sends again', async () => {
    const real = new ManualTime();
    twilio.fail({
      path: /Accounts/,
      status: 429,
      code: 20429,
      message: 'Too Many Requests',
      retryAfterSeconds: 3,
    });
    const reading = rest({ real }).account();
    await expect.poll(() => exchanges.length).toBe(1);
    await expect.poll(() => real.nextInMs()).toBe(3_000);
    expect(twilio.requests).toHaveLength(1);
    real.pass(3_000);
    expect(await reading).toMatchObject({ status: 'active' });
    expect(exchanges.map(({ status }) => status)).toEqual([429, 200]);
  });

  it('gives up on a 429 that asks for too long, and passes the time on', async () => {
    twilio.fail({
      path: /Accounts/,
      status: 429,
      code: 20429,
      message: 'Too Many Requests',
      retryAfterSeconds: 60,
    });
    await expect(rest().account()).rejects.toMatchObject({
      code: 'CARRIER_ERROR',
      twilioCode: 20429,
      options: { retryAfterSeconds: 60 },
    });
  });

  it('does not repeat what may have been done: a 5xx is told at once', async () => {
    twilio.fail({ path: /Accounts/, status: 503, code: 0, message: '' });
    await expect(rest().account()).rejects.toMatchObject({
      code: 'CARRIER_ERROR',
      message: expect.stringContaining('Twilio is in trouble itself (HTTP 503'),
    });
    expect(twilio.requests).toHaveLength(1);
    expect(exchanges[0]).toMatchObject({ status: 503 });
  });

  it('tells when nobody answers', async () => {
    const client = rest();
    await twilio.stop();
    await expect(client.account()).rejects.toMatchObject({
      code: 'CARRIER_ERROR',
      message: expect.stringContaining('Twilio could not be reached (ECONNREFUSED)'),
    });
    expect(exchanges[0]).toMatchObject({ status: null, failure: 'unreachable' });
  });
});

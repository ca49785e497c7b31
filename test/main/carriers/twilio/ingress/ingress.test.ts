import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type WebSocket from 'ws';
import type { CallbackParams } from '../../../../../main/carriers/twilio/callbacks.ts';
import { TwilioIngress } from '../../../../../main/carriers/twilio/ingress/ingress.ts';
import type { Exchange } from '../../../../../main/outbound/exchange-log.ts';
import { listenOnLoopback } from '../../../../../main/platform/listen.ts';
import { ProductClock } from '../../../../../main/platform/time/clock.ts';
import { type SignedCallback, sendCallback } from '../../../../doubles/twilio/signed-callbacks.ts';

const AUTH_TOKEN = 'a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d3';
const ACCOUNT = `AC${'0'.repeat(32)}`;
const PUBLIC = 'https://bridge.example.com';
const TWIML =
  '<?xml version="1.0" encoding="UTF-8"?><Response><Connect><Stream url="wss://x"><Parameter name="token" value="s3cret"/></Stream></Connect></Response>';

let publicUrl: string | null;
let linked = true;
let local: string;
let app: FastifyInstance;
let ingress: TwilioIngress;
let seen: Set<string>;
const clock = new ProductClock();
const calls: [string, CallbackParams][] = [];
const sockets: WebSocket[] = [];
const exchanges: Exchange[] = [];
const refused: string[] = [];
const defects: unknown[] = [];
let failNext = false;

function note(kind: string) {
  return (params: CallbackParams) => {
    if (failNext) {
      failNext = false;
      throw new Error('broken');
    }
    calls.push([kind, params]);
  };
}

async function start() {
  ingress = new TwilioIngress({
    clock,
    accountId: 'acct_1',
    access: () => (linked ? { accountSid: ACCOUNT, authToken: AUTH_TOKEN, publicUrl } : null),
    callbacks: {
      voice: {
        voice: (params) => {
          note('voice')(params);
          return TWIML;
        },
        transferEnded: (params) => {
          note('transfer')(params);
          return '<Response/>';
        },
        callStatus: note('status'),
        answeredBy: note('amd'),
        media: (socket) => void sockets.push(socket),
        relay: (socket) => void sockets.push(socket),
      },
      texts: {
        textReceived: (params) => {
          note('sms')(params);
          return '<Response/>';
        },
        messageStatus: note('messageStatus'),
      },
    },
    seen: { has: (key) => seen.has(key), add: (key) => void seen.add(key) },
    exchanges: { record: (exchange) => `x${exchanges.push(exchange)}` },
    subjectOf: () => ({ numberId: 'num_1' }),
    attachment: () => null,
    onRefused: (why) => refused.push(why),
    onDefect: (error) => defects.push(error),
  });
  app = await ingress.createServer();
  local = await listenOnLoopback(app, 0, 'the ingress', '--ingress-port');
}

beforeEach(async () => {
  publicUrl = PUBLIC;
  linked = true;
  seen = new Set();
  for (const list of [calls, sockets, exchanges, refused, defects]) list.length = 0;
  await start();
});

afterEach(async () => {
  await app.close();
});

const SMS = { MessageSid: 'SM1', AccountSid: ACCOUNT, From: '+1', To: '+2', Body: "It's ü & 100%" };

function send(path: string, more: Partial<SignedCallback> = {}) {
  return sendCallback({
    url: PUBLIC + path,
    params: SMS,
    authToken: AUTH_TOKEN,
    deliverTo: local,
    ...more,
  });
}

/** The response to bytes that no client would send. */
function rawAnswer(sent: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(local).port), '127.0.0.1', () => socket.write(sent));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += String(chunk);
      // A server may keep the connection open: its response has no body, so it ends with the
      // headers.
      if (answer.includes('\r\n\r\n')) socket.end();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

describe('a callback whose signature is right', () => {
  it('gets through: a form', async () => {
    const answer = await send('/twilio/sms');
    expect(answer).toMatchObject({ status: 200, body: '<Response/>' });
    expect(answer.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    expect(calls).toEqual([['sms', SMS]]);
  });

  it('gets through when Twilio signed the standard port', async () => {
    expect(await send('/twilio/sms', { signWithPort: true })).toMatchObject({ status: 200 });
  });

  it('gets through when the public address has a port of its own, signed or not', async () => {
    publicUrl = 'https://bridge.example.com:8443';
    const url = 'https://bridge.example.com:8443/twilio/sms';
    expect(await send('', { url })).toMatchObject({ status: 200 });
    const portless = 'https://bridge.example.com/twilio/sms';
    expect(await send('', { url: portless })).toMatchObject({ status: 200 });
  });

  it('gets through with its query, which is signed too', async () => {
    await send('/twilio/voice?call=call_1', { params: { CallSid: 'CA1' } });
    expect(calls).toEqual([['voice', { call: 'call_1', CallSid: 'CA1' }]]);
  });

  it('gets through as JSON with the hash of its body', async () => {
    const params = { CallSid: 'CA1', CallStatus: 'ringing' };
    expect(await send('/twilio/status', { params, json: true })).toMatchObject({ status: 204 });
    expect(calls[0]?.[1]).toMatchObject(params);
  });

  it('is in the inspector, without the token of the socket', async () => {
    await send('/twilio/voice', { params: { CallSid: 'CA1', From: '+1' } });
    expect(exchanges[0]).toMatchObject({
      kind: 'callback',
      event: 'twilio.voice',
      method: 'POST',
      url: `${PUBLIC}/twilio/voice`,
      numberId: 'num_1',
      status: 200,
      error: null,
    });
    expect(String(exchanges[0]?.requestBody)).toContain('CallSid=CA1');
    expect(String(exchanges[0]?.responseBody)).toContain('<Connect>');
    expect(String(exchanges[0]?.responseBody)).not.toContain('s3cret');
  });
});

describe('anything else', () => {
  it.each([
    ['a wrong signature', { signature: 'AAAA' } as Partial<SignedCallback>],
    ['none', { signature: '' }],
    ['a signature made with another token', { authToken: 'f'.repeat(32) }],
    ['a signature for another address', { url: 'https://other.example.com/twilio/sms' }],
  ])('gets a bare 403: %s', async (_what, more) => {
    const answer = await send('/twilio/sms', more);
    expect(answer).toMatchObject({ status: 403, body: '' });
    expect(calls).toEqual([]);
    expect(exchanges).toEqual([]);
    // A person is informed of requests that may be Twilio's, but not of any stranger's; and not
    // every time.
    await send('/twilio/sms', more);
    expect(refused).toHaveLength(more.signature === '' ? 0 : 1);
    if (more.signature !== '') expect(refused[0]).toContain('its signature does not fit');
  });

  it('gets a bare 403: a JSON body that was altered on the way', async () => {
    const good = { ...SMS };
    const url = `${PUBLIC}/twilio/sms?bodySHA256=${'0'.repeat(64)}`;
    expect(await send('', { url, params: good, json: true })).toMatchObject({ status: 403 });
  });

  it('gets a bare 403: another account that has the same token', async () => {
    const params = { ...SMS, AccountSid: `AC${'1'.repeat(32)}` };
    expect(await send('/twilio/sms', { params })).toMatchObject({ status: 403 });
  });

  it.each([
    ['GET', '/'],
    ['GET', '/twilio/sms'],
    ['GET', '/v1/agents'],
    ['GET', '/twilio/health'],
    ['GET', '/twilio/health?nonce=guessed'],
    ['GET', '/twilio/media'],
    ['GET', '/twilio/attachment/guessed'],
    ['PUT', '/twilio/voice'],
    ['DELETE', '/nothing'],
    ['OPTIONS', '/twilio/voice'],
  ])('gets a bare 403: %s %s', async (method, path) => {
    const answer = await fetch(local + path, { method });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toBe('');
  });

  it('gets a bare 403: a body of another kind, and one that is too large', async () => {
    const url = `${local}/twilio/sms`;
    const xml = { method: 'POST', headers: { 'content-type': 'text/xml' }, body: '<a/>' };
    expect((await fetch(url, xml)).status).toBe(403);
    const huge = { method: 'POST', body: new URLSearchParams({ Body: 'x'.repeat(70_000) }) };
    expect((await fetch(url, huge)).status).toBe(403);
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['an address that cannot be read', 'GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n'],
    ['a method that nobody knows', 'BREW /twilio/sms HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a method of others', 'PROPFIND /twilio/sms HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    [
      'headers that are too large',
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
    ],
    [
      'a body that is announced too large',
      'POST /twilio/sms HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n',
    ],
    [
      'a wish that is not met',
      'POST /twilio/sms HTTP/1.1\r\nHost: localhost\r\nExpect: the-impossible\r\nContent-Length: 0\r\n\r\n',
    ],
    [
      'an upgrade to nothing',
      'GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    ],
    [
      'an upgrade to another protocol',
      'GET /twilio/media HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
    ],
    [
      'an upgrade from another Host',
      'GET /twilio/media HTTP/1.1\r\nHost: evil.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    ],
  ])('gets a bare 403: %s', async (_what, sent) => {
    const answer = await rawAnswer(sent);
    const [head, body] = answer.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 403 Forbidden/);
    expect(body).toBe('');
    expect(head).not.toMatch(/^(server|x-powered-by|allow|content-type):/im);
    expect(defects).toEqual([]);
  });

  it('gets a bare 403, though its handshake is signed: a socket without a key', async () => {
    const { socketSignature } = await import('../../../../doubles/twilio/signed-callbacks.ts');
    const signature = socketSignature(AUTH_TOKEN, 'wss://bridge.example.com/twilio/media');
    const answer = await rawAnswer(
      `GET /twilio/media HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Twilio-Signature: ${signature}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden/);
    expect(answer.split('\r\n\r\n')[1]).toBe('');
    expect(sockets).toEqual([]);
  });

  it('gets a bare 403: a Host that is not ours', async () => {
    const nonce = ingress.newNonce();
    const statusFor = (host: string) =>
      new Promise((resolve) => {
        const path = `/twilio/health?nonce=${nonce}`;
        httpRequest(`${local}${path}`, { headers: { host } }, (answer) =>
          resolve(answer.resume().statusCode),
        ).end();
      });
    expect(await statusFor('evil.example.com')).toBe(403);
    expect(ingress.refusedHost(nonce)).toBe('evil.example.com');
    expect(await statusFor('bridge.example.com')).toBe(200);
  });

  it('gets a bare 403 while there is no public address, or no account', async () => {
    publicUrl = null;
    expect(await send('/twilio/sms')).toMatchObject({ status: 403 });
    linked = false;
    expect(await send('/twilio/sms')).toMatchObject({ status: 403, body: '' });
    expect(defects).toEqual([]);
  });
});

describe('a callback that comes again', () => {
  it('is dealt with once and gets the same answer', async () => {
    const params = { CallSid: 'CA1', CallStatus: 'ringing' };
    const answers = await Promise.all([
      send('/twilio/voice', { params }),
      send('/twilio/voice', { params }),
    ]);
    expect(answers.map(({ body }) => body)).toEqual([TWIML, TWIML]);
    expect(calls).toHaveLength(1);
    expect(exchanges.map(({ event }) => event).sort()).toEqual([
      'twilio.voice',
      'twilio.voice.repeated',
    ]);
  });

  it('is another one when status or sequence differ', async () => {
    for (const [CallStatus, SequenceNumber] of [
      ['ringing', '1'],
      ['in-progress', '2'],
      ['in-progress', '2'],
      ['completed', '3'],
    ] as const) {
      await send('/twilio/status', { params: { CallSid: 'CA1', CallStatus, SequenceNumber } });
    }
    expect(calls.map(([, { CallStatus }]) => CallStatus)).toEqual([
      'ringing',
      'in-progress',
      'completed',
    ]);
  });

  it('is known after a restart, and answered with nothing to do', async () => {
    await send('/twilio/sms');
    await app.close();
    await start();
    expect(await send('/twilio/sms')).toMatchObject({
      status: 200,
      body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
    });
    expect(calls).toHaveLength(1);
  });

  it('is tried again when the first try failed', async () => {
    failNext = true;
    expect(await send('/twilio/sms')).toMatchObject({ status: 500, body: '' });
    expect(defects).toHaveLength(1);
    expect(exchanges[0]).toMatchObject({ status: 500, error: expect.any(String) });
    expect(await send('/twilio/sms')).toMatchObject({ status: 200 });
    expect(calls).toHaveLength(1);
  });
});

describe('the health path', () => {
  it('repeats a nonce of ours once', async () => {
    const nonce = ingress.newNonce();
    const answer = await fetch(`${local}/twilio/health?nonce=${nonce}`);
    expect(await answer.text()).toBe(nonce);
    expect((await fetch(`${local}/twilio/health?nonce=${nonce}`)).status).toBe(403);
  });
});

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import Fastify from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorBody } from '../../../../common/contract/index.ts';
import {
  ListenerManners,
  REQUEST_TIMEOUT_MS,
} from '../../../../main/platform/http/listener-manners.ts';
import { systemTime } from '../../../../main/platform/time/clock.ts';
import { type StartedApp, TestApp } from '../../../doubles/app/running-app.ts';
import { hasProgram } from '../../../doubles/processes/programs.ts';
import { type RawAnswer, sendRaw } from '../../../doubles/servers/raw-request.ts';
import { ListeningIngress } from '../../../doubles/twilio/listening-ingress.ts';

/** The three listeners of a real app, over real sockets. */
const testApp = new TestApp();
const ingress = new ListeningIngress();
let app: StartedApp;
beforeAll(async () => {
  app = await testApp.start();
  await ingress.start();
});
afterAll(async () => {
  await ingress.stop();
  await testApp.clear();
});

const LISTENERS = ['api', 'control', 'ingress'] as const;
type Listener = (typeof LISTENERS)[number];
const address = (listener: Listener) =>
  listener === 'ingress' ? ingress.local : app.ready[listener];

function expectSafeHeaders({ headers }: Pick<RawAnswer, 'headers'>): void {
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
  });
}

/** In our own form; the ingress only answers 403. */
function expectRefusal(listener: Listener, answer: RawAnswer, status: number, code: string): void {
  expect(answer.wasReset).toBe(false);
  expectSafeHeaders(answer);
  expect(answer.headers.connection).toBe('close');
  if (listener === 'ingress') {
    expect([answer.status, answer.body]).toEqual([403, '']);
    return;
  }
  expect(answer.status).toBe(status);
  const { error, detail } = JSON.parse(answer.body) as ErrorBody;
  expect([error.code, detail]).toEqual([code, error.message]);
}

const HOST = 'Host: 127.0.0.1\r\n';

describe.each(LISTENERS)('what is no request, at the %s', (listener) => {
  it.each([
    ['GARBAGE\r\n\r\n', 400, 'REQUEST_MALFORMED'],
    ['\x16\x03\x01\x02\x00\x01\x00', 400, 'REQUEST_MALFORMED'],
    [`BREW /pot HTTP/1.1\r\n${HOST}\r\n`, 400, 'REQUEST_MALFORMED'],
    [`GET / HTTP/9.9\r\n${HOST}\r\n`, 400, 'REQUEST_MALFORMED'],
    [`GET / HTTP/1.1\r\n${HOST}X: ${'x'.repeat(40_000)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
    [`GET / HTTP/1.1\r\n${HOST}X: ${'x'.repeat(4_000_000)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
    [`CONNECT example.com:80 HTTP/1.1\r\n${HOST}\r\n`, 405, 'METHOD_NOT_ALLOWED'],
    [`GET / HTTP/1.1\r\n${HOST}Expect: tea\r\n\r\n`, 400, 'REQUEST_MALFORMED'],
  ] as const)('is refused in our form (%#)', async (bytes, status, code) => {
    expectRefusal(listener, await sendRaw(address(listener), bytes), status, code);
  });

  it('does not pass for one with two Host headers, whichever is right', async () => {
    for (const hosts of [`${HOST}Host: evil.test\r\n`, `Host: evil.test\r\n${HOST}`, HOST + HOST]) {
      const request = `GET /docs HTTP/1.1\r\n${hosts}Connection: close\r\n\r\n`;
      const answer = await sendRaw(address(listener), request);
      expectRefusal(listener, answer, 400, 'REQUEST_MALFORMED');
    }
  });

  it('has no Host and is refused like a wrong one', async () => {
    const answer = await sendRaw(address(listener), 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n');
    expectRefusal(listener, answer, 403, 'HOST_NOT_ALLOWED');
  });
});

describe.each(['api', 'control'] as const)(
  'a whole request with garbage after it, at the %s',
  (listener) => {
    const path = { api: '/v1/agents', control: '/control/operations/agent.create' }[listener];
    const making = (name: string) => {
      const token = listener === 'api' ? app.ready.apiKey : app.ready.controlToken;
      const body = JSON.stringify({ name });
      return `POST ${path} HTTP/1.1\r\n${HOST}Authorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    };
    const answersOf = ({ text }: RawAnswer) =>
      [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

    it.each([
      ['bytes', 1, '\0garbage'],
      ['a request that is none', 1, `GET / HTTP/1.1\r\n${HOST}Content-Length: -1\r\n\r\n`],
      ['bytes, after another', 2, '\0garbage'],
    ] as const)('is answered before that is refused (%s)', async (_, count, garbage) => {
      const whole = Array.from({ length: count }, (_, index) => making(`Before garbage ${index}`));
      const answer = await sendRaw(address(listener), whole.join('') + garbage);
      expect(answer.wasReset).toBe(false);
      expect(answersOf(answer)).toEqual([...whole.map(() => 200), 400]);
      expect(answer.text.match(/"id":"agt_/g)).toHaveLength(count);
      expect(answer.text).toMatch(/"code":"REQUEST_MALFORMED".*$/);
    });
  },
);

describe('every answer', () => {
  const paths = {
    api: [
      '/openapi.json',
      '/docs',
      '/docs/style.css',
      '/v1/agents',
      '/nothing',
      '/media/x',
      '/%zz',
    ],
    control: ['/', '/assets/index-abc123.js', '/nothing', '/control/operations', '/%zz'],
    ingress: ['/', '/twilio/sms', '/%zz'],
  } as const;

  it.each(
    LISTENERS.flatMap((listener) => paths[listener].map((path) => [listener, path] as const)),
  )(
    'of the %s at %s guesses no type, is in no frame and tells no address',
    async (listener, path) => {
      for (const method of ['GET', 'POST', 'OPTIONS', 'HEAD']) {
        const request = `${method} ${path} HTTP/1.1\r\n${HOST}Connection: close\r\nContent-Length: 0\r\n\r\n`;
        const answer = await sendRaw(address(listener), request);
        expect(answer.status).toBeLessThan(500);
        expectSafeHeaders(answer);
      }
    },
  );

  it('to assistants has the same headers', async () => {
    for (const [url, token] of [
      [`${app.ready.api}/mcp`, app.ready.apiKey],
      [`${app.ready.control}/control/mcp`, app.ready.controlToken],
    ]) {
      const response = await fetch(url ?? '', {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: '{}',
      });
      await response.text();
      expectSafeHeaders({ headers: Object.fromEntries(response.headers) });
    }
  });
});

describe('files of the window', () => {
  it.each([
    ['/assets/../index.html', 404],
    ['/assets/..', 404],
    ['/assets/%2e%2e/%2e%2e/package.json', 404],
    ['/assets/..%2findex.html', 404],
    ['/assets/%00', 404],
    ['/assets/x%00.js', 404],
    ['/assets//', 404],
    ['/assets//index-abc123.js', 404],
    ['/assets/', 404],
    ['//', 404],
    ['/assets/%zz', 400],
  ])('at %s are %d', async (path, status) => {
    const request = `GET ${path} HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`;
    const answer = await sendRaw(app.ready.control, request);
    expect([answer.status, JSON.parse(answer.body).error.code]).toEqual([
      status,
      status === 404 ? 'NOT_FOUND' : 'VALIDATION_ERROR',
    ]);
  });
});

describe('a body over the limit', () => {
  const big = Buffer.alloc(8 * 1024 * 1024, ' ');
  const bigger = Buffer.alloc(36 * 1024 * 1024, ' ');
  const places = () =>
    [
      ['api', '/v1/agents', app.ready.apiKey, big],
      ['control', '/control/operations/clock.get', app.ready.controlToken, bigger],
    ] as const;

  it('is 413 to a client that writes all of it before it reads', async () => {
    for (const [listener, path, token, body] of places()) {
      const head = `POST ${path} HTTP/1.1\r\n${HOST}Authorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
      const sized = await sendRaw(
        address(listener),
        `${head}Content-Length: ${body.length}\r\n\r\n`,
        body,
      );
      expectRefusal(listener, sized, 413, 'PAYLOAD_TOO_LARGE');
      const chunked = await sendRaw(
        address(listener),
        `${head}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n`,
        body,
        '\r\n0\r\n\r\n',
      );
      expectRefusal(listener, chunked, 413, 'PAYLOAD_TOO_LARGE');
    }
  });

  it('is 413 to fetch', async () => {
    for (const [listener, path, token, body] of places()) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const url = address(listener) + path;
      const response = await fetch(url, { method: 'POST', headers, body });
      expect(response.status).toBe(413);
      expect(((await response.json()) as ErrorBody).error.code).toBe('PAYLOAD_TOO_LARGE');
    }
  });

  it.skipIf(!hasProgram('python3', '--version'))('is 413 to urllib', async () => {
    for (const [listener, path, token, body] of places()) {
      const script = `import json, urllib.request, urllib.error
request = urllib.request.Request("${address(listener)}${path}", data=b" " * ${body.length},
    headers={"Authorization": "Bearer ${token}", "Content-Type": "application/json"})
try:
    urllib.request.urlopen(request)
except urllib.error.HTTPError as error:
    print(error.code, json.load(error)["error"]["code"])`;
      const { stdout } = await promisify(execFile)('python3', ['-c', script]);
      expect(stdout.trim()).toBe('413 PAYLOAD_TOO_LARGE');
    }
  });

  it('is refused before it is read where nobody may write, and the client sees it', async () => {
    for (const [listener, path, , body] of places()) {
      const head = `POST ${path} HTTP/1.1\r\n${HOST}Content-Length: ${body.length}\r\n\r\n`;
      const answer = await sendRaw(address(listener), head, body);
      expect([answer.status, answer.wasReset]).toEqual([401, false]);
    }
    const head = `POST /twilio/sms HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`;
    const answer = await sendRaw(
      ingress.local,
      `${head}Content-Length: ${big.length}\r\n\r\n`,
      big,
    );
    expect([answer.status, answer.wasReset]).toEqual([403, false]);
  });

  it('is not read for ever', async () => {
    const endless = Array.from({ length: 10 }, () => Buffer.alloc(16 * 1024 * 1024));
    const head = `POST /v1/agents HTTP/1.1\r\n${HOST}Content-Length: 99999999999\r\n\r\n`;
    // Whether the response arrives is a matter of luck here; but the connection must end.
    await sendRaw(app.ready.api, head, ...endless);
  });
});

describe('an upgrade that is refused', () => {
  const upgrade = (listener: Listener, path: string, more = '') =>
    sendRaw(
      address(listener),
      `GET ${path} HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`,
    );

  it('says that the connection is closed', async () => {
    expectRefusal(
      'control',
      await upgrade('control', '/control/live'),
      401,
      'CONTROL_TOKEN_REQUIRED',
    );
    const foreign = 'Origin: http://evil.test\r\n';
    const answer = await upgrade('control', '/control/live', foreign);
    expectRefusal('control', answer, 403, 'ORIGIN_NOT_ALLOWED');
    expectRefusal('control', await upgrade('control', '/nothing'), 404, 'NOT_FOUND');
    expectRefusal('ingress', await upgrade('ingress', '/twilio/media'), 403, '');
  });

  it('for a handshake that is none, in our form', async () => {
    const token = Buffer.from(app.ready.controlToken).toString('base64url');
    const request = `GET /control/live HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: agentphone.v1, token.${token}\r\n\r\n`;
    const answer = await sendRaw(app.ready.control, request);
    expectRefusal('control', answer, 400, 'REQUEST_MALFORMED');
  });
});

describe('a slow request', () => {
  let address = '';
  const manners = new ListenerManners({ real: systemTime, bodyLimitBytes: 1_000 });
  const slow = Fastify(manners.serverOptions);
  manners.addTo(slow);
  slow.post('/', (request) => ({ got: request.body }));
  beforeAll(async () => {
    expect(slow.server).toMatchObject({ requestTimeout: 15_000, headersTimeout: 15_000 });
    // The same limits, but shorter.
    Object.assign(slow.server, { requestTimeout: 60, headersTimeout: 60 });
    Object.assign(slow.server, { connectionsCheckingInterval: 10 });
    address = await slow.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(() => expect(REQUEST_TIMEOUT_MS).toBe(15_000));
  afterAll(() => slow.close());

  it.each([
    ['that says nothing', ''],
    ['whose head does not end', `POST / HTTP/1.1\r\n${HOST}X: `],
    [
      'whose body does not come',
      `POST / HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
    ],
  ])('%s is cut in our form', async (_what, begun) => {
    const answer = await sendRaw(address, begun);
    expectRefusal('api', answer, 408, 'REQUEST_TIMEOUT');
    expect(answer.text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });
});

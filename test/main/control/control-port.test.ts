import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { OPERATIONS } from '../../../common/contract/index.ts';
import { type StartedApp, TestApp } from '../../doubles/app/running-app.ts';

/** The control port of a real app, over real sockets. */
const testApp = new TestApp();
let app: StartedApp;
beforeAll(async () => {
  app = await testApp.start();
});
afterAll(() => testApp.clear());

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Like fetch, but with any Host and Origin. */
function send(
  path: string,
  given: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = given;
    const { hostname, port } = new URL(app.ready.control);
    request({ hostname, port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    })
      .once('error', reject)
      .end(body);
  });
}

const token = () => ({ authorization: `Bearer ${app.ready.controlToken}` });
const operate = (name: string, body: string, headers: Record<string, string> = {}) =>
  send(`/control/operations/${name}`, {
    method: 'POST',
    headers: { ...token(), 'content-type': 'application/json', ...headers },
    body,
  });
const code = (answer: Answer) => JSON.parse(answer.text).error.code;

describe('the guards of the control port', () => {
  it.each(['evil.test', 'localhost.evil.test', '127.0.0.1.evil.test:80', '[::1].evil'])(
    'refuse the Host "%s" everywhere, also with the token',
    async (host) => {
      for (const path of ['/', '/control/operations', '/assets/index-abc123.js', '/nothing']) {
        const answer = await send(path, { headers: { ...token(), host } });
        expect([answer.status, code(answer)]).toEqual([403, 'HOST_NOT_ALLOWED']);
      }
    },
  );

  it.each(['http://evil.test', 'null', 'http://127.0.0.1:1', 'https://127.0.0.1', 'file://'])(
    'refuse the Origin "%s"',
    async (origin) => {
      const answer = await send('/control/operations', { headers: { ...token(), origin } });
      expect([answer.status, code(answer)]).toEqual([403, 'ORIGIN_NOT_ALLOWED']);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  it('let our own origin in, by each loopback name', async () => {
    const { host, port } = new URL(app.ready.control);
    for (const name of [host, `localhost:${port}`]) {
      const headers = { ...token(), host: name, origin: `http://${name}` };
      expect((await send('/control/operations', { headers })).status).toBe(200);
    }
  });

  it.each([
    {},
    { authorization: 'Bearer wrong' },
    { authorization: 'Basic eDp5' },
    { cookie: 'token=x' },
  ])('ask for the token: %j', async (headers) => {
    for (const path of ['/control/operations', '/control/recordings/call_x.wav']) {
      const answer = await send(path, { headers: headers as Record<string, string> });
      expect([answer.status, code(answer)]).toEqual([401, 'CONTROL_TOKEN_REQUIRED']);
    }
  });

  it('answer no pre-flight of another origin', async () => {
    const answer = await send('/control/operations/call.place', {
      method: 'OPTIONS',
      headers: { origin: 'http://evil.test', 'access-control-request-method': 'POST' },
    });
    expect(answer.status).toBe(403);
  });
});

describe('the guards of the live socket', () => {
  /**
   * Resolves with the subprotocol with which it was opened, or the status with which it was
   * refused.
   */
  const open = (
    protocols: string[],
    headers: Record<string, string> = {},
    path = '/control/live',
  ) =>
    new Promise<string | number>((resolve) => {
      const socket = new WebSocket(app.ready.control.replace('http', 'ws') + path, protocols, {
        headers,
      });
      socket.on('open', () => {
        resolve(socket.protocol);
        socket.close();
      });
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.on('error', () => {});
    });
  const offered = (secret: string) => `token.${Buffer.from(secret).toString('base64url')}`;

  it('let in who offers our protocol and the token; the token is not repeated', async () => {
    const { controlToken, control } = app.ready;
    expect(await open(['agentphone.v1', offered(controlToken)])).toBe('agentphone.v1');
    expect(await open(['agentphone.v1', offered(controlToken)], { origin: control })).toBe(
      'agentphone.v1',
    );
  });

  it('refuse everybody else before the upgrade', async () => {
    const good = ['agentphone.v1', offered(app.ready.controlToken)];
    expect(await open(['agentphone.v1'])).toBe(401);
    expect(await open(['agentphone.v1', offered('wrong')])).toBe(401);
    expect(await open([offered(app.ready.controlToken)])).toBe(401);
    expect(await open([], token())).toBe(401);
    expect(await open(good, { origin: 'http://evil.test' })).toBe(403);
    expect(await open(good, { host: 'evil.test' })).toBe(403);
  });

  it('leave no socket open that they refused, and end those that lead nowhere', async () => {
    const { hostname, port } = new URL(app.ready.control);
    const upgrade = (path: string, headers: string) =>
      new Promise<void>((resolve) => {
        const socket = connect(Number(port), hostname, () =>
          socket.write(
            `GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${headers}\r\n`,
          ),
        );
        // A well-behaved client would close; this one only listens.
        socket.on('close', () => resolve()).resume();
      });
    await Promise.all([
      upgrade('/control/live', 'Origin: http://evil.test\r\n'),
      upgrade('/control/live', ''),
      upgrade('/nothing', ''),
    ]);
  });
});

describe('the window', () => {
  it('comes with a strict policy, a fresh nonce each time, and no secret', async () => {
    const [one, two] = [await send('/'), await send('/index.html')];
    const nonce = (answer: Answer) => /nonce="([^"]+)"/.exec(answer.text)?.[1];
    const policy = String(one.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain(`'nonce-${nonce(one)}'`);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(nonce(one)).not.toBe(nonce(two));
    expect(one.text).not.toContain(app.ready.controlToken);
    expect(one.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });

  it('has its files served for good, and nothing outside them', async () => {
    const file = await send('/assets/index-abc123.js');
    expect(file.status).toBe(200);
    expect(file.headers['cache-control']).toContain('immutable');
    expect(file.headers['content-type']).toContain('javascript');
    for (const path of [
      '/assets/',
      '/assets/../index.html',
      '/assets/%2e%2e/index.html',
      '/assets/..%2findex.html',
      '/assets/....//index.html',
      '/../package.json',
      '/control.json',
      '/assets/.hidden',
    ]) {
      expect((await send(path)).status, path).not.toBe(200);
    }
  });
});

describe('operations', () => {
  it('are listed with JSON Schemas, one line each', async () => {
    const { operations } = JSON.parse(
      (await send('/control/operations', { headers: token() })).text,
    );
    expect(operations.map((each: { name: string }) => each.name)).toEqual(
      OPERATIONS.map((each) => each.name),
    );
    for (const each of operations) {
      expect(each.description).toMatch(/^[^\n]{10,200}$/);
      expect(['readOnly', 'changes', 'destructive']).toContain(each.effect);
      for (const schema of [each.input, each.output]) {
        expect(schema.$schema, each.name).toBe('https://json-schema.org/draft/2020-12/schema');
      }
    }
  });

  it('that do not exist are 404, in words', async () => {
    const answer = await operate('call.fly', '{}');
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.text).error.message).toContain('"call.fly"');
    for (const name of ['__proto__', 'constructor', 'toString', '%2e%2e']) {
      expect((await operate(name, '{}')).status).toBe(404);
    }
  });

  it.each([
    ['call.place', { from: 7 }, ['from', 'to']],
    ['call.say', { callId: 'call_x', text: '  ' }, ['text']],
    ['call.say', { callId: 'call_x', text: 'x', confidence: 2 }, ['confidence']],
    ['call.dtmf', { callId: 'call_x', digits: '12a' }, ['digits']],
    ['call.waitFor', { callId: 'call_x', event: 'dinner' }, ['event']],
    ['callee.set', { behaviour: 'vanish' }, ['behaviour']],
    ['clock.advance', { by: -1 }, ['by']],
    ['call.list', { limit: 0 }, ['limit']],
  ])('%s with %j is 422 and names the fields', async (name, input, fields) => {
    const { status, body } = await app.control.send(name, input);
    expect(status).toBe(422);
    const { error, detail } = body as {
      error: { code: string; details: { field: string }[] };
      detail: { loc: string[] }[];
    };
    expect(error.code).toBe('REQUEST_INVALID');
    expect(error.details.map(({ field }) => field)).toEqual(fields);
    expect(detail.map(({ loc }) => loc.slice(1).join('.'))).toEqual(fields);
  });

  it.each([
    ['{"by":', 422, 'REQUEST_INVALID'],
    ['null', 200, undefined],
    ['', 200, undefined],
    ['[]', 422, 'REQUEST_INVALID'],
    ['"x"', 422, 'REQUEST_INVALID'],
  ])('with the body %j answer %d', async (body, status, expected) => {
    const answer = await operate('clock.get', body);
    expect([answer.status, JSON.parse(answer.text).error?.code]).toEqual([status, expected]);
  });

  it('with another content type, or too much, are refused', async () => {
    const type = { 'content-type': 'text/plain' };
    expect((await operate('clock.get', '{}', type)).status).toBe(422);
    const length = String(33 * 1024 * 1024);
    expect((await operate('clock.get', '', { 'content-length': length })).status).toBe(413);
  });

  it('with names from Object.prototype in the body do no harm', async () => {
    const answer = await operate('clock.get', '{"__proto__": {"polluted": true}}');
    expect(answer.status).toBe(200);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('move the clock by milliseconds and by durations', async () => {
    const { offsetMs } = await app.control.run('clock.get', {});
    await app.control.run('clock.advance', { by: 1_000 });
    const moved = await app.control.run('clock.advance', { by: 'PT1H' });
    expect(Math.abs(moved.offsetMs - offsetMs - 3_601_000)).toBeLessThanOrEqual(5);
    for (const by of ['5 minutes', 'P1M', 'P99999999W']) {
      expect((await app.control.send('clock.advance', { by })).status).toBe(400);
    }
  });

  it('on calls that are not there are 404', async () => {
    const callId = 'call_nothere00000000';
    for (const [name, more] of [
      ['call.get', {}],
      ['call.answer', {}],
      ['call.decline', {}],
      ['call.hangUp', {}],
      ['call.say', { text: 'x' }],
      ['call.dtmf', { digits: '1' }],
      ['call.timeline', {}],
      ['call.events', {}],
      ['call.waitFor', { event: 'ended' }],
    ] as [string, object][]) {
      expect((await app.control.send(name, { callId, ...more })).status, name).toBe(404);
    }
  });

  it('make, list and revoke API keys', async () => {
    const made = await app.control.run('key.create', { name: 'Script' });
    const agents = () =>
      fetch(`${app.ready.api}/v1/agents`, { headers: { authorization: `Bearer ${made.key}` } });
    expect((await agents()).status).toBe(200);
    const { items } = await app.control.run('key.list', {});
    expect(items.map((item) => item.id)).toContain(made.id);
    expect(JSON.stringify(items)).not.toContain(made.key);
    await app.control.run('key.revoke', { id: made.id });
    expect((await agents()).status).toBe(401);
  });
});

describe('a recording at the control port', () => {
  it('is there for a finished call only, whatever the path says', async () => {
    for (const file of ['call_x.wav', '..%2f..%2fagentphone.db', '%2e%2e%2fcontrol.json']) {
      const answer = await send(`/control/recordings/${file}`, { headers: token() });
      expect(answer.status).toBe(404);
    }
  });
});

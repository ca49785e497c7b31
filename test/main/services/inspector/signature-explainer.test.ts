import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { FRAMEWORKS, type SignatureCause } from '../../../../common/contract/index.ts';
import {
  ACCOUNT,
  type Engine,
  startEngine,
  textEvent,
} from '../../../doubles/app/webhook-engine.ts';
import { BROKEN_VERIFIERS, RIGHT_VERIFIER } from '../../../doubles/handlers/broken-verifiers.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(): Promise<Engine> {
  const engine = await startEngine();
  cleanups.push(() => engine.stop());
  return engine;
}

const SECRET = 'whsec_c2lnbmF0dXJlIGNsaW5pYyB0ZXN0IHNlY3JldA';
const BODY = '{"event":"agent.message","data":{"message":"héllo 👋 1/2","n":1}}';
const now = () => String(Math.floor(Date.now() / 1000));
const mac = (key: string | Buffer, message: string) =>
  createHmac('sha256', key).update(message).digest('hex');
const signed = (timestamp: string, body = BODY, key: string | Buffer = SECRET) =>
  `sha256=${mac(key, `${timestamp}.${body}`)}`;

describe('the signature clinic', () => {
  it('finds nothing wrong with what is right', async () => {
    const engine = await start();
    const timestamp = now();
    const verdict = await engine.clinic.explain({
      timestamp,
      signature: signed(timestamp),
      body: BODY,
      secret: SECRET,
    });
    expect(verdict).toMatchObject({ ok: true, cause: null, causes: [], fix: null });
  });

  const pythonBody =
    '{"event": "agent.message", "data": {"message": "h\\u00e9llo \\ud83d\\udc4b 1/2", "n": 1}}';
  const T = now();
  const cases: [string, SignatureCause, Parameters<Engine['clinic']['explain']>[0], number?][] = [
    ['JSON written anew by Python', 'reserialisedJson', { body: pythonBody }, 9],
    [
      'JSON with an indent',
      'reserialisedJson',
      { body: JSON.stringify(JSON.parse(BODY), null, 2) },
      1,
    ],
    [
      'JSON with escaped Unicode',
      'escapedUnicode',
      { body: BODY.replace('é', '\\u00e9').replace('👋', '\\ud83d\\udc4b') },
      BODY.indexOf('é'),
    ],
    ['a line break at the end', 'trailingNewline', { body: `${BODY}\n` }, Buffer.byteLength(BODY)],
    [
      'a secret without its prefix',
      'missingSecretPrefix',
      { secret: SECRET.replace('whsec_', '') },
    ],
    ['a secret with a line break', 'secretWhitespace', { secret: `${SECRET}\n` }],
    ['a secret in quotes', 'secretWhitespace', { secret: `"${SECRET}"` }],
    ['a timestamp in milliseconds', 'milliseconds', { timestamp: `${T}000` }],
    [
      'a signature made with the decoded secret',
      'base64Secret',
      { signature: signed(T, BODY, Buffer.from(SECRET.slice(6), 'base64')) },
    ],
    ...(
      ['[object Object]', 'undefined', 'null', 'None', '{}', '', '[object Promise]'] as const
    ).map((text): (typeof cases)[number] => [
      `a signature of ${JSON.stringify(text)} in place of the body`,
      'notTheBody',
      { signature: signed(T, text) },
      text === '{}' ? 1 : 0,
    ]),
    [
      'a signature of bytes as Python prints them',
      'notTheBody',
      {
        signature: signed(
          T,
          `b'{"event":"agent.message","data":{"message":"h\\xc3\\xa9llo \\xf0\\x9f\\x91\\x8b 1/2","n":1}}'`,
        ),
      },
      0,
    ],
    ['a signature of the body alone', 'bodyOnly', { signature: `sha256=${mac(SECRET, BODY)}` }],
    [
      'a signature without the dot',
      'missingDot',
      { signature: `sha256=${mac(SECRET, `${T}${BODY}`)}` },
    ],
    ['a bare digest', 'missingSignaturePrefix', { signature: signed(T).slice(7) }],
    [
      'an upper-case digest',
      'upperCaseHex',
      { signature: `sha256=${signed(T).slice(7).toUpperCase()}` },
    ],
    [
      'a digest in base64',
      'base64Digest',
      { signature: `sha256=${Buffer.from(signed(T).slice(7), 'hex').toString('base64')}` },
    ],
    ['no signature', 'missingSignature', { signature: '' }],
    ['something else', 'notASignature', { signature: 't=1,v1=abc' }],
    ['a secret nobody knows', 'unknown', { secret: 'whsec_other' }],
    ['another body', 'unknown', { body: '{"event":"agent.message"}' }],
  ];

  it.each(cases)('names %s', async (_name, cause, wrong, firstDifferentByte) => {
    const engine = await start();
    const verdict = await engine.clinic.explain({
      timestamp: T,
      signature: signed(T),
      body: BODY,
      secret: SECRET,
      ...wrong,
    });
    expect(verdict).toMatchObject({ ok: false, cause, fix: expect.any(String) });
    expect(verdict.firstDifferentByte).toBe(firstDifferentByte);
  });

  it('names a replayed request as stale, and says how old it is', async () => {
    const engine = await start();
    const timestamp = String(Number(now()) - 720);
    const verdict = await engine.clinic.explain({
      timestamp,
      signature: signed(timestamp),
      body: BODY,
      secret: SECRET,
    });
    expect(verdict).toMatchObject({
      ok: false,
      cause: 'staleTimestamp',
      detail: expect.stringContaining('12 minutes old'),
    });
  });

  it('names two mistakes made at once', async () => {
    const engine = await start();
    const verdict = await engine.clinic.explain({
      timestamp: T,
      signature: signed(T),
      body: pythonBody,
      secret: SECRET.replace('whsec_', ''),
    });
    expect(verdict.causes).toEqual(['missingSecretPrefix', 'reserialisedJson']);
  });

  it('compares with what was really sent, found by its signature', async () => {
    const engine = await start();
    const server = await WebServer.start((_request, response) => void response.end());
    cleanups.push(() => server.stop());
    const { secret } = engine.webhooks.set(ACCOUNT, null, { url: server.url });
    const { deliveryId } = engine.events.enqueue(textEvent('hello'));
    await engine.until(deliveryId, 'success');
    const [request] = server.seen;
    const header = (name: string) => request?.headers[name] ?? '';
    const suspect = {
      timestamp: header('x-webhook-timestamp'),
      signature: header('x-webhook-signature'),
      body: String(request?.body).replace('hello', 'hallo'),
      secret: 'whsec_from_last_week',
    };
    expect(await engine.clinic.explain(suspect)).toMatchObject({
      causes: ['wrongSecret', 'changedBody'],
      firstDifferentByte: String(request?.body).indexOf('hello') + 1,
      difference: { signed: expect.stringContaining('hello') },
    });
    expect(await engine.clinic.explain({ deliveryId: deliveryId ?? '' })).toMatchObject({
      ok: true,
    });
    expect(await engine.clinic.explain({ deliveryId: deliveryId ?? '', secret })).toMatchObject({
      ok: true,
    });
    await expect(engine.clinic.explain({ deliveryId: 'dlv_x' })).rejects.toThrow('no delivery');
  });

  it('has the cure in code for each framework, where code is the cure', async () => {
    const engine = await start();
    const { fixes } = await engine.clinic.explain({
      timestamp: T,
      signature: signed(T),
      body: `${BODY}\n`,
      secret: SECRET,
    });
    expect(Object.keys(fixes)).toEqual([...FRAMEWORKS]);
  });
});

describe('the signature probe', () => {
  async function probe(verify: (typeof BROKEN_VERIFIERS)[number][2]) {
    const engine = await start();
    let secret = '';
    const server = await WebServer.start((request, response) => {
      response.statusCode = verify(request, secret) ? 200 : 401;
      response.end();
    });
    cleanups.push(() => server.stop());
    ({ secret } = engine.webhooks.set(ACCOUNT, null, { url: server.url }));
    return engine.probes.probe(ACCOUNT, null);
  }

  it('is content with a handler that does it right', async () => {
    const result = await probe(RIGHT_VERIFIER);
    expect(result).toMatchObject({ ok: true, cause: null });
    expect(result.tried.every(({ accepted, shouldAccept }) => accepted === shouldAccept)).toBe(
      true,
    );
  });

  it.each(BROKEN_VERIFIERS)('finds the mistake of %s', async (_name, cause, verify) => {
    expect(await probe(verify)).toMatchObject({ ok: false, cause, fix: expect.any(String) });
  });

  async function probeAnswering(answer: Parameters<typeof WebServer.start>[0]) {
    const engine = await start();
    const server = await WebServer.start(answer);
    cleanups.push(() => server.stop());
    engine.webhooks.set(ACCOUNT, null, { url: `${server.url}/hook` });
    return engine.probes.probe(ACCOUNT, null);
  }

  it.each([
    [
      'FastAPI wants another header',
      422,
      '{"detail":[{"type":"missing","loc":["header","x-agentphone-signature"],"msg":"Field required"}]}',
      /FastAPI wants the header “x-agentphone-signature”/,
      /X-Webhook-Signature/,
    ],
    [
      "Django's CSRF check",
      403,
      '<p>CSRF verification failed. Request aborted.</p>',
      /Django's CSRF check/,
      /@csrf_exempt/,
    ],
    ['no route', 404, '<pre>Cannot POST /hook</pre>', /Express has no route/, /Correct the path/],
    [
      'a login of FastAPI',
      403,
      '{"detail":"Not authenticated"}',
      /a login .* stands before the route/,
      /Exempt the webhook's path/,
    ],
    ['an error', 500, '{"message":"no database"}', /It wrote: “no database”/, /handler's log/],
  ])('says that the signature was never reached: %s', async (_name, status, body, detail, fix) => {
    const result = await probeAnswering((_request, response) => {
      response.writeHead(status, { 'Content-Type': 'text/html' }).end(body);
    });
    expect(result).toMatchObject({ ok: false, cause: 'notReached' });
    expect(result.detail).toMatch(/^The signature was never reached\. Every request got the same/);
    expect(result.detail).toMatch(detail);
    expect(result.fix).toMatch(fix);
  });

  it('says so too when nobody answers', async () => {
    const result = await probeAnswering((_request, response) => void response.destroy());
    expect(result.cause).toBe('notReached');
    expect(result.detail).toContain('closed the connection without an answer');
  });

  it('names an old secret, the commonest mistake', async () => {
    const result = await probeAnswering((request, response) => {
      const right = RIGHT_VERIFIER(request, 'whsec_of_yesterday');
      const fresh = Math.abs(Date.now() / 1000 - Number(request.headers['x-webhook-timestamp']));
      response.statusCode = right ? 200 : 401;
      response.end(fresh > 300 ? '{"error":"stale"}' : '{"error":"bad signature"}');
    });
    expect(result).toMatchObject({ ok: false, cause: 'wrongSecret' });
    expect(result.detail).toContain('“bad signature”');
    expect(result.fix).toContain('every POST to /v1/webhooks makes a new secret');
  });
});

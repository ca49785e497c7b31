import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { API_KEY, type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

describe('the API server', () => {
  let harness: ApiHarness;

  beforeEach(async () => {
    harness = await openApiHarness();
  });
  afterEach(() => harness.close());

  it('refuses foreign Host headers before anything else', async () => {
    const answer = await harness.call('GET', '/v1/agents', undefined, { host: 'evil.example' });
    expect(answer.status).toBe(403);
    expect(answer.body.error.code).toBe('HOST_NOT_ALLOWED');
    for (const host of ['localhost:1', '[::1]:80', '127.0.0.1']) {
      expect((await harness.call('GET', '/v1/agents', undefined, { host })).status).toBe(200);
    }
  });

  it.each([undefined, 'Bearer sk_live_wrong', 'Basic abc', API_KEY])(
    'answers 401 in the superset form to the authorization %s',
    async (authorization) => {
      const answer = await harness.call('GET', '/v1/agents', undefined, {
        authorization: authorization ?? '',
      });
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual({
        detail: answer.body.error.message,
        error: {
          message: expect.stringContaining('API key'),
          code: 'AUTHENTICATION_FAILED',
          type: 'authentication_error',
        },
      });
    },
  );

  it('sends no CORS headers', async () => {
    const answer = await harness.call('GET', '/v1/agents', undefined, {
      origin: 'http://a.example',
    });
    expect(Object.keys(answer.headers).filter((name) => name.includes('access-control'))).toEqual(
      [],
    );
  });

  it('sends them, and answers preflights, once they are switched on', async () => {
    harness.preferences.set({ apiCors: true });
    const origin = { origin: 'http://a.example' };
    const answer = await harness.call('GET', '/v1/agents', undefined, origin);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    const preflight = await harness.call('OPTIONS', '/v1/agents', undefined, {
      ...origin,
      authorization: '',
      'access-control-request-method': 'POST',
    });
    expect([preflight.status, preflight.headers['access-control-allow-methods']]).toEqual([
      204,
      expect.stringContaining('PATCH'),
    ]);
    expect(
      (await harness.call('GET', '/v1/agents', undefined, { ...origin, authorization: '' })).status,
    ).toBe(401);
  });

  it('answers a method that Fastify knows and nobody serves', async () => {
    const untyped = await harness.call('QUERY', '/v1/agents');
    expect([untyped.status, untyped.body.error.code]).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(untyped.headers.allow).toBe('GET, POST');
    expect((await harness.call('QUERY', '/v1/nothing')).status).toBe(404);
    const typed = { 'content-type': 'application/json' };
    expect((await harness.call('QUERY', '/v1/agents', {}, typed)).status).toBe(405);
    expect(harness.defects).toEqual([]);
  });

  it('answers unknown paths 404 and wrong methods 405 with Allow', async () => {
    expect((await harness.call('GET', '/v1/nothing')).body.detail).toBe('Not Found');
    const answer = await harness.call('DELETE', '/v1/calls/call_1');
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET');
    // Without the methods of /v1/calls/{call_id}.
    expect((await harness.call('PUT', '/v1/calls/web')).headers.allow).toBe('POST');
    expect(answer.body.detail).toBe('Method Not Allowed');
  });

  it('serves /v1/v1/… and trailing slashes as the plain path', async () => {
    expect((await harness.call('GET', '/v1/v1/agents?limit=1')).status).toBe(200);
    expect((await harness.call('GET', '/v1/agents/')).status).toBe(200);
  });

  it('names a missing field as FastAPI does, and in error.details', async () => {
    const answer = await harness.call('POST', '/v1/agents', {});
    expect(answer.status).toBe(422);
    expect(answer.body.detail[0]).toEqual({
      loc: ['body', 'name'],
      msg: 'Field required',
      type: 'missing',
    });
    expect(answer.body.error).toMatchObject({
      code: 'REQUEST_INVALID',
      type: 'validation_error',
      details: [{ field: 'name', message: 'Field required', type: 'missing' }],
    });
  });

  it('answers broken JSON, foreign content types and deep nesting with 422', async () => {
    const json = { 'content-type': 'application/json' };
    for (const [body, headers] of [
      ['{"name":', json],
      ['name=x', { 'content-type': 'application/x-www-form-urlencoded' }],
      [`${'['.repeat(5_000)}${']'.repeat(5_000)}`, json],
    ] as const) {
      const answer = await harness.call('POST', '/v1/agents', body, headers);
      expect([answer.status, answer.body.detail[0].type]).toEqual([422, 'json_invalid']);
    }
  });

  it('accepts an empty body with a JSON content type', async () => {
    const created = await harness.call('POST', '/v1/agents', { name: 'a' });
    const answer = await harness.call('DELETE', `/v1/agents/${created.body.id}`, undefined, {
      'content-type': 'application/json',
    });
    expect(answer.status).toBe(200);
    const numbers = await harness.call('POST', '/v1/numbers', '', {
      'content-type': 'application/json',
    });
    expect(numbers.status).toBe(200);
  });

  it('treats empty query values as absent and tolerates unknown ones', async () => {
    const answer = await harness.call('GET', '/v1/agents?limit=&offset=&timeout=120');
    expect(answer.status).toBe(200);
    expect((await harness.call('GET', '/v1/agents?limit=0')).status).toBe(422);
    expect((await harness.call('GET', '/v1/agents?limit=101')).status).toBe(422);
    expect((await harness.call('GET', '/v1/agents?limit=abc')).body.detail[0].loc).toEqual([
      'query',
      'limit',
    ]);
  });

  it('refuses bodies above 1 MiB', async () => {
    const answer = await harness.call('POST', '/v1/agents', { name: 'x'.repeat(1_100_000) });
    expect(answer.status).toBe(413);
  });

  it('takes the body null for no object, and buys nothing for it', async () => {
    for (const path of ['/v1/numbers', '/v1/agents', '/v1/webhooks']) {
      const answer = await harness.call('POST', path, 'null', {
        'content-type': 'application/json',
      });
      expect([path, answer.status]).toEqual([path, 422]);
    }
    expect((await harness.call('GET', '/v1/numbers')).body.total).toBe(0);
  });

  it('takes an address without the line breaks that it came with', async () => {
    const url = 'https://brand.example/a\nX-Other: b';
    expect((await harness.call('POST', '/v1/webhooks', { url })).body.url).toBe(
      'https://brand.example/aX-Other: b',
    );
  });

  it('answers HEAD like GET without a body', async () => {
    const answer = await harness.call('HEAD', '/v1/agents');
    expect([answer.status, answer.text]).toEqual([200, '']);
  });

  it('provokes a failure before the work, or after it', async () => {
    harness.provoked.next = { kind: 'status502', when: 'before' };
    expect((await harness.call('POST', '/v1/agents', { name: 'a' })).status).toBe(502);
    expect((await harness.call('GET', '/v1/agents')).body.total).toBe(0);
    harness.provoked.next = { kind: 'status429', when: 'after', retryAfterSeconds: 3 };
    const answer = await harness.call('POST', '/v1/agents', { name: 'a' });
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '3']);
    expect((await harness.call('GET', '/v1/agents')).body.total).toBe(1);
  });
});

describe('the rate limits of routes', () => {
  it('hold beside that of the key once the plan asks for them', async () => {
    const harness = await openApiHarness();
    const lookUp = () => harness.call('GET', '/v1/numbers/lookup?phoneNumbers=%2B12025550147');
    for (let n = 0; n < 31; n += 1) expect((await lookUp()).status).toBe(200);
    harness.plan.set({ endpointRateLimits: true });
    const statuses = new Set<number>();
    for (let n = 0; n < 30; n += 1) statuses.add((await lookUp()).status);
    expect([...statuses]).toEqual([200]);
    const refused = await lookUp();
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60']);
    expect(refused.body.error.message).toContain(
      'GET /v1/numbers/lookup may be asked 30 times per minute.',
    );
    expect((await harness.call('GET', '/v1/numbers')).status).toBe(200);
    await harness.close();
  });

  it('are of the route, whichever id its path names', async () => {
    const harness = await openApiHarness();
    harness.plan.set({ endpointRateLimits: true });
    const change = (n: number) => harness.call('PATCH', `/v1/agents/agt_${n}`, { name: 'a' });
    for (let n = 0; n < 20; n += 1) expect((await change(n)).status).toBe(404);
    expect((await change(20)).status).toBe(429);
    await harness.close();
  });

  it('hold where no key is asked for, too', async () => {
    const harness = await openApiHarness();
    harness.plan.set({ endpointRateLimits: true });
    const signUp = async () => (await harness.call('POST', '/v0/agent/sign-up', {})).status;
    for (let n = 0; n < 10; n += 1) expect(await signUp()).toBe(422);
    expect(await signUp()).toBe(429);
    await harness.close();
  });
});

describe('the rate limit', () => {
  it('answers 429 with Retry-After until the minute is over', async () => {
    const real = new ManualTime();
    const harness = await openApiHarness({ requestsPerMinute: 2, real });
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await harness.call('GET', '/v1/agents')).status);
    expect(statuses).toEqual([200, 200, 429]);
    real.pass(20_000);
    const refused = await harness.call('GET', '/v1/agents');
    expect(refused.headers['retry-after']).toBe('40');
    real.pass(40_000);
    expect((await harness.call('GET', '/v1/agents')).status).toBe(200);
    await harness.close();
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { HttpClient } from '../../../../main/outbound/http-client.ts';
import { ProductClock } from '../../../../main/platform/time/clock.ts';
import { webhookHeaders } from '../../../../main/services/deliveries/signature.ts';
import { demoAnswer } from '../../../../main/services/workspace/demo-answers.ts';
import { DemoHandler } from '../../../../main/services/workspace/demo-handler.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const SECRET = 'whsec_demo';

async function setUp(secret: string | null = SECRET) {
  const time = new ManualTime();
  const clock = new ProductClock({ real: time });
  const client = new HttpClient({ clock, allowPrivateAddresses: () => false });
  cleanups.push(() => client.close());
  const api = await WebServer.start((_request, response) => void response.end('{}'));
  cleanups.push(() => api.stop());
  const problems: string[] = [];
  const handler = new DemoHandler({
    clock,
    client,
    secret: () => secret,
    api: () => ({ url: api.url, key: 'sk_live_x' }),
    onProblem: (message) => problems.push(message),
  });
  const url = await handler.start();
  cleanups.push(() => handler.stop());
  const post = (
    event: object,
    more: { secret?: string; timestampSeconds?: number; onLine?: (line: string) => void } = {},
  ) => {
    const body = Buffer.from(JSON.stringify(event));
    return client.send(
      {
        method: 'POST',
        url,
        headers: webhookHeaders({
          headerId: 'del_1',
          event: 'agent.message',
          body,
          secret: more.secret ?? SECRET,
          timestampSeconds: more.timestampSeconds ?? Math.floor(time.now() / 1000),
          userAgent: 'x',
        }),
        body,
        timeoutMs: 60_000,
      },
      {
        responseBytes: (chunk) => {
          more.onLine?.(Buffer.from(chunk).toString());
          // For the handler's pauses between lines.
          time.pass(400);
        },
      },
    );
  };
  return { api, post, problems, time, clock, url };
}

function voice(transcript: string) {
  return { event: 'agent.message', channel: 'voice', agentId: 'agt_a', data: { transcript } };
}

describe('the demo handler', () => {
  it('streams an interim line at once, then sentence by sentence', async () => {
    const { post } = await setUp();
    const chunks: string[] = [];
    const result = await post(voice('Do you open on Sundays?'), {
      onLine: (chunk) => chunks.push(chunk),
    });
    expect(result).toMatchObject({ failure: null, status: 200 });
    expect(result.responseHeaders).toContainEqual(['Content-Type', 'application/x-ndjson']);
    const lines = chunks.map((chunk) => JSON.parse(chunk));
    expect(lines).toHaveLength(3);
    expect(lines.map(({ interim }) => interim)).toEqual([true, true, undefined]);
    expect(lines[1].text).toContain('ten to four');
  });

  it('takes real time to think, also while product time stands still', async () => {
    const { url, time, clock } = await setUp();
    clock.freeze(150);
    const body = Buffer.from(JSON.stringify(voice('Do you open on Sundays?')));
    const timestampSeconds = Math.floor(time.now() / 1000);
    const about = { headerId: 'del_1', event: 'agent.message', secret: SECRET, userAgent: 'x' };
    const headers = webhookHeaders({ ...about, body, timestampSeconds });
    const response = await fetch(url, { method: 'POST', headers: [...headers], body });
    let lines = 0;
    for await (const chunk of response.body ?? []) {
      lines += Buffer.from(chunk).toString().split('\n').length - 1;
      time.pass(400);
    }
    expect([response.status, lines]).toEqual([200, 3]);
  });

  it('hangs up on goodbye and presses keys when asked', async () => {
    const { post } = await setUp();
    const bye = await post(voice('OK, bye'));
    expect(
      Buffer.from(bye.body)
        .toString()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
        .at(-1),
    ).toMatchObject({ hangup: true });
    const keys = await post(voice('please press 1 2 #'));
    expect(Buffer.from(keys.body).toString()).toContain('"digits":"12#"');
  });

  it('answers a text through the API, once per X-Webhook-ID', async () => {
    const { api, post, problems } = await setUp();
    const text = {
      event: 'agent.message',
      channel: 'sms',
      agentId: 'agt_a',
      data: { numberId: 'num_a', from: '+12025550147', message: 'When are you open?' },
    };
    expect((await post(text)).status).toBe(200);
    expect((await post(text)).status).toBe(200);
    while (api.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(api.seen).toHaveLength(1);
    expect(api.seen[0]).toMatchObject({ method: 'POST', path: '/v1/messages' });
    expect(api.seen[0]?.headers).toMatchObject({
      authorization: 'Bearer sk_live_x',
      'idempotency-key': 'del_1',
    });
    expect(JSON.parse(api.seen[0]?.body.toString() ?? '')).toEqual({
      number_id: 'num_a',
      to_number: '+12025550147',
      body: expect.stringContaining('nine to six'),
    });
    expect(problems).toEqual([]);
  });

  it('believes no wrong signature, no old timestamp and nothing after it was replaced', async () => {
    const { post, time } = await setUp();
    expect((await post(voice('hi'), { secret: 'other' })).status).toBe(401);
    const old = Math.floor(time.now() / 1000) - 301;
    expect((await post(voice('hi'), { timestampSeconds: old })).status).toBe(401);
    const replaced = await setUp(null);
    expect((await replaced.post(voice('hi'))).status).toBe(401);
  });

  it('takes no nonsense for an event', async () => {
    const { post } = await setUp();
    expect((await post({ hello: 1 })).status).toBe(422);
  });
});

describe('the demo answers', () => {
  it.each([
    ['Hi there', 'opening hours'],
    ['hello, do you rent bikes?', 'fifteen dollars'],
    ['my chain is broken', 'blue door'],
    ['where can I find you', 'lighthouse'],
    ['how much is it', 'fifteen dollars'],
    ['can I speak to a human', 'demo handler'],
    ['are you a robot?', 'AgentPhone Desktop'],
    ['thanks!', 'anything else'],
    ['what is the meaning of life', 'POST /v1/webhooks'],
    ['   ', 'say it again'],
  ])('has one for "%s"', (heard, part) => {
    expect(demoAnswer(heard).sentences.join(' ')).toContain(part);
  });
});

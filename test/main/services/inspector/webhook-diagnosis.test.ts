import { afterEach, describe, expect, it } from 'vitest';
import { Diagnosis } from '../../../../common/contract/index.ts';
import {
  ACCOUNT,
  AGENT,
  type Engine,
  type EngineOptions,
  startEngine,
  textEvent,
} from '../../../doubles/app/webhook-engine.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

type Handler = Parameters<typeof WebServer.start>[0];

async function start(options: EngineOptions = {}): Promise<Engine> {
  const engine = await startEngine(options);
  cleanups.push(() => engine.stop());
  return engine;
}

async function serve(handler: Handler): Promise<WebServer> {
  const server = await WebServer.start(handler);
  cleanups.push(() => server.stop());
  return server;
}

const problem = (diagnosis: Diagnosis) =>
  diagnosis.steps.find(({ state }) => state === 'problem')?.check ?? null;

async function voiceAnswer(type: string, body: string, status = 200): Promise<Diagnosis> {
  return (await voiceAnswerAndFilter(type, body, status)).diagnosis;
}

/** What the doctor says, and whether the filter for answers that nobody heard finds it. */
async function voiceAnswerAndFilter(type: string, body: string, status = 200) {
  const engine = await start();
  const server = await serve((_request, response) => {
    response.writeHead(status, { 'Content-Type': type });
    response.end(body);
  });
  engine.webhooks.set(ACCOUNT, null, { url: server.url });
  const diagnosis = await engine.doctor.webhook(ACCOUNT, AGENT, 'voiceTurn');
  expect(Diagnosis.parse(diagnosis)).toEqual(diagnosis);
  const { total } = await engine.inspection.list({ filter: 'status:silent', limit: 1 });
  return { diagnosis, isSilent: total === 1 };
}

describe('the doctor', () => {
  it('says that nobody is registered', async () => {
    const engine = await start();
    expect(problem(await engine.doctor.webhook(ACCOUNT, null, 'text'))).toBe('registered');
    engine.events.enqueue(textEvent('lost'));
    const { items } = await engine.inspection.list({ filter: '', limit: 1 });
    const diagnosis = await engine.doctor.delivery(items[0]?.id ?? '');
    expect(diagnosis).toMatchObject({
      healthy: false,
      verdict: expect.stringContaining('nowhere, because'),
    });
  });

  it.each([
    ['http://127.0.0.1:1/', 'reachable'],
    ['http://nowhere.invalid/', 'nameKnown'],
    ['http://169.254.169.254.nip.invalid/', 'nameKnown'],
  ])('finds where the way to %s ends', async (url, check) => {
    const engine = await start();
    engine.webhooks.set(ACCOUNT, null, { url });
    const diagnosis = await engine.doctor.webhook(ACCOUNT, null, 'text');
    expect(problem(diagnosis)).toBe(check);
    expect(diagnosis.steps.at(-1)?.check).toBe('retries');
  });

  it('tells TLS trouble from a closed port', async () => {
    const engine = await start();
    const server = await serve((_request, response) => void response.end());
    engine.webhooks.set(ACCOUNT, null, { url: server.url.replace('http:', 'https:') });
    expect(problem(await engine.doctor.webhook(ACCOUNT, null, 'text'))).toBe('secure');
  });

  it.each([
    ['{"text":"We are open until five."}', '"text": "We are open until five."'],
    ['{"ok":true,"reply":"Yes."}', '"reply": "Yes."'],
    ['{"text":"Yes."}\n{"text":"No."}', '"text": "Yes."'],
    [Buffer.from('{"text":"Jos\xe9."}', 'latin1'), '"text": "Jos\ufffd."'],
    ['{"message":"ok"}', null],
    ['{"message":"Received."}', null],
    ['{"status":"queued"}', null],
    ['ok', null],
    ['', null],
  ])('says that the answer %s to a text reached nobody: %s', async (body, words) => {
    const engine = await start();
    const server = await serve((_request, response) => void response.end(body));
    engine.webhooks.set(ACCOUNT, null, { url: server.url });
    const { healthy, verdict } = await engine.doctor.webhook(ACCOUNT, null, 'text');
    expect(healthy).toBe(true);
    if (words === null) expect(verdict).toBe('It arrived, and all is well.');
    else {
      expect(verdict).toContain(`The answer has ${words}, which was not sent to anybody.`);
      expect(verdict).toContain('POST /v1/messages');
    }
  });

  it('tells a timeout from a refusal', async () => {
    const time = new ManualTime();
    const engine = await start({ time });
    const silent = await serve(() => time.pass(60_000));
    engine.webhooks.set(ACCOUNT, null, { url: silent.url, timeout: 5 });
    const late = await engine.doctor.webhook(ACCOUNT, null, 'text');
    expect(late).toMatchObject({ verdict: expect.stringContaining('did not answer within 5 s') });
    expect(problem(late)).toBe('answered');
    const refusing = await serve((_request, response) => {
      response.statusCode = 401;
      response.end();
    });
    engine.webhooks.set(ACCOUNT, null, { url: refusing.url });
    const refused = await engine.doctor.webhook(ACCOUNT, null, 'text');
    expect(problem(refused)).toBe('status');
    expect(refused.steps.find(({ check }) => check === 'status')?.fix).toContain('clinic');
  });

  it.each([
    ['application/json', '{"text":"Yes."}', null],
    ['application/x-ndjson', '{"text":"One","interim":true}\n{"text":"Two"}', null],
    ['application/json', '{"hangup":true}', null],
    ['application/json', '', 'jsonObject'],
    ['text/plain', 'Yes.', 'jsonObject'],
    ['application/json', '["Yes."]', 'jsonObject'],
    ['application/json', '{"text":"a"}\n{"text":"b"}', 'jsonObject'],
    ['application/json', '{"response":"Yes."}', 'textPresent'],
    ['application/json', '{"text":""}', 'textPresent'],
    [
      'application/x-ndjson',
      '{"text":"One moment.","interim":true}\n{"message":"Yes."}',
      'understood',
    ],
    ['application/x-ndjson', '{"text":"One"}\n{"text":"Two"}', 'understood'],
  ])('judges a voice answer of %s %s', async (type, body, check) => {
    const { diagnosis, isSilent } = await voiceAnswerAndFilter(type, body);
    expect(problem(diagnosis)).toBe(check);
    expect(isSilent).toBe(check === 'jsonObject' || check === 'textPresent');
  });

  it('does not ask about TLS where there is none', async () => {
    const engine = await start();
    const server = await serve((_request, response) => void response.writeHead(500).end());
    for (const url of [server.url, 'http://127.0.0.1:1/']) {
      engine.webhooks.set(ACCOUNT, null, { url });
      const { steps } = await engine.doctor.webhook(ACCOUNT, null, 'text');
      expect(steps.map(({ check }) => check)).not.toContain('secure');
    }
  });

  it.each([
    ['application/json', '{"text":"Bye.","hangup":"true"}', /"hangup" is "true"/],
    ['application/json', '{"text":"Bye.","action":"dance"}', /"action" is "dance"/],
    ['application/json', '{"text":["Yes."]}', /"text" is \["Yes\."\]/],
    ['application/json', '{"txt":"Yes."}', /"txt" is no field/],
    ['application/x-ndjson', '{"text":"One moment.","interim":true}', /without a line that lacks/],
  ])('tells what a call would be warned about: %s %s', async (type, body, verdict) => {
    const diagnosis = await voiceAnswer(type, body);
    expect(diagnosis.healthy).toBe(true);
    expect(diagnosis.verdict).toMatch(verdict);
  });

  it('says that a delivery is held, waiting or given up', async () => {
    const engine = await start({ time: new ManualTime() });
    const server = await serve((_request, response) => {
      response.statusCode = 503;
      response.end();
    });
    engine.webhooks.set(ACCOUNT, null, { url: server.url });
    engine.breakpoints.set('held');
    const held = engine.events.enqueue(textEvent('held')).deliveryId ?? '';
    await engine.until(held, 'held');
    expect(problem(await engine.doctor.delivery(held))).toBe('released');
    const failing = engine.events.enqueue(textEvent('x', { conversationId: 'conv_b' }));
    const id = failing.deliveryId ?? '';
    await engine.until(id, 'sending');
    await engine.until(id, 'pending');
    const steps = (await engine.doctor.delivery(id)).steps;
    expect(steps.at(-1)?.finding).toContain('Attempt 2 of 6 follows at');
  });
});

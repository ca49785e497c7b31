import { afterEach, describe, expect, it } from 'vitest';
import { toUs } from '../../../../common/rules/timeline/timeline.ts';
import { PERSON } from '../../../doubles/app/call-test-app.ts';
import { HostedTestApp } from '../../../doubles/app/hosted-test-app.ts';

let opened: HostedTestApp | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

async function testApp(settings: object = {}): Promise<HostedTestApp> {
  opened = await HostedTestApp.open(settings);
  return opened;
}

const SECRET = 'Bearer tool-secret-value';
const parameters = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 1 } },
  required: ['city'],
};
const weather = (url: string, more: object = {}) => ({
  name: 'get_weather',
  description: 'The weather of a city.',
  url,
  parameters,
  ...more,
});

describe('a custom tool', () => {
  it('is posted its name, its arguments and the call, and its answer goes to the model', async () => {
    const hosted = await testApp();
    const server = await hosted.server((_request, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end('{"sky":"blue","degrees":21}');
    });
    const headers = { Authorization: SECRET, 'X-Shop': '7', 'X-Left-Out': null };
    await hosted.testApp.change({ customTools: [weather(`${server.url}/w?key=abc`, { headers })] });
    const callId = await hosted.greeted();
    hosted.callTool('get_weather', { city: 'Oslo', days: 2 }, 'Blue sky.');
    expect((await hosted.ask(callId, 'Weather?'))?.agent).toBe('Blue sky.');

    const [request] = server.seen;
    expect(request).toMatchObject({ method: 'POST', path: '/w?key=abc' });
    expect(request?.headers).toMatchObject({
      authorization: SECRET,
      'x-shop': '7',
      'content-type': 'application/json',
    });
    expect(request?.headers).not.toHaveProperty('x-left-out');
    const { number } = hosted.testApp;
    expect(JSON.parse(request?.body.toString() ?? '')).toEqual({
      name: 'get_weather',
      args: { city: 'Oslo', days: 2 },
      call: {
        callId,
        agentId: number.agentId,
        numberId: number.id,
        direction: 'inbound',
        from: PERSON,
        to: number.phoneNumber,
      },
    });
    expect(hosted.told()).toEqual({ sky: 'blue', degrees: 21 });
    const offered = hosted.model.last.body.tools?.find(
      ({ function: { name } }) => name === 'get_weather',
    );
    expect(offered?.function.parameters).not.toHaveProperty('$schema');

    const [answered] = await hosted.data(callId, 'tool.answered');
    expect(answered).toMatchObject({ ok: true, status: 200, message: null });
    expect(JSON.parse(answered?.answer ?? '')).toEqual({ sky: 'blue', degrees: 21 });
    const { control } = hosted.testApp.app;
    const recorded = await control.run('delivery.get', { id: answered?.deliveryId ?? '' });
    expect(recorded).toMatchObject({
      kind: 'tool',
      event: 'tool.get_weather',
      status: 'success',
      callId,
      turn: 1,
      attempts: [{ method: 'POST', status: 200 }],
    });
    const text = JSON.stringify([recorded, await hosted.events(callId)]);
    expect(text).not.toContain('tool-secret-value');
    expect(text).not.toContain('abc');
    expect((await control.run('call.get', { callId })).usage.toolCalls).toBe(1);
  });

  it('is asked with its arguments in the query by GET', async () => {
    const hosted = await testApp();
    const server = await hosted.server((_request, response) => void response.end('Rain'));
    const tool = weather(`${server.url}/w?unit=c`, {
      method: 'GET',
      parameters: { type: 'object', properties: {} },
    });
    await hosted.testApp.change({ customTools: [tool] });
    const callId = await hosted.greeted();
    hosted.callTool('get_weather', { city: 'Oslo & Bergen', days: [1, 2] }, 'Rain.');
    await hosted.ask(callId, 'Weather?');
    const [request] = server.seen;
    expect(request?.method).toBe('GET');
    expect(request?.body.length).toBe(0);
    expect(Object.fromEntries(new URL(request?.path ?? '', server.url).searchParams)).toEqual({
      unit: 'c',
      city: 'Oslo & Bergen',
      days: '[1,2]',
    });
    expect(hosted.told()).toBe('Rain');
  });

  it('counts as time of the user, exact to the microsecond', async () => {
    const hosted = await testApp();
    const server = await hosted.server((_request, response) => {
      setTimeout(() => response.end('{}'), 60);
    });
    await hosted.testApp.change({ customTools: [weather(server.url)] });
    const callId = await hosted.greeted();
    hosted.callTool('get_weather', { city: 'Oslo' }, 'Blue sky.');
    await hosted.ask(callId, 'Weather?');
    const { turns } = await hosted.testApp.app.control.run('call.timeline', { callId });
    const turn = turns[1];
    const tool = turn?.parts.find(({ name }) => name === 'tool');
    expect(tool?.owner).toBe('server');
    expect((tool?.endMs ?? 0) - (tool?.startMs ?? 0)).toBeGreaterThanOrEqual(59);
    const sumUs = turn?.parts.reduce(
      (sum, { startMs, endMs }) => sum + toUs(endMs) - toUs(startMs),
      0,
    );
    expect(sumUs).toBe(toUs(turn?.responseLatencyMs ?? -1));
    expect(turn?.tools).toMatchObject([{ name: 'get_weather', args: { city: 'Oslo' }, ok: true }]);
  });

  it('may be talked over: the message is heard while it works', async () => {
    const hosted = await testApp();
    let answer = () => {};
    const server = await hosted.server((_request, response) => {
      answer = () => response.end('{}');
    });
    const executionMessage = 'Let me look that up.';
    await hosted.testApp.change({
      customTools: [weather(server.url, { speakDuringExecution: true, executionMessage })],
    });
    const callId = await hosted.greeted();
    hosted.model.next(
      { steps: [{ text: 'Well' }, { tool: 'get_weather', args: { city: 'Oslo' } }] },
      { steps: [{ text: 'Blue sky.' }] },
    );
    const { control } = hosted.testApp.app;
    const { turnIndex: turn } = await control.run('call.say', { callId, text: 'Weather?' });
    await control.run('call.waitFor', { callId, event: 'agentSpeaking', turn });
    expect(await hosted.data(callId, 'tool.answered')).toEqual([]);
    answer();
    const call = await control.run('call.waitFor', { callId, event: 'agentTurn', turn });
    expect(call.turns[turn]?.agent).toBe('Well Let me look that up. Blue sky.');
  });

  it('says nothing of what is not sent: the arguments are wrong', async () => {
    const hosted = await testApp();
    const server = await hosted.server((_request, response) => {
      response.end('{}');
    });
    const executionMessage = 'Let me write that down.';
    await hosted.testApp.change({ customTools: [weather(server.url, { executionMessage })] });
    const callId = await hosted.greeted();
    hosted.model.next(
      { steps: [{ tool: 'get_weather', args: { city: 7 } }] },
      { steps: [{ tool: 'get_weather', args: { city: 'Oslo' } }] },
      { steps: [{ text: 'Blue sky.' }] },
    );
    const turn = await hosted.ask(callId, 'Weather?');
    expect(turn?.agent).toBe('Let me write that down. Blue sky.');
    expect(server.seen).toHaveLength(1);
    expect(await hosted.data(callId, 'warning')).toMatchObject([
      { message: expect.stringContaining('wrong arguments') },
    ]);
  });

  it('without a message of its own is waited for in the agent’s language', async () => {
    const hosted = await testApp({ language: 'de-DE' });
    const server = await hosted.server((_request, response) => {
      response.end('{}');
    });
    await hosted.testApp.change({
      customTools: [weather(server.url, { speakDuringExecution: true })],
    });
    const callId = await hosted.greeted();
    hosted.callTool('get_weather', { city: 'Oslo' }, 'Blauer Himmel.');
    const turn = await hosted.ask(callId, 'Wetter?');
    expect(turn?.agent).toBe('Einen Moment, bitte. Blauer Himmel.');
  });

  it('that fails is told to the model as a failure, and to the owner as a warning', async () => {
    const hosted = await testApp();
    const server = await hosted.server((_request, response) => {
      response.statusCode = 500;
      response.end('Out of weather.');
    });
    await hosted.testApp.change({ customTools: [weather(server.url)] });
    const callId = await hosted.greeted();
    hosted.callTool('get_weather', { city: 'Oslo' }, 'I cannot tell.');
    expect((await hosted.ask(callId, 'Weather?'))?.agent).toBe('I cannot tell.');
    expect(hosted.told()).toMatchObject({
      error: expect.stringContaining('answered 500'),
      answer: 'Out of weather.',
    });
    expect(await hosted.data(callId, 'tool.answered')).toMatchObject([{ ok: false, status: 500 }]);
    expect(await hosted.data(callId, 'warning')).toMatchObject([{ code: 'tool_failed' }]);
  });

  it('that is too slow is given up after its timeout, however it drips', async () => {
    const hosted = await testApp();
    const server = await hosted.server((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 100);
      response.on('close', () => clearInterval(drip));
    });
    await hosted.testApp.change({ customTools: [weather(server.url, { timeoutMs: 1_000 })] });
    const callId = await hosted.greeted();
    hosted.callTool('get_weather', { city: 'Oslo' }, 'It takes too long.');
    await hosted.ask(callId, 'Weather?');
    const [answered] = await hosted.data(callId, 'tool.answered');
    expect(answered).toMatchObject({ ok: false, message: expect.stringContaining('within 1 s') });
    expect(
      (await hosted.testApp.app.control.run('delivery.get', { id: answered?.deliveryId ?? '' }))
        .attempts,
    ).toMatchObject([{ failure: 'timeout', outcome: 'failed' }]);
  });

  it('is not sent with arguments that its schema forbids; the model may mend them', async () => {
    const hosted = await testApp();
    const server = await hosted.server((_request, response) => void response.end('{"sky":"blue"}'));
    await hosted.testApp.change({ customTools: [weather(server.url)] });
    const callId = await hosted.greeted();
    hosted.model.next(
      { steps: [{ tool: 'get_weather', args: { days: 0 } }] },
      { steps: [{ tool: 'get_weather', args: { city: 'Oslo' } }] },
      { steps: [{ text: 'Blue.' }] },
    );
    expect((await hosted.ask(callId, 'Weather?'))?.agent).toBe('Blue.');
    expect(server.seen).toHaveLength(1);
    const answers = await hosted.data(callId, 'tool.answered');
    expect(answers.map(({ call, ok }) => [call, ok])).toEqual([
      [0, false],
      [1, true],
    ]);
    expect(answers[0]?.message).toMatch(/must have required property 'city'.*days must be >= 1/);
  });

  it('goes nowhere a webhook may not go, and follows no redirect', async () => {
    const hosted = await testApp();
    const server = await hosted.server((_request, response) => {
      response.writeHead(302, { Location: 'http://169.254.169.254/' });
      response.end();
    });
    await hosted.testApp.change({
      customTools: [
        weather('http://169.254.169.254/latest/meta-data'),
        weather(server.url, { name: 'moved' }),
      ],
    });
    const callId = await hosted.greeted();
    const args = { city: 'Oslo' };
    hosted.model.next(
      {
        steps: [
          { tool: 'get_weather', args },
          { tool: 'moved', args },
        ],
      },
      { steps: [{ text: 'No.' }] },
    );
    await hosted.ask(callId, 'Weather?');
    const answers = await hosted.data(callId, 'tool.answered');
    const byCall = new Map(answers.map(({ call, message }) => [call, message]));
    expect(byCall.get(0)).toMatch(/Not sent/);
    expect(byCall.get(1)).toMatch(/answered 302. Redirects are not followed/);
  });

  it('is broken off when the caller speaks, and a later turn knows that it is open what it did', async () => {
    const hosted = await testApp();
    const server = await hosted.server(() => {});
    await hosted.testApp.change({ customTools: [weather(server.url)] });
    const callId = await hosted.greeted();
    hosted.model.next({ steps: [{ tool: 'get_weather', args: { city: 'Oslo' } }] });
    const { control } = hosted.testApp.app;
    await control.run('call.say', { callId, text: 'Weather?' });
    const follow = async (): Promise<void> => {
      while (server.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    };
    await follow();
    hosted.model.nextText('Fine.');
    expect((await hosted.ask(callId, 'Never mind.'))?.agent).toBe('Fine.');
    expect(await hosted.data(callId, 'tool.answered')).toMatchObject([
      { ok: false, message: expect.stringContaining('Broken off') },
    ]);
    expect(String(hosted.model.last.body.messages?.[0]?.content)).toContain(
      'get_weather {"city":"Oslo"} answered: broken off',
    );
  });

  it('is remembered: a later turn knows what it answered', async () => {
    const hosted = await testApp();
    const server = await hosted.server((_request, response) => void response.end('{"sky":"blue"}'));
    await hosted.testApp.change({ customTools: [weather(server.url)] });
    const callId = await hosted.greeted();
    hosted.callTool('get_weather', { city: 'Oslo' }, 'Blue.');
    await hosted.ask(callId, 'Weather?');
    hosted.model.nextText('Still blue.');
    await hosted.ask(callId, 'And now?');
    expect(String(hosted.model.last.body.messages?.[0]?.content)).toContain(
      'get_weather {"city":"Oslo"} answered: {"sky":"blue"}',
    );
  });

  it('is refused by the API when its parameters, its name or its headers cannot be', async () => {
    const hosted = await testApp();
    const save = (more: object) =>
      hosted.testApp.change({ customTools: [weather('https://example.com', more)] });
    await expect(save({ parameters: { type: 'object', properties: 7 } })).rejects.toThrow(
      /no valid JSON Schema/,
    );
    await expect(save({ parameters: { type: 'array' } })).rejects.toThrow(/describe an object/);
    await expect(save({ name: 'hang_up' })).rejects.toThrow(/built in/);
    const injected = '7\r\nX-Admin: 1';
    await expect(save({ headers: { 'X-Shop': injected } })).rejects.toThrow(/line break/);
    await expect(save({ headers: { 'X-Shop: 7': '1' } })).rejects.toThrow(/cannot be called/);
  });
});

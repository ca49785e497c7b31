import { afterEach, describe, expect, it } from 'vitest';
import { MOST_MODEL_BODY_CHARACTERS } from '../../../../common/contract/index.ts';
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

const all = (hosted: HostedTestApp, callId: string, more: object = {}) =>
  hosted.testApp.app.control.run('call.modelRequests', { callId, ...more });

describe('what the model of a hosted call saw', () => {
  it('is each request of a turn in order, as the server got it, and what came back', async () => {
    const hosted = await testApp();
    const web = await hosted.server((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"free":true}');
    });
    await hosted.testApp.change({
      customTools: [
        {
          name: 'check_day',
          description: 'Looks up a day.',
          url: web.url,
          headers: { Authorization: 'Bearer of-the-tool' },
          parameters: { type: 'object', properties: { day: { type: 'string' } } },
        },
      ],
    });
    const callId = await hosted.greeted();
    hosted.callTool('check_day', { day: 'Sunday' }, 'Sunday is free.');
    await hosted.ask(callId, 'Is Sunday free?');
    hosted.model.nextText('Goodbye.');
    await hosted.ask(callId, 'Thanks.');

    const { items, hasMore } = await all(hosted, callId);
    expect(hasMore).toBe(false);
    expect(items.map(({ number, turn }) => [number, turn])).toEqual([
      [0, 1],
      [1, 1],
      [2, 2],
    ]);
    expect(items.map(({ body }) => JSON.parse(body.text))).toEqual(
      hosted.model.chats.map(({ body }) => body),
    );
    const [first, second] = items;
    expect(first).toMatchObject({
      provider: 'openai',
      model: 'test-model',
      request: { parameters: { model: 'test-model', stream: true } },
      answer: {
        outcome: 'complete',
        toolCalls: [{ name: 'check_day', arguments: { text: '{"day":"Sunday"}' } }],
        finish: 'tool_calls',
        usage: { inputTokens: 20, outputTokens: 5 },
      },
    });
    expect(first?.request?.tools.map(({ name }) => name)).toContain('check_day');
    expect(first?.request?.messages[0]).toMatchObject({
      role: 'system',
      parts: [{ kind: 'text', text: expect.stringMatching(/^You run the front desk\./) }],
    });
    expect(second?.request?.messages.at(-1)).toEqual({
      role: 'tool',
      parts: [{ kind: 'toolResult', name: 'check_day', text: '{"free":true}' }],
    });
    expect(second?.answer?.text).toEqual({ text: 'Sunday is free.', characters: 15 });
    const kept = JSON.stringify(items);
    expect(kept).not.toContain('sk-test');
    expect(kept).not.toContain('of-the-tool');
  });

  it('is listed turn by turn and page by page', async () => {
    const hosted = await testApp();
    const callId = await hosted.greeted();
    for (const words of ['One.', 'Two.', 'Three.']) {
      hosted.model.nextText(words);
      await hosted.ask(callId, 'Go on.');
    }
    const ofTurn = await all(hosted, callId, { turn: 2 });
    expect(ofTurn.items.map(({ answer }) => answer?.text.text)).toEqual(['Two.']);
    const page = await all(hosted, callId, { limit: 2 });
    expect(page.items.map(({ number }) => number)).toEqual([0, 1]);
    expect(page.hasMore).toBe(true);
    const rest = await all(hosted, callId, { limit: 2, afterNumber: 1 });
    expect(rest).toMatchObject({ items: [{ number: 2 }], hasMore: false });
    await expect(all(hosted, 'call_gone')).rejects.toThrow('There is no such call.');
  });

  it('is what the embedded dialogue was given, where no model is linked', async () => {
    const hosted = await testApp();
    await hosted.testApp.app.control.run('engines.set', { llm: { kind: 'offline' } });
    const callId = await hosted.greeted();
    await hosted.ask(callId, 'Hello?');
    const { items } = await all(hosted, callId);
    expect(items).toMatchObject([
      { provider: 'offline', model: 'offline', turn: 1, answer: { outcome: 'complete' } },
    ]);
    expect(items[0]?.request?.messages.at(-1)).toEqual({
      role: 'user',
      parts: [{ kind: 'text', text: 'Hello?' }],
    });
    expect(hosted.model.chats).toEqual([]);
  });

  it('is nothing for a call that a webhook answers', async () => {
    const hosted = await testApp({ voiceMode: 'webhook' });
    await hosted.testApp.webhook((_request, response) => void response.end('{"text":"Hi."}'));
    const callId = await hosted.greeted();
    await hosted.ask(callId, 'Hello?');
    expect(await all(hosted, callId)).toEqual({ items: [], hasMore: false });
  });

  it('says what broke an answer off, and why one failed', async () => {
    const hosted = await testApp();
    const callId = await hosted.greeted();
    const { control } = hosted.testApp.app;
    hosted.model.next({ steps: [{ text: 'Well. ' }, { until: new Promise(() => {}) }] });
    const { turnIndex: turn } = await control.run('call.say', { callId, text: 'Go.' });
    await control.run('call.waitFor', { callId, event: 'agentSpeaking', turn });
    hosted.model.next({ status: 401, body: { error: { message: 'Incorrect API key.' } } });
    await hosted.ask(callId, 'Stop.');
    const { items } = await all(hosted, callId);
    expect(items.map(({ answer }) => answer)).toMatchObject([
      { outcome: 'aborted', text: { text: 'Well. ' } },
      { outcome: 'failed', message: expect.stringContaining('refused the API key') },
    ]);
  });

  it('is cut where it is too long, and says so', async () => {
    const hosted = await testApp({ systemPrompt: 'p'.repeat(90_000) });
    const parameters = { type: 'object', description: 'd'.repeat(60_000) };
    await hosted.testApp.change({
      customTools: ['a', 'b', 'c', 'd'].map((name) => ({
        name: `tool_${name}`,
        description: 'Waits.',
        url: 'http://127.0.0.1:9/',
        parameters,
      })),
    });
    const callId = await hosted.greeted();
    await hosted.ask(callId, 'Hello?');
    const { items } = await all(hosted, callId);
    const sent = JSON.stringify(hosted.model.last.body).length;
    expect(sent).toBeGreaterThan(MOST_MODEL_BODY_CHARACTERS);
    expect(items[0]?.body.text).toHaveLength(MOST_MODEL_BODY_CHARACTERS);
    expect(items[0]?.body.characters).toBe(sent);
    expect(items[0]?.request).toBeNull();
  });

  it('outlives a restart and an import, and is gone after a reset', async () => {
    const hosted = await testApp();
    const callId = await hosted.greeted();
    hosted.model.nextText('We open at nine.');
    await hosted.ask(callId, 'When do you open?');
    await hosted.testApp.app.control.run('call.hangUp', { callId });
    const before = await all(hosted, callId);
    expect(before.items).toHaveLength(1);
    await hosted.testApp.testApp.stop();
    hosted.testApp.app = await hosted.testApp.testApp.start();
    expect(await all(hosted, callId)).toEqual(before);
    const { control } = hosted.testApp.app;
    const workspace = await control.run('workspace.export', {});
    await control.run('workspace.reset', {});
    await expect(all(hosted, callId)).rejects.toThrow('There is no such call.');
    await control.run('workspace.import', { workspace });
    expect(await all(hosted, callId)).toEqual(before);
  });

  it('can be read while the model still answers, and is then without an answer', async () => {
    const hosted = await testApp();
    const callId = await hosted.greeted();
    hosted.model.next({ steps: [{ until: new Promise(() => {}) }] });
    await hosted.testApp.app.control.run('call.say', { callId, text: 'Go.' });
    await hosted.model.chat(1);
    const { items } = await all(hosted, callId);
    expect(items).toMatchObject([{ number: 0, answer: null }]);
    expect(items[0]?.request).not.toBeNull();
  });

  it('goes with the deliveries that are too old', async () => {
    const hosted = await testApp();
    const callId = await hosted.greeted();
    hosted.model.nextText('One.');
    await hosted.ask(callId, 'Go on.');
    const { control } = hosted.testApp.app;
    await control.run('call.hangUp', { callId });
    await control.run('clock.advance', { by: 'P8D' });
    const young = await hosted.greeted();
    hosted.model.nextText('Two.');
    await hosted.ask(young, 'Go on.');
    await control.run('retention.set', { maxAgeDays: 7 });
    expect((await all(hosted, callId)).items).toEqual([]);
    expect((await all(hosted, young)).items).toHaveLength(1);
  });
});

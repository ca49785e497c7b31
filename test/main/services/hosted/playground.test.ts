import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OperationRequest } from '../../../../common/contract/index.ts';
import { type StartedApp, TestApp } from '../../../doubles/app/running-app.ts';
import { OpenAiServer } from '../../../doubles/servers/openai-server.ts';
import { WebServer } from '../../../doubles/servers/web-server.ts';

const PROMPT = 'You are Sam. Sell cakes to {{name}}.\nprice → Two francs.';

let testApp: TestApp;
let app: StartedApp;
let models: OpenAiServer;
let tools: WebServer;
let agentId: string;
beforeEach(async () => {
  models = await OpenAiServer.start();
  tools = await WebServer.start((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{"stock": 3}');
  });
  testApp = new TestApp();
  app = await testApp.start();
  const agent = await app.control.run('agent.create', {
    name: 'Bakery',
    voiceMode: 'hosted',
    systemPrompt: PROMPT,
    modelTier: 'max',
    customTools: [
      { name: 'stock', description: 'What is left.', url: `${tools.url}/stock`, method: 'POST' },
    ],
  });
  agentId = agent.id;
});
afterEach(async () => {
  await testApp.clear();
  await models.stop();
  await tools.stop();
});

const link = () =>
  app.control.run('engines.set', {
    llm: { kind: 'openai', baseUrl: models.url, tiers: { turbo: 'quick', max: 'best' } },
  });
const say = (text: string, more: Partial<OperationRequest<'playground.say'>> = {}) =>
  app.control.run('playground.say', { agentId, text, ...more });
const system = () => String(models.last.body.messages?.[0]?.content);

describe('the playground', () => {
  it('talks to the agent as a call would, with its prompt, tier and tools', async () => {
    await link();
    models.nextText('Good', ' day.');
    const answer = await say('Hello.', {
      history: [
        { role: 'agent', content: 'Bakery.' },
        { role: 'user', content: 'Is that Sam?' },
      ],
      variables: { name: 'Ada' },
    });
    expect(answer).toEqual({
      text: 'Good day.',
      provider: 'openai',
      model: 'best',
      toolCalls: [],
      firstTextMs: expect.any(Number),
      totalMs: expect.any(Number),
      usage: { inputTokens: 20, outputTokens: 5 },
    });
    expect(answer.firstTextMs).toBeLessThanOrEqual(answer.totalMs);
    expect(system()).toContain('Sell cakes to Ada.');
    expect(models.last.body.messages?.slice(-2).map(({ content }) => content)).toEqual([
      'Is that Sam?',
      'Hello.',
    ]);
    const offered = models.last.body.tools?.map((tool) => tool.function.name);
    expect(offered).toEqual(expect.arrayContaining(['hang_up', 'send_message', 'stock']));
    expect((await app.control.run('call.list', {})).total).toBe(0);
  });

  it('tries out another prompt and another model without saving them', async () => {
    await link();
    await say('Hello.', { systemPrompt: 'Sell bread.', modelTier: 'turbo' });
    expect(models.last.body.model).toBe('quick');
    expect(system()).toContain('Sell bread.');
    expect(system()).not.toContain('cakes');
    expect((await app.sdk.agents.getAgent({ agent_id: agentId })).systemPrompt).toBe(PROMPT);
  });

  it('calls custom tools only when it is allowed to', async () => {
    await link();
    const call = { tool: 'stock', args: { of: 'cake' } };
    models.next({ steps: [{ text: 'Wait.' }, call] }, { steps: [{ text: 'I cannot tell.' }] });
    const dry = await say('What is left?');
    expect(tools.seen).toEqual([]);
    expect(dry.text).toBe('Wait.\nI cannot tell.');
    expect(dry.toolCalls).toEqual([
      {
        name: 'stock',
        args: { of: 'cake' },
        ok: false,
        answer: { error: expect.stringContaining('switched off') },
        durationMs: expect.any(Number),
        deliveryId: null,
      },
    ]);
    models.next({ steps: [call] }, { steps: [{ text: 'Three.' }] });
    const real = await say('What is left?', { runTools: true });
    expect(real.text).toBe('Three.');
    expect(real.toolCalls[0]).toMatchObject({ ok: true, answer: { stock: 3 } });
    expect(JSON.parse(tools.seen[0]?.body.toString() ?? '')).toMatchObject({
      name: 'stock',
      args: { of: 'cake' },
      call: null,
    });
    const id = real.toolCalls[0]?.deliveryId ?? '';
    expect((await app.control.run('delivery.get', { id })).event).toBe('tool.stock');
  });

  it('pretends what needs a call, but not with wrong arguments', async () => {
    await link();
    const steps = [
      { tool: 'send_message', args: { body: 'See you.' } },
      { tool: 'read_messages', args: {} },
      { tool: 'send_message', args: { text: 'See you.' } },
    ];
    models.next({ steps }, { steps: [{ text: 'Done.' }] });
    const { toolCalls } = await say('Text me.');
    expect(toolCalls.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(toolCalls[0]?.answer).toMatchObject({
      sent: true,
      note: expect.stringMatching(/tried/),
    });
    const { messages } = await app.control.run('workspace.export', {}).then(({ tables }) => tables);
    expect(messages ?? []).toEqual([]);
  });

  it('hangs up in words only', async () => {
    await link();
    models.next({ steps: [{ text: 'Goodbye.' }, { tool: 'hang_up', args: {} }] });
    const { text, toolCalls } = await say('Bye.');
    expect([text, toolCalls[0]?.name, models.chats.length]).toEqual(['Goodbye.', 'hang_up', 1]);
  });

  it('answers from the prompt where no model is linked, and says so', async () => {
    expect(await say('What is the price?')).toMatchObject({
      text: 'Two francs.',
      provider: 'offline',
      model: 'offline',
      usage: { inputTokens: 0, outputTokens: 0 },
    });
    expect((await say('Hello?')).text).toMatch(
      /^Hello, this is Sam\. .*no language model is linked/,
    );
  });

  it('says what is wrong with the model', async () => {
    await link();
    models.next({ status: 401 });
    const { status, body } = await app.control.send('playground.say', { agentId, text: 'Hi.' });
    expect(status).toBe(502);
    expect(body).toMatchObject({
      error: { code: 'MODEL_FAILED', message: expect.stringContaining('refused the API key') },
    });
  });

  it('calls no more than twenty tools in one answer, as in a call', async () => {
    await link();
    const steps = Array.from({ length: 25 }, (_, n) => ({ tool: 'stock', args: {}, id: `c${n}` }));
    models.next({ steps }, { steps: [{ text: 'Enough.' }] });
    const { toolCalls, text } = await say('Count everything.', { runTools: true });
    expect([toolCalls.length, tools.seen.length, text]).toEqual([20, 20, 'Enough.']);
  });

  it('stops the model when nobody waits for its answer any more', async () => {
    await link();
    models.next({ steps: [{ text: 'Well,' }, { until: new Promise(() => {}) }] });
    const left = new AbortController();
    const { control, controlToken } = app.ready;
    const answer = fetch(`${control}/control/operations/playground.say`, {
      method: 'POST',
      headers: { authorization: `Bearer ${controlToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ agentId, text: 'Hello.' }),
      signal: left.signal,
    });
    const { closed } = await models.chat(1);
    left.abort();
    await expect(answer).rejects.toThrow();
    expect((await closed).early).toBe(true);
    expect((await say('Are you there?')).text).toBe('Hello.');
  });

  it('knows no agent that is not there', async () => {
    const input = { agentId: 'agt_nobody', text: 'Hi.' };
    expect((await app.control.send('playground.say', input)).status).toBe(404);
  });
});

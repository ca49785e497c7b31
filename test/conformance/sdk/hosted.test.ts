import { AgentPhoneClient } from 'agentphone';
import { afterEach, describe, expect, it } from 'vitest';
import { ControlClient } from '../../doubles/app/control-client.ts';
import { AppLauncher } from '../../doubles/app/launched-app.ts';
import { OpenAiServer } from '../../doubles/servers/openai-server.ts';
import { WebServer } from '../../doubles/servers/web-server.ts';

/**
 * Hosted mode in the real app, in a separate process: the official SDK, a server with the OpenAI
 * chat API, a user's tool, and no webhook at all.
 */
const PERSON = '+15550100147';
const apps = new AppLauncher();
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  await apps.clear();
});

async function provider() {
  const ready = await apps.launch(['--empty']).ready();
  const client = new AgentPhoneClient({ token: ready.apiKey, environment: ready.api });
  const control = new ControlClient(ready);
  const models = await OpenAiServer.start();
  cleanups.push(() => models.stop());
  await control.run('engines.set', {
    llm: { kind: 'openai', baseUrl: models.url, apiKey: 'sk-mine', model: 'test-model' },
  });
  const offered = () => models.last.body.tools?.map((tool) => tool.function.name) ?? [];
  const prompt = () => String(models.last.body.messages?.[0]?.content);
  const ask = async (callId: string, text: string) => {
    const { turnIndex: turn } = await control.run('call.say', { callId, text });
    const call = await control.run('call.waitFor', { callId, event: 'agentTurn', turn });
    return call.turns.find(({ index }) => index === turn)?.agent;
  };
  return { client, control, models, offered, prompt, ask };
}

/** What was sent, newest first; `nowhere`: it would have been sent if there were a webhook. */
async function sent(control: ControlClient) {
  const { items } = await control.run('delivery.list', {});
  return items.map(({ event, status }) => [event, status]);
}

const tool = (name: string, url: string) => ({
  name,
  description: `Does ${name}.`,
  url,
  headers: { 'X-Shop': '7' },
  parameters: { type: 'object', properties: { item: { type: 'string' } } },
});

describe('an agent in hosted mode', () => {
  it('answers a call with its model and its tools, without any webhook', async () => {
    const { client, control, models, offered, ask } = await provider();
    const server = await WebServer.start((_request, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end('{"count": 2}');
    });
    cleanups.push(() => server.stop());
    const agent = await client.agents.createAgent({
      name: 'Bike shop',
      voiceMode: 'hosted',
      systemPrompt: 'You sell bicycles.',
      beginMessage: 'Bike shop, hello.',
      customTools: [tool('check_stock', server.url), tool('order', server.url)],
    });
    const number = await client.numbers.createNumber({ agentId: agent.id });
    const { callId } = await control.run('call.place', { from: PERSON, to: number.phoneNumber });
    await control.run('call.waitFor', { callId, event: 'greeted' });
    models.next(
      { steps: [{ tool: 'check_stock', args: { item: 'tandem' } }] },
      { steps: [{ text: 'We have two ' }, { text: 'tandems.' }] },
    );
    expect(await ask(callId, 'Do you have a tandem?')).toBe('We have two tandems.');
    expect(models.last.headers.authorization).toBe('Bearer sk-mine');
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]).toMatchObject({ headers: { 'x-shop': '7' } });
    expect(JSON.parse(server.seen[0]?.body.toString() ?? '')).toMatchObject({
      name: 'check_stock',
      args: { item: 'tandem' },
      call: { callId, direction: 'inbound', from: PERSON, to: number.phoneNumber },
    });
    models.next({ steps: [{ text: 'Goodbye.' }, { tool: 'hang_up', args: {} }] });
    await control.run('call.say', { callId, text: 'Bye.' });
    await control.run('call.waitFor', { callId, event: 'ended' });

    expect(await client.calls.getCall({ call_id: callId })).toMatchObject({
      status: 'completed',
      disconnectionReason: 'agent_hangup',
    });
    expect(await client.calls.getCallTranscript({ call_id: callId })).toMatchObject({
      transcript: [
        { role: 'agent', content: 'Bike shop, hello.' },
        { role: 'user', content: 'Do you have a tandem?' },
        { role: 'agent', content: 'We have two tandems.' },
        { role: 'user', content: 'Bye.' },
        { role: 'agent', content: 'Goodbye.' },
      ],
    });
    expect(await sent(control)).toEqual([
      ['agent.call_ended', 'nowhere'],
      ['tool.check_stock', 'success'],
    ]);
    expect(offered()).toEqual(expect.arrayContaining(['check_stock', 'order', 'hang_up']));
  });

  it('keeps its tools until others replace them, and none once they are cleared', async () => {
    const { client, control, offered, ask } = await provider();
    const url = 'https://shop.example.com/tool';
    const { id: agent_id } = await client.agents.createAgent({
      name: 'Bike shop',
      voiceMode: 'hosted',
      systemPrompt: 'You sell bicycles.',
      beginMessage: 'Hello.',
      customTools: [tool('first', url), tool('second', url)],
    });
    const { phoneNumber: to } = await client.numbers.createNumber({ agentId: agent_id });
    const own = async () => {
      const { callId } = await control.run('call.place', { from: PERSON, to });
      await control.run('call.waitFor', { callId, event: 'greeted' });
      await ask(callId, 'Hi.');
      await control.run('call.hangUp', { callId });
      return offered().filter((name) => /first|second|third/.test(name));
    };
    expect(await own()).toEqual(['first', 'second']);
    await client.agents.updateAgent({ agent_id, description: 'Sells bicycles.' });
    expect(await own()).toEqual(['first', 'second']);
    const replaced = await client.agents.updateAgent({
      agent_id,
      customTools: [tool('third', url)],
    });
    expect(replaced.customTools).toMatchObject([{ name: 'third', headers: { 'X-Shop': '7' } }]);
    expect(await own()).toEqual(['third']);
    await client.agents.updateAgent({ agent_id, customTools: [] });
    expect(await own()).toEqual([]);
  });
});

describe('a call with a prompt of its own', () => {
  it('is hosted whatever the mode of its agent, and filled in with its variables', async () => {
    const { client, control, models, prompt, ask } = await provider();
    const { id: agentId } = await client.agents.createAgent({ name: 'Caller' });
    await client.numbers.createNumber({ agentId });
    await control.run('callee.set', { behaviour: 'answer' });
    // The SDK does not type the responses of calls.
    const { id: callId } = (await client.calls.createOutboundCall({
      agentId,
      toNumber: PERSON,
      systemPrompt: 'Remind {{name}} of the visit on {{day}}.',
      initialGreeting: 'Hello {{name}}.',
      modelTier: 'turbo',
      variables: { name: 'Ada', day: 'Monday' },
    })) as { id: string };
    const call = await control.run('call.waitFor', { callId, event: 'greeted' });
    expect(call.turns[0]?.agent).toBe('Hello Ada.');
    models.nextText('Your visit is on Monday.');
    expect(await ask(callId, 'What is it about?')).toBe('Your visit is on Monday.');
    expect(prompt()).toMatch(/^Remind Ada of the visit on Monday\./);
    await control.run('call.hangUp', { callId });
    expect(await sent(control)).toEqual([['agent.call_ended', 'nowhere']]);
  });
});

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as FirstStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as FirstHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemTime } from '../../../main/platform/time/clock.ts';
import { API_KEY, type ApiHarness, openApiHarness } from '../../doubles/app/api-harness.ts';
import { WebServer } from '../../doubles/servers/web-server.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers of 28 tools in every shape
type Answer = any;
type Form = 'Streamable HTTP' | 'stdio';
type AnyClient = Pick<Client, 'callTool' | 'listTools' | 'close'>;

const PERSON = '+12025550147';
const ME = { name: 'test', version: '1' };

/** Both generations of the official client: with a handshake, and without one as of 2026-07-28. */
const CONNECT: Readonly<Record<string, (form: Form, url: string) => Promise<AnyClient>>> = {
  '1.x': async (form, url) => {
    const client = new FirstClient(ME);
    const transport =
      form === 'stdio' ? new FirstStdio(command(url)) : new FirstHttp(new URL('/mcp', url), BY_KEY);
    // This generation's types are not compatible with exact optional properties.
    await client.connect(transport as Parameters<typeof client.connect>[0]);
    return client as unknown as AnyClient;
  },
  '2.x': async (form, url) => {
    const client = new Client(ME, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
    await client.connect(
      form === 'stdio'
        ? new StdioClientTransport(command(url))
        : new StreamableHTTPClientTransport(new URL('/mcp', url), BY_KEY),
    );
    return client;
  },
};
const BY_KEY = { requestInit: { headers: { authorization: `Bearer ${API_KEY}` } } };

function command(url: string) {
  return {
    command: process.execPath,
    args: ['scripts/mcp.ts'],
    env: { AGENTPHONE_API_KEY: API_KEY, AGENTPHONE_BASE_URL: `${url}/v1/` },
  };
}

describe.each<[Form, string]>([
  ['Streamable HTTP', '1.x'],
  ['Streamable HTTP', '2.x'],
  ['stdio', '1.x'],
  ['stdio', '2.x'],
])('the MCP tools over %s, by the client %s', (form, generation) => {
  let harness: ApiHarness;
  let server: WebServer;
  let client: AnyClient;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    harness = await openApiHarness({ numberAllowance: 5, real: systemTime });
    server = await WebServer.start((_request, response) => void response.end('{}'));
    const url = await harness.app.listen({ port: 0, host: '127.0.0.1' });
    client = (await CONNECT[generation]?.(form, url)) as AnyClient;
  });
  afterAll(async () => {
    await client.close();
    await harness.close();
    await server.stop();
  });

  async function use(name: string, args: object = {}): Promise<Answer> {
    const result = (await client.callTool({ name, arguments: { ...args } })) as Answer;
    const { text } = result.content[0];
    return result.isError ? { failed: text } : JSON.parse(text);
  }

  it('are the 28 of the official server', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(
      `account_overview attach_number buy_number create_agent delete_agent delete_webhook
       detach_number get_agent get_call get_conversation get_messages get_usage get_webhook
       list_agents list_calls list_contacts list_conversations list_numbers list_voices
       list_webhook_deliveries make_call make_conversation_call manage_contact send_message
       set_webhook test_webhook update_agent update_conversation`.split(/\s+/),
    );
    const send = tools.find(({ name }) => name === 'send_message');
    expect(send?.inputSchema.required).toEqual(['to_number', 'body']);
  });

  it('make and change agents', async () => {
    const agent = await use('create_agent', {
      name: 'Desk',
      begin_message: 'Hi',
      voice_speed: 1.2,
    });
    expect(agent).toMatchObject({ beginMessage: 'Hi', voiceSpeed: 1.2 });
    ids.agent = agent.id;
    const updated = await use('update_agent', { agent_id: ids.agent, stt_mode: 'accurate' });
    expect(updated).toMatchObject({ sttMode: 'accurate', beginMessage: 'Hi' });
    expect((await use('get_agent', { agent_id: ids.agent })).name).toBe('Desk');
    expect((await use('list_agents', { limit: 1 })).total).toBe(1);
    expect((await use('list_voices')).data.length).toBeGreaterThan(3);
    const gone = await use('create_agent', { name: 'Gone' });
    expect((await use('delete_agent', { agent_id: gone.id })).success).toBe(true);
  });

  it('buy a number only when confirmed, and attach it', async () => {
    expect(await use('buy_number', { area_code: '415' })).toMatchObject({ bought: false });
    expect((await use('list_numbers')).total).toBe(0);
    const number = await use('buy_number', { area_code: '415', confirm: true });
    ids.number = number.id;
    const pair = { agent_id: ids.agent, number_id: ids.number };
    expect((await use('attach_number', pair)).agentId).toBe(ids.agent);
    expect((await use('detach_number', pair)).success).toBe(true);
    await use('attach_number', pair);
  });

  it('text, and read conversations', async () => {
    const sent = await use('send_message', {
      agent_id: ids.agent,
      to_number: PERSON,
      body: 'Hello',
    });
    ids.conversation = sent.conversation_id;
    expect((await use('get_messages', { number_id: ids.number })).data[0].body).toBe('Hello');
    expect((await use('list_conversations')).total).toBe(1);
    expect((await use('list_conversations', { agent_id: ids.agent })).total).toBe(1);
    const thread = { conversation_id: ids.conversation };
    await use('update_conversation', { ...thread, metadata: { a: 1 } });
    expect((await use('get_conversation', { ...thread, message_limit: 1 })).metadata).toEqual({
      a: 1,
    });
  });

  it('keep contacts', async () => {
    const made = await use('manage_contact', {
      action: 'create',
      phone_number: PERSON,
      name: 'Customer',
    });
    const one = { contact_id: made.id };
    expect((await use('manage_contact', { action: 'update', ...one, notes: 'n' })).notes).toBe('n');
    expect((await use('list_contacts', { search: 'custom' })).total).toBe(1);
    expect(await use('manage_contact', { action: 'delete', ...one })).toEqual({ success: true });
    expect((await use('manage_contact', { action: 'delete' })).failed).toContain('contact_id');
  });

  it('call, and wait for a conversation to end', async () => {
    const call = await use('make_call', { agent_id: ids.agent, to_number: PERSON });
    expect(call.status).toBe('in-progress');
    const waiting = use('make_conversation_call', {
      agent_id: ids.agent,
      to_number: PERSON,
      topic: 'Opening hours',
    });
    let live: Answer[] = [];
    while (live.length < 2) live = (await use('list_calls', { status: 'in-progress' })).data;
    harness.line.hangUp(live[0].id);
    expect((await waiting).transcripts).toEqual([]);
    harness.line.hangUp(call.id);
    expect((await use('get_call', { call_id: call.id, wait: true })).status).toBe('completed');
    expect((await use('list_calls', { agent_id: ids.agent })).total).toBe(2);
    expect((await use('list_calls', { number_id: ids.number, limit: 1 })).hasMore).toBe(true);
  });

  it('look after webhooks', async () => {
    for (const scope of [{}, { agent_id: ids.agent }]) {
      expect(await use('get_webhook', scope)).toBeNull();
      const set = await use('set_webhook', { ...scope, url: server.url, context_limit: 3 });
      expect(set.contextLimit).toBe(3);
      expect((await use('test_webhook', scope)).success).toBe(true);
      expect(await use('list_webhook_deliveries', scope)).toBeTruthy();
      expect((await use('delete_webhook', scope)).success).toBe(true);
    }
  });

  it('give an overview and usage', async () => {
    expect(Object.keys(await use('account_overview'))).toEqual([
      'agents',
      'numbers',
      'webhook',
      'usage',
    ]);
    expect((await use('get_usage')).plan).toBeTruthy();
    expect((await use('get_usage', { breakdown: 'daily', days: 2 })).days).toBe(2);
    expect((await use('get_usage', { breakdown: 'monthly' })).months).toBe(6);
  });

  it("fail with the API's own words", async () => {
    expect((await use('get_agent', { agent_id: 'nobody' })).failed).toMatch(/404.*no such agent/);
  });
});

describe('/mcp', () => {
  let harness: ApiHarness;
  beforeAll(async () => {
    harness = await openApiHarness({ numberAllowance: 5 });
  });
  afterAll(() => harness.close());

  const ask = async (method: string, params: object, headers: Record<string, string> = {}) => {
    const message = { jsonrpc: '2.0', id: 1, method, params };
    const answer = await harness.call('POST', '/mcp', message, headers);
    return { status: answer.status, body: answer.body as Answer };
  };
  const use = async (name: string, args: object): Promise<Answer> => {
    const { result } = (await ask('tools/call', { name, arguments: args })).body;
    const [{ text }] = result.content;
    return result.isError ? { failed: text } : JSON.parse(text);
  };

  it('wants the API key, and POST', async () => {
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
    const answer = await harness.call('POST', '/mcp', message, { authorization: 'Bearer nope' });
    expect(answer.status).toBe(401);
    expect((await harness.call('GET', '/mcp')).status).toBe(405);
    expect((await harness.call('DELETE', '/mcp')).status).toBe(405);
  });

  it.each(['*/*', 'application/json', 'text/event-stream', ''])(
    'answers in JSON a client that accepts "%s"',
    async (accept) => {
      const { status, body } = await ask('tools/list', {}, { accept });
      expect([status, body.result.tools.length]).toEqual([200, 28]);
    },
  );

  it('agrees on a version of its own with a client of an unknown one', async () => {
    const hello = { protocolVersion: '2031-01-01', capabilities: {}, clientInfo: ME };
    const { status, body } = await ask('initialize', hello);
    expect([status, body.result.protocolVersion]).toEqual([200, '2025-11-25']);
  });

  it('ends with listeners for news, of which there are none', async () => {
    const short = await openApiHarness();
    const url = await short.app.listen({ port: 0, host: '127.0.0.1' });
    const client = new Client(ME, { versionNegotiation: { mode: 'auto' } });
    await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', url), BY_KEY));
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
    const heard = await client.listen({ toolsListChanged: true });
    await short.close();
    expect(await heard.closed).toBeDefined();
    await client.close();
  });

  it('takes arguments as assistants write them', async () => {
    const agent = await use('create_agent', {
      name: 'Desk',
      voice_speed: '1.5',
      description: null,
    });
    expect(agent).toMatchObject({ name: 'Desk', voiceSpeed: 1.5 });
    const asked = { country: null, area_code: 415, agent_id: agent.id, confirm: 'True' };
    expect(await use('buy_number', asked)).toMatchObject({ agentId: agent.id, country: 'US' });
    expect((await use('list_numbers', { limit: '5', offset: '' })).total).toBe(1);
    const media_urls = '["https://example.com/a.png"]';
    const text = { agent_id: agent.id, to_number: PERSON, body: '12', media_urls };
    const sent = await use('send_message', text);
    const thread = { conversation_id: sent.conversation_id };
    await use('update_conversation', { ...thread, metadata: '{"a":1}' });
    expect((await use('get_conversation', thread)).metadata).toEqual({ a: 1 });
    await use('update_conversation', { ...thread, metadata: null });
    expect((await use('get_conversation', thread)).metadata).toBeNull();
  });

  it('says what is wrong with arguments that nobody can guess', async () => {
    expect((await use('send_message', { to_number: PERSON })).failed).toBe(
      'send_message cannot be used like this. body: Field required',
    );
    expect((await use('list_calls', { limit: 'many' })).failed).toContain('limit');
    expect((await use('list_calls', { limit: '500' })).failed).toContain('<=100');
    expect((await use('buy_number', { country: 'FR' })).failed).toContain('country');
    expect((await use('make_coffee', {})).failed).toContain('There is no tool "make_coffee"');
  });
});

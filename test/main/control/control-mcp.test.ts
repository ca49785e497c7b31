import {
  Client as ClientOfToday,
  StreamableHTTPClientTransport as HttpOfToday,
} from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../../common/contract/index.ts';
import { type StartedApp, TestApp } from '../../doubles/app/running-app.ts';

describe('control operations over MCP', () => {
  const testApp = new TestApp();
  let app: StartedApp;
  let client: Client;

  const connect = async (token: string) => {
    const connecting = new Client({ name: 'test', version: '1' });
    const transport = new StreamableHTTPClientTransport(
      new URL(`${app.ready.control}/control/mcp`),
      { requestInit: { headers: { authorization: `Bearer ${token}` } } },
    );
    await connecting.connect(transport as Parameters<typeof connecting.connect>[0]);
    return connecting;
  };
  const run = async (name: string, args: Record<string, unknown> = {}) => {
    const { content, isError } = await client.callTool({ name, arguments: args });
    const [{ text = '' } = {}] = content as { text?: string }[];
    return { text, isError: isError === true };
  };

  beforeAll(async () => {
    app = await testApp.start();
    client = await connect(app.ready.controlToken);
  });
  afterAll(async () => {
    await client.close();
    await testApp.clear();
  });

  it('are one tool each, by their own names, descriptions and effects', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(
      OPERATIONS.map(({ name }) => name.replace('.', '_')),
    );
    expect(new Set(tools.map(({ name }) => name)).size).toBe(tools.length);
    for (const { name } of tools) expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    const reset = tools.find(({ name }) => name === 'workspace_reset');
    expect(reset?.annotations).toMatchObject({ destructiveHint: true, readOnlyHint: false });
    expect(tools.find(({ name }) => name === 'text_receive')?.inputSchema.required).toEqual(
      expect.arrayContaining(['from', 'to', 'body']),
    );
  });

  it('run, and answer their output', async () => {
    const [number] = (await app.sdk.numbers.listNumbers()).data;
    const text = { from: '+12025550147', to: number?.phoneNumber, body: 'Hi' };
    const received = await run('text_receive', text);
    expect(JSON.parse(received.text)).toMatchObject({ conversationId: expect.any(String) });
    expect(JSON.parse((await run('clock_get')).text)).toMatchObject({ mode: 'real' });
  });

  it('say what is wrong with a call, in words that a model can act on', async () => {
    const missing = await run('call_get');
    expect(missing).toEqual({ isError: true, text: expect.stringContaining('callId') });
    const unknown = await run('make_coffee');
    expect(unknown).toEqual({ isError: true, text: expect.stringContaining('make_coffee') });
  });

  it('run for a client of 2026-07-28, with arguments as assistants write them', async () => {
    const today = new ClientOfToday(
      { name: 'test', version: '1' },
      { versionNegotiation: { mode: { pin: '2026-07-28' } } },
    );
    const headers = { authorization: `Bearer ${app.ready.controlToken}` };
    const url = new URL(`${app.ready.control}/control/mcp`);
    await today.connect(new HttpOfToday(url, { requestInit: { headers } }));
    expect((await today.listTools()).tools).toHaveLength(OPERATIONS.length);
    const { content } = await today.callTool({
      name: 'delivery_list',
      arguments: { limit: '5', before: null, filter: null },
    });
    expect(content).toEqual([{ type: 'text', text: expect.stringContaining('"total"') }]);
    await today.close();
  });

  it('need the token', async () => {
    await expect(connect('guessed')).rejects.toThrow(/CONTROL_TOKEN_REQUIRED|401/);
    const stream = await fetch(`${app.ready.control}/control/mcp`, {
      headers: { authorization: `Bearer ${app.ready.controlToken}` },
    });
    expect([stream.status, stream.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

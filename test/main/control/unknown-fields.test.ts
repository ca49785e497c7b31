import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ErrorBody, OPERATIONS } from '../../../common/contract/index.ts';
import { type StartedApp, TestApp } from '../../doubles/app/running-app.ts';

describe('a field that an operation does not have', () => {
  const testApp = new TestApp();
  let app: StartedApp;
  let agentId: string;
  beforeAll(async () => {
    app = await testApp.start();
    agentId = (await app.sdk.agents.listAgents()).data[0]?.id ?? '';
  });
  afterAll(() => testApp.clear());

  /** How an operation refuses its input over HTTP. */
  async function refusal(name: string, input: unknown) {
    const { status, body } = await app.control.send(name, input);
    const { message, details } = (body as ErrorBody).error;
    return { status, message, fields: details?.map(({ field }) => field) };
  }

  it('is refused by every operation that takes an object', async () => {
    const taken = ['workspace.import'];
    for (const { name } of OPERATIONS.filter((one) => !taken.includes(one.name))) {
      const { status, fields } = await refusal(name, { zzzzzzzz: 1 });
      expect(status, name).toBe(422);
      expect(fields, name).toContain('zzzzzzzz');
    }
  });

  it('is named with what was meant, at any depth, and nothing is changed', async () => {
    const before = await app.sdk.agents.getAgent({ agent_id: agentId });
    expect(
      await refusal('agent.update', { agentId, change: { beginMesage: 'x', name: 'Changed' } }),
    ).toEqual({
      status: 422,
      fields: ['change.beginMesage'],
      message: 'change.beginMesage: There is no such field. Did you mean "beginMessage"?',
    });
    expect(
      await refusal('agent.update', {
        agentId,
        change: {
          customTools: [{ name: 'a', description: 'b', url: 'https://a.example', methd: 'GET' }],
        },
      }),
    ).toMatchObject({
      fields: ['change.customTools.0.methd'],
      message: expect.stringContaining('Did you mean "method"?'),
    });
    expect(await app.sdk.agents.getAgent({ agent_id: agentId })).toEqual(before);
  });

  it('is named beside what is missing', async () => {
    const { fields, message } = await refusal('text.receive', {
      form: '+12025550147',
      to: '+12025550100',
      body: 'Hi',
    });
    expect(fields?.toSorted()).toEqual(['form', 'from']);
    expect(message).toContain('form: There is no such field. Did you mean "from"?');
  });

  it('is held against the shape that was meant, where there are several', async () => {
    expect(
      await refusal('fault.set', { target: 'voiceStream', kind: 'stall', after_lines: 1 }),
    ).toEqual({
      status: 422,
      fields: ['after_lines'],
      message: 'after_lines: There is no such field. Did you mean "afterLines"?',
    });
    expect(await refusal('call.hangUp', { callId: 'call_x', zzzzzzzz: 1 })).toMatchObject({
      message: 'zzzzzzzz: There is no such field. Known here: callId.',
    });
  });

  it('is none where the names are the user’s own', async () => {
    const { id } = await app.control.run('fault.set', {
      target: 'delivery',
      kind: 'jsonSpelling',
      spelling: 'spaces',
    });
    await app.control.run('fault.clear', { id });
    await app.control.run('agent.update', {
      agentId,
      change: {
        customTools: [
          {
            name: 'hours',
            description: 'When',
            url: 'https://a.example/hours',
            headers: { 'x-anything': 'goes' },
            parameters: { type: 'object', properties: { day: { type: 'string', anything: 1 } } },
          },
        ],
      },
    });
    await app.control.run('agent.update', { agentId, change: { customTools: [] } });
  });

  it('is not in the schemas that are listed', async () => {
    const response = await fetch(`${app.ready.control}/control/operations`, {
      headers: { authorization: `Bearer ${app.ready.controlToken}` },
    });
    const { operations } = (await response.json()) as {
      operations: { name: string; input: { additionalProperties?: unknown } }[];
    };
    const place = operations.find(({ name }) => name === 'call.place');
    expect(place?.input.additionalProperties).toBe(false);
  });

  it('is refused over MCP in the same words; what is known is taken as assistants write it', async () => {
    const client = new Client({ name: 'test', version: '1' });
    const transport = new StreamableHTTPClientTransport(
      new URL(`${app.ready.control}/control/mcp`),
      { requestInit: { headers: { authorization: `Bearer ${app.ready.controlToken}` } } },
    );
    await client.connect(transport as Parameters<typeof client.connect>[0]);
    const refused = await client.callTool({
      name: 'agent_update',
      arguments: { agentId, change: '{"beginMesage":"x"}' },
    });
    expect(refused).toMatchObject({
      isError: true,
      content: [
        { text: 'change.beginMesage: There is no such field. Did you mean "beginMessage"?' },
      ],
    });
    const taken = await client.callTool({
      name: 'delivery_list',
      arguments: { limit: '5', before: null, filter: '' },
    });
    expect(taken.isError).toBeFalsy();
    await client.close();
  });

  it('an operation that does not exist is answered with the one that was meant', async () => {
    expect(await refusal('call.plac', {})).toMatchObject({
      status: 404,
      message: expect.stringContaining('Did you mean "call.place"?'),
    });
  });
});

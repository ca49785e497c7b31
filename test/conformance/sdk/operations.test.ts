import { readFileSync } from 'node:fs';
import { AgentPhoneClient } from 'agentphone';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemTime } from '../../../main/platform/time/clock.ts';
import { API_KEY, type ApiHarness, openApiHarness } from '../../doubles/app/api-harness.ts';
import { AppLauncher } from '../../doubles/app/launched-app.ts';
import { WebServer } from '../../doubles/servers/web-server.ts';
import { type Answer, CASES, type Ids, PERSON } from './operation-cases.ts';

/** One method of the official SDK, which has 67. */
interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly sdk: string;
  readonly success: number;
}
const ENDPOINTS = JSON.parse(
  readFileSync(new URL('./endpoints.json', import.meta.url), 'utf8'),
) as Endpoint[];

/** What both servers contain: an agent with an iMessage line, a text and a contact. */
async function furnish(
  client: AgentPhoneClient,
  webhookUrl: string,
  harness: {
    makeBlue(numberId: string): unknown;
    receive(to: string): Promise<{ conversationId: string; messageId: string }>;
    finish(callId: string): Promise<unknown>;
  },
): Promise<Ids> {
  const agent = await client.agents.createAgent({ name: 'Desk', beginMessage: 'Hello' });
  const number = await client.numbers.createNumber({ agentId: agent.id });
  await harness.makeBlue(number.id);
  const received = await harness.receive(number.phoneNumber);
  const contact = await client.contacts.createContact({ phoneNumber: PERSON, name: 'Customer' });
  // Calls of an agent without a handler are refused.
  await client.webhooks.createOrUpdateWebhook({ body: { url: webhookUrl } });
  const place = () =>
    client.calls.createOutboundCall({ agentId: agent.id, toNumber: PERSON }) as Promise<Answer>;
  const [call, finished] = [await place(), await place()];
  await harness.finish(finished.id);
  const subAccount = (await client.subAccounts.createSubAccount({ name: 'Child' })) as Answer;
  return {
    agent: agent.id,
    number: number.id,
    conversation: received.conversationId,
    message: received.messageId,
    contact: contact.id,
    call: call.id,
    finishedCall: finished.id,
    subAccount: subAccount.id,
    webhookUrl,
  };
}

describe('the official SDK, every answer checked against its schema', () => {
  let harness: ApiHarness;
  let server: WebServer;
  let client: AgentPhoneClient;
  let ids: Ids;

  beforeAll(async () => {
    harness = await openApiHarness({ numberAllowance: 50, real: systemTime });
    server = await WebServer.start((_request, response) => void response.end('{}'));
    const environment = await harness.app.listen({ port: 0, host: '127.0.0.1' });
    client = new AgentPhoneClient({ token: API_KEY, environment, maxRetries: 0 });
    ids = await furnish(client, server.url, {
      makeBlue: (id) => harness.numbers.setType(harness.accountId, id, 'imessage'),
      receive: async (to) =>
        harness.inboundTexts.receive({
          from: PERSON,
          to,
          body: 'Hello',
          mediaUrls: [],
          channel: 'imessage',
        }),
      finish: async (callId) => {
        harness.line.pickUp(callId);
        harness.line.agentSays(callId, 'Hello');
        harness.line.hangUp(callId);
      },
    });
  });
  afterAll(async () => {
    await harness.close();
    await server.stop();
  });

  it('has 67 operations, each with a case here and a route of that status', () => {
    expect(Object.keys(CASES).sort()).toEqual(ENDPOINTS.map(({ sdk }) => sdk).sort());
    const served = harness.routes.map((route) => [
      route.operation,
      route.method,
      route.path.replace(/:([a-z_]+)/g, '{$1}'),
      route.status ?? 200,
    ]);
    for (const { sdk, method, path, success } of ENDPOINTS) {
      expect(served).toContainEqual([sdk, method, path, success]);
    }
  });

  it.each(Object.entries(CASES))('%s', async (_name, [run, check]) => {
    check(await run(client, ids), ids);
    expect(harness.defects).toEqual([]);
  });
});

describe('the official SDK against the app as it is started', () => {
  const apps = new AppLauncher();
  let server: WebServer;
  let client: AgentPhoneClient;
  let ids: Ids;

  beforeAll(async () => {
    server = await WebServer.start((_request, response) => void response.end('{}'));
    const ready = await apps.launch(['--number-allowance', '50']).ready();
    client = new AgentPhoneClient({
      token: ready.apiKey,
      environment: ready.api,
      maxRetries: 0,
    });
    const operate = async (name: string, input: object): Promise<Answer> => {
      const response = await fetch(`${ready.control}/control/operations/${name}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${ready.controlToken}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(input),
      });
      const answer = await response.json();
      if (!response.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`);
      return answer;
    };
    ids = await furnish(client, server.url, {
      makeBlue: (numberId) => operate('number.setType', { numberId, type: 'imessage' }),
      receive: (to) => operate('text.receive', { from: PERSON, to, body: 'Hello' }),
      finish: async (callId) => {
        await operate('call.waitFor', { callId, event: 'ringing' });
        await operate('call.answer', { callId });
        await operate('call.waitFor', { callId, event: 'greeted' });
        await operate('call.hangUp', { callId });
        await operate('call.waitFor', { callId, event: 'ended' });
      },
    });
  });
  afterAll(async () => {
    await apps.clear();
    await server.stop();
  });

  it.each(Object.entries(CASES))('%s', async (_name, [run, check]) => {
    check(await run(client, ids), ids);
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgentPhoneClient } from 'agentphone';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemTime } from '../../main/platform/clock.ts';
import { API_KEY, type ApiWorld, openApiWorld } from '../doubles/api-world.ts';
import { WebServer } from '../doubles/web-server.ts';
import { type Answer, CASES, type Ids, PERSON } from './operation-cases.ts';

/** One row of the official SDK: 67 of them. */
interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly sdk: string;
  readonly success: number;
}
const ENDPOINTS = JSON.parse(
  readFileSync(new URL('./endpoints.json', import.meta.url), 'utf8'),
) as Endpoint[];

describe('the official SDK', () => {
  let world: ApiWorld;
  let server: WebServer;
  let client: AgentPhoneClient;
  let ids: Ids;

  beforeAll(async () => {
    world = await openApiWorld({ numberAllowance: 50, real: systemTime });
    server = await WebServer.start((_request, response) => void response.end('{}'));
    const environment = await world.app.listen({ port: 0, host: '127.0.0.1' });
    client = new AgentPhoneClient({ token: API_KEY, environment, maxRetries: 0 });
    const agent = await client.agents.createAgent({ name: 'Desk' });
    const number = await client.numbers.createNumber({ agentId: agent.id });
    world.numbers.setType(world.accountId, number.id, 'imessage');
    const received = world.inboundTexts.receive({
      from: PERSON,
      to: number.phoneNumber,
      body: 'Hello',
      mediaUrls: [],
      channel: 'imessage',
    });
    const contact = await client.contacts.createContact({ phoneNumber: PERSON, name: 'Customer' });
    const place = () =>
      client.calls.createOutboundCall({ agentId: agent.id, toNumber: PERSON }) as Promise<Answer>;
    const [call, finished] = [await place(), await place()];
    world.calls.say(finished.id, 'agent', 'Hello');
    world.calls.finish(finished.id);
    world.calls.recording = join(world.dataDir, 'call.wav');
    writeFileSync(world.calls.recording, 'RIFF');
    const subAccount = (await client.subAccounts.createSubAccount({ name: 'Child' })) as Answer;
    ids = {
      agent: agent.id,
      number: number.id,
      conversation: received.conversationId,
      message: received.messageId,
      contact: contact.id,
      call: call.id,
      finishedCall: finished.id,
      subAccount: subAccount.id,
      webhookUrl: server.url,
    };
  });
  afterAll(async () => {
    await world.close();
    await server.stop();
  });

  it('has 67 operations, each with a case here and a route of that status', () => {
    expect(Object.keys(CASES).sort()).toEqual(ENDPOINTS.map(({ sdk }) => sdk).sort());
    const served = world.routes.map((route) => [
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
    expect(world.defects).toEqual([]);
  });
});

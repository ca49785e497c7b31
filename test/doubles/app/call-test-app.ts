import type { Host } from '../../../main/assembly/base.ts';
import { WebServer } from '../servers/web-server.ts';
import { type StartedApp, TestApp } from './running-app.ts';

/** The caller and callee in tests. */
export const PERSON = '+15550100147';

/**
 * The whole app on a frozen clock, with the starter workspace's agent and number: waiting takes no
 * time, and nothing is random.
 */
export class CallTestApp {
  readonly testApp: TestApp;
  app: StartedApp;
  readonly number: {
    readonly id: string;
    readonly phoneNumber: string;
    readonly agentId: string;
  };
  readonly #servers: WebServer[] = [];

  private constructor(testApp: TestApp, app: StartedApp, number: CallTestApp['number']) {
    this.testApp = testApp;
    this.app = app;
    this.number = number;
  }

  static async open(host: Partial<Host> = {}): Promise<CallTestApp> {
    const testApp = new TestApp();
    const app = await testApp.start({}, host);
    await app.control.run('clock.freeze', {});
    const [first] = (await app.sdk.numbers.listNumbers()).data;
    if (!first?.agentId) throw new Error('The starter workspace has no number with an agent.');
    const { id, phoneNumber, agentId } = first;
    return new CallTestApp(testApp, app, { id, phoneNumber, agentId });
  }

  /** The user's server; `answer` handles the voice turns, everything else gets a 200. */
  async webhook(
    answer: Parameters<typeof WebServer.start>[0] = (_request, response) => void response.end('{}'),
  ): Promise<WebServer> {
    const server = await WebServer.start((request, response) => {
      const { channel, event } = JSON.parse(request.body.toString());
      if (channel === 'voice' && event === 'agent.message') return answer(request, response);
      response.end();
    });
    this.#servers.push(server);
    await this.app.sdk.webhooks.createOrUpdateWebhook({ body: { url: server.url, timeout: 5 } });
    return server;
  }

  change(settings: object): Promise<unknown> {
    return this.app.sdk.agents.updateAgent({ agent_id: this.number.agentId, ...settings });
  }

  /** A person calls the agent. */
  async place(): Promise<string> {
    const { phoneNumber: to } = this.number;
    return (await this.app.control.run('call.place', { from: PERSON, to })).callId;
  }

  /** The agent calls a person. */
  dial(more: object = {}): Promise<{ id: string; status: string }> {
    const call = { agentId: this.number.agentId, toNumber: PERSON, ...more };
    return this.app.sdk.calls.createOutboundCall(call) as Promise<{ id: string; status: string }>;
  }

  ended(callId: string) {
    return this.app.control.run('call.waitFor', { callId, event: 'ended' });
  }

  async close(): Promise<void> {
    await this.testApp.clear();
    for (const server of this.#servers.splice(0)) await server.stop();
  }
}

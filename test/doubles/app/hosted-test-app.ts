import type { CallEvent, CallEventData, CallEventType } from '../../../common/contract/index.ts';
import { OpenAiServer } from '../servers/openai-server.ts';
import { WebServer } from '../servers/web-server.ts';
import { CallTestApp } from './call-test-app.ts';

const MODEL_KEY = 'sk-test-do-not-tell-anybody';

/** The whole app with a hosted agent and a double of a model provider. */
export class HostedTestApp {
  readonly testApp: CallTestApp;
  readonly model: OpenAiServer;
  readonly #servers: WebServer[] = [];

  private constructor(testApp: CallTestApp, model: OpenAiServer) {
    this.testApp = testApp;
    this.model = model;
  }

  static async open(settings: object = {}): Promise<HostedTestApp> {
    const testApp = await CallTestApp.open();
    const model = await OpenAiServer.start();
    await testApp.app.control.run('engines.set', {
      llm: { kind: 'openai', baseUrl: model.url, apiKey: MODEL_KEY, model: 'test-model' },
    });
    await testApp.change({
      voiceMode: 'hosted',
      systemPrompt: 'You run the front desk.',
      beginMessage: 'Front desk.',
      ...settings,
    });
    return new HostedTestApp(testApp, model);
  }

  /** A person calls the agent and hears its greeting. */
  async greeted(): Promise<string> {
    const callId = await this.testApp.place();
    await this.testApp.app.control.run('call.waitFor', { callId, event: 'greeted' });
    return callId;
  }

  /** The caller says a line and hears the whole answer. */
  async ask(callId: string, text: string) {
    const { control } = this.testApp.app;
    const { turnIndex: turn } = await control.run('call.say', { callId, text });
    const call = await control.run('call.waitFor', { callId, event: 'agentTurn', turn });
    return call.turns.find(({ index }) => index === turn);
  }

  /** Makes the model's next answer call a tool, and then say something. */
  callTool(tool: string, args: unknown, words: string): void {
    this.model.next({ steps: [{ tool, args }] }, { steps: [{ text: words }] });
  }

  /** What the model was told by the tool it called last. */
  told(): unknown {
    const message = this.model.last.body.messages?.findLast(({ role }) => role === 'tool');
    const content = String(message?.content);
    return /^[[{]/.test(content) ? JSON.parse(content) : content;
  }

  async events(callId: string): Promise<readonly CallEvent[]> {
    return (await this.testApp.app.control.run('call.events', { callId })).items as CallEvent[];
  }

  async data<T extends CallEventType>(callId: string, type: T): Promise<CallEventData[T][]> {
    const events = await this.events(callId);
    return events
      .filter((event) => event.type === type)
      .map(({ data }) => data as CallEventData[T]);
  }

  /** A user's server, for tools. */
  async server(...answer: Parameters<typeof WebServer.start>): Promise<WebServer> {
    const server = await WebServer.start(...answer);
    this.#servers.push(server);
    return server;
  }

  async close(): Promise<void> {
    await this.testApp.close();
    await this.model.stop();
    for (const server of this.#servers.splice(0)) await server.stop();
  }
}

import { AiSdkModel } from '../../../main/llm/ai-sdk-model.ts';
import type { ModelRequest } from '../../../main/llm/language-model.ts';
import type { ModelAccess } from '../../../main/llm/model-failures.ts';
import { ModelHttp } from '../../../main/llm/model-http.ts';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import { ManualTime } from '../manual-time.ts';
import { type ChatStep, OpenAiServer } from '../servers/openai-server.ts';

export const MODEL_KEY = 'sk-test-0123456789abcdef';

/** A model with a server on loopback, in time that the test moves; what it reports is recorded. */
export class ModelHarness {
  readonly server: OpenAiServer;
  readonly time = new ManualTime();
  readonly told: string[] = [];
  readonly observer = {
    requestSent: (url: string) => this.told.push(`sent ${new URL(url).pathname}`),
    responseStarted: (status: number) => this.told.push(`status ${status}`),
    text: (delta: string) => this.told.push(delta),
  };
  readonly #http = new ModelHttp(this.time);

  private constructor(server: OpenAiServer) {
    this.server = server;
  }

  static async open(): Promise<ModelHarness> {
    return new ModelHarness(await OpenAiServer.start());
  }

  model(access: Partial<ModelAccess> = {}, clock = new ProductClock({ real: this.time })) {
    return new AiSdkModel({
      access: {
        kind: 'openai',
        label: 'OpenAI',
        baseUrl: this.server.url,
        isProviders: false,
        apiKey: MODEL_KEY,
        model: 'test-model',
        ...access,
      },
      reasoning: null,
      http: this.#http,
      clock,
    });
  }

  /** Asks the default model. */
  converse(asked = modelRequest(), signal = new AbortController().signal) {
    return this.model().converse(asked, this.observer, signal);
  }

  async close(): Promise<void> {
    await this.#http.close();
    await this.server.stop();
  }
}

export const modelRequest = (more: Partial<ModelRequest> = {}): ModelRequest => ({
  system: 'You answer the phone.',
  messages: [{ role: 'user', content: 'Hi.' }],
  tools: [],
  ...more,
});

/** Text deltas, one per word. */
export const texts = (...words: string[]): ChatStep[] => words.map((text) => ({ text }));

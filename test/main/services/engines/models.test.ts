import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { EngineChange } from '../../../../common/contract/index.ts';
import type { ModelObserver } from '../../../../main/llm/language-model.ts';
import { ModelHttp } from '../../../../main/llm/model-http.ts';
import { MemorySecretStore } from '../../../../main/platform/secret-store.ts';
import { ProductClock } from '../../../../main/platform/time/clock.ts';
import { EngineTester } from '../../../../main/services/engines/engine-test.ts';
import { Engines } from '../../../../main/services/engines/engines.ts';
import { LocalModelServers } from '../../../../main/services/engines/local-model-servers.ts';
import { EngineHttp } from '../../../../main/speech/cloud/engine-http.ts';
import { ModelCache } from '../../../../main/speech/models/model-cache.ts';
import type { TtsEngine } from '../../../../main/speech/tts.ts';
import { SettingStore } from '../../../../main/store/accounts/settings.ts';
import { DamageNotes } from '../../../../main/store/database/damage-notes.ts';
import { type Database, openDatabase } from '../../../../main/store/database/database.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';
import { OpenAiServer } from '../../../doubles/servers/openai-server.ts';
import { SpeechServer } from '../../../doubles/servers/speech-server.ts';

const KEY = 'sk-models-0123456789';
const flite: TtsEngine = {
  name: 'flite',
  voiceFor: () => ({ name: 'slt', substituted: false }),
  async *synthesize() {},
};

let folder: string;
let db: Database;
let server: OpenAiServer;
let modelHttp: ModelHttp;
let time: ManualTime;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'models-'));
  db = await openDatabase(folder);
  server = await OpenAiServer.start();
  time = new ManualTime();
  modelHttp = new ModelHttp(time);
});
afterEach(async () => {
  await modelHttp.close();
  await server.stop();
  db.close();
  rmSync(folder, { recursive: true });
});

function setUp(secrets = new MemorySecretStore()) {
  const clock = new ProductClock({ real: time });
  const engines = new Engines({
    settings: new SettingStore(db, new DamageNotes()),
    secrets,
    http: new EngineHttp(),
    modelHttp,
    clock,
    flite,
    vad: {
      name: 'none',
      open: () => ({ push: () => {}, judgedSamples: 0, rising: false, close: () => {} }),
    },
    speech: { transcribe: () => Promise.resolve(''), prepareRecogniser: () => {} },
    modelCache: new ModelCache({ folder, models: [], real: time }),
    catalogue: () => null,
  });
  const set = (llm: z.input<typeof EngineChange>['llm']) =>
    engines.set(EngineChange.parse({ llm }));
  return { engines, set, tester: new EngineTester({ engines, flite, clock }) };
}

const HERE = () => ({ kind: 'openai', baseUrl: server.url, apiKey: KEY }) as const;
const silent: ModelObserver = { text: () => {} };
const QUESTION = {
  system: 'Answer.',
  messages: [{ role: 'user', content: 'Hi' }],
  tools: [],
  language: 'en-US',
} as const;
const never = new AbortController().signal;

describe('choosing a model', () => {
  it('has a usual one per tier for every provider', async () => {
    const { set, engines } = setUp();
    for (const kind of ['openai', 'anthropic', 'google'] as const) {
      const { llm } = await set({ kind, apiKey: KEY });
      const names = [llm.models.turbo, llm.models.balanced, llm.models.max];
      expect(new Set(names).size).toBe(3);
      expect((['turbo', 'balanced', 'max'] as const).map((t) => engines.model(t).name)).toEqual(
        names,
      );
    }
  });

  it('takes one model for all tiers, and one tier for itself', async () => {
    const { set, engines } = setUp();
    const { llm } = await set({ ...HERE(), model: 'llama', tiers: { max: 'big-llama' } });
    expect(llm).toMatchObject({
      model: 'llama',
      tiers: { turbo: null, balanced: null, max: 'big-llama' },
      models: { turbo: 'llama', balanced: 'llama', max: 'big-llama' },
    });
    await engines.model('turbo').converse(QUESTION, silent, never);
    await engines.model('max').converse(QUESTION, silent, never);
    expect(server.chats.map(({ body }) => body.model)).toEqual(['llama', 'big-llama']);
  });

  it('keeps the choice over a restart, also one from before there were tiers', async () => {
    const secrets = new MemorySecretStore();
    await setUp(secrets).set({ ...HERE(), tiers: { turbo: 'quick' } });
    expect((await setUp(secrets).engines.get()).llm).toMatchObject({
      tiers: { turbo: 'quick', balanced: null, max: null },
      hasApiKey: true,
    });
    const settings = new SettingStore(db, new DamageNotes());
    const { llm, ...rest } = settings.get('engines') as { llm: object };
    const { tiers: _left, ...older } = llm as { tiers: object };
    settings.set('engines', { ...rest, llm: older });
    expect((await setUp(secrets).engines.get()).llm).toMatchObject({
      baseUrl: server.url,
      tiers: { turbo: null, balanced: null, max: null },
    });
  });

  it('sends a key to its own server only, and forgets it when the server changes', async () => {
    const { set, engines } = setUp();
    await set(HERE());
    const other = await OpenAiServer.start();
    const { llm } = await set({ kind: 'openai', baseUrl: other.url });
    expect(llm.hasApiKey).toBe(false);
    await engines.model('turbo').converse(QUESTION, silent, never);
    expect(other.last.headers.authorization).toBeUndefined();
    await other.stop();
    expect((await set({ kind: 'openai' })).llm.problem).toMatch(/^OpenAI needs an API key/);
  });

  it('follows no redirect with the key', async () => {
    const { set, engines } = setUp();
    const other = await OpenAiServer.start();
    await set(HERE());
    const Location = `${other.url}/chat/completions`;
    server.next({ status: 307, headers: { Location }, body: '' });
    await expect(engines.model('turbo').converse(QUESTION, silent, never)).rejects.toThrow();
    expect(other.seen).toEqual([]);
    await other.stop();
  });

  it.each([
    ['anthropic', '/v1/messages', 'x-api-key'],
    ['google', '/v1/models/', 'x-goog-api-key'],
  ] as const)('asks a server that speaks like %s', async (kind, path, header) => {
    const { set, engines } = setUp();
    await set({ kind, baseUrl: server.url, apiKey: KEY });
    const events =
      kind === 'anthropic'
        ? [
            {
              type: 'message_start',
              message: { id: 'm', model: 'c', role: 'assistant', content: [], usage: USED },
            },
            { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
            {
              type: 'content_block_delta',
              index: 0,
              delta: { type: 'text_delta', text: 'Hello.' },
            },
            { type: 'content_block_stop', index: 0 },
            { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: USED },
            { type: 'message_stop' },
          ]
        : [
            {
              candidates: [
                { content: { role: 'model', parts: [{ text: 'Hello.' }] }, finishReason: 'STOP' },
              ],
              usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 3, totalTokenCount: 10 },
            },
          ];
    const body = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
    server.next({ status: 200, headers: { 'Content-Type': 'text/event-stream' }, body });
    let text = '';
    const observer: ModelObserver = {
      text: (delta) => {
        text += delta;
      },
    };
    const messages = [{ role: 'agent', content: 'Welcome.' }, ...QUESTION.messages] as const;
    const { usage } = await engines
      .model('turbo')
      .converse({ ...QUESTION, messages }, observer, never);
    expect([text, usage]).toEqual(['Hello.', { inputTokens: 7, outputTokens: 3 }]);
    expect(server.last.path).toContain(path);
    expect(server.last.path).not.toContain(KEY);
    expect(server.last.headers[header]).toBe(KEY);
  });
});

it.each(['anthropic', 'google'] as const)(
  'says so when a server does not speak like %s',
  async (kind) => {
    const { set, engines } = setUp();
    await set({ kind, baseUrl: server.url, apiKey: KEY });
    await expect(engines.model('turbo').converse(QUESTION, silent, never)).rejects.toMatchObject({
      why: 'malformed',
      message: expect.stringContaining('did not answer as it should'),
    });
  },
);

const USED = { input_tokens: 7, output_tokens: 3 };

describe('trying a model', () => {
  it('tells how soon the first words came and what it took', async () => {
    const { set, tester } = setUp();
    await set({ ...HERE(), tiers: { max: 'big' } });
    server.answer = () => {
      time.pass(120);
      return { steps: [{ text: 'Yes, ' }, { text: 'I can.' }] };
    };
    expect(await tester.test('llm', 'max')).toEqual({
      ok: true,
      message: 'big answered: "Yes, I can."',
      firstAudioMs: null,
      firstTextMs: 120,
      usage: { inputTokens: 20, outputTokens: 5 },
    });
    expect(server.last.body.model).toBe('big');
  });

  it('tells what is wrong', async () => {
    const { set, tester } = setUp();
    await set(HERE());
    server.next({ status: 401 }, { steps: [] });
    expect(await tester.test('llm')).toMatchObject({
      ok: false,
      message: expect.stringContaining('refused the API key (401)'),
    });
    expect(await tester.test('llm')).toMatchObject({
      ok: false,
      message: expect.stringContaining('with no words'),
    });
    await set({ kind: 'offline' });
    expect(await tester.test('llm')).toMatchObject({
      ok: false,
      message: expect.stringContaining('No model is linked'),
    });
  });
});

describe('finding servers on this computer', () => {
  it('lists those that answer, with their models', async () => {
    const other = await OpenAiServer.start();
    server.models = ['llama3.2:3b', 'qwen3:4b'];
    other.models = [];
    const gone = await OpenAiServer.start();
    await gone.stop();
    const servers = new LocalModelServers(modelHttp, {
      ollama: server.port,
      lmStudio: gone.port,
      llamaCpp: gone.port,
      vllm: other.port,
    });
    expect(await servers.discover()).toEqual([
      { name: 'Ollama', baseUrl: server.url, models: ['llama3.2:3b', 'qwen3:4b'] },
      { name: 'vLLM', baseUrl: other.url, models: [] },
    ]);
    expect(server.seen.map(({ path }) => path)).toEqual(['/api/tags']);
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
    await other.stop();
  });

  it('leaves out what has another shape, and what does not answer in time', async () => {
    const ports = { ollama: 1, lmStudio: 2, llamaCpp: 3, vllm: 4 };
    const asked: [string, number][] = [];
    const getJson = (url: string, timeoutMs: number) => {
      asked.push([url, timeoutMs]);
      return url.includes(':1/')
        ? Promise.resolve({ models: [{ name: 5 }] })
        : url.includes(':2/')
          ? Promise.resolve({ data: [{ id: 'here' }] })
          : Promise.reject(new Error('no'));
    };
    expect(await new LocalModelServers({ getJson }, ports).discover()).toEqual([
      { name: 'LM Studio', baseUrl: 'http://127.0.0.1:2/v1', models: ['here'] },
    ]);
    expect(asked).toHaveLength(4);
    expect(asked.every(([url, ms]) => url.startsWith('http://127.0.0.1:') && ms <= 1000)).toBe(
      true,
    );
  });

  it('gives up on a server that says nothing', async () => {
    const stalled = await SpeechServer.start();
    const asked = new Promise<void>((resolve) => {
      stalled.answer = () => resolve();
    });
    const { port } = new URL(stalled.url);
    const nobody = await OpenAiServer.start();
    await nobody.stop();
    const others = { lmStudio: nobody.port, llamaCpp: nobody.port, vllm: nobody.port };
    const found = new LocalModelServers(modelHttp, { ...others, ollama: Number(port) }).discover();
    await asked;
    time.pass(1000);
    expect(await found).toEqual([]);
    await stalled.seen[0]?.hungUp;
    await stalled.stop();
  });
});

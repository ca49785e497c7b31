import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  ENGINE_OPERATIONS,
  EngineChange,
  SPEECH_MODEL_OPERATIONS,
} from '../../../../common/contract/index.ts';
import { ModelHttp } from '../../../../main/llm/model-http.ts';
import { MemorySecretStore } from '../../../../main/platform/secret-store.ts';
import { ProductClock } from '../../../../main/platform/time/clock.ts';
import { Voices } from '../../../../main/services/agents/voices.ts';
import { EngineTester } from '../../../../main/services/engines/engine-test.ts';
import { Engines } from '../../../../main/services/engines/engines.ts';
import { SpeechModels } from '../../../../main/services/engines/speech-models.ts';
import { EngineHttp } from '../../../../main/speech/cloud/engine-http.ts';
import { ModelCache } from '../../../../main/speech/models/model-cache.ts';
import type { TtsEngine } from '../../../../main/speech/tts.ts';
import { SettingStore } from '../../../../main/store/accounts/settings.ts';
import { DamageNotes } from '../../../../main/store/database/damage-notes.ts';
import { type Database, openDatabase } from '../../../../main/store/database/database.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';
import { CONTENT, modelOf } from '../../../doubles/servers/model-hub.ts';
import { SpeechServer, toneBytes } from '../../../doubles/servers/speech-server.ts';

const flite: TtsEngine = {
  name: 'flite',
  voiceFor: () => ({ name: 'slt', substituted: false }),
  async *synthesize() {
    yield new Int16Array(1600).fill(1000);
  },
};
const vad = {
  name: 'none',
  open: () => ({ push: () => {}, judgedSamples: 0, rising: false, close: () => {} }),
};
const time = new ManualTime();
const clock = new ProductClock({ real: time });
const http = new EngineHttp();
const modelHttp = new ModelHttp(time);
const voices = new Voices();
/** Named like the default model, with the contents of a small one. */
const MODEL = modelOf('moonshine-tiny', CONTENT);

let folder: string;
let db: Database;
let server: SpeechServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'engines-'));
  db = await openDatabase(folder);
  server = await SpeechServer.start();
});
afterEach(async () => {
  await server.stop();
  db.close();
  rmSync(folder, { recursive: true });
});

function setUp(env: Record<string, string> = {}, secrets = new MemorySecretStore(env)) {
  const prepared: string[] = [];
  const modelCache = new ModelCache({ folder, models: [MODEL], real: time });
  const engines = new Engines({
    settings: new SettingStore(db, new DamageNotes()),
    secrets,
    http,
    modelHttp,
    clock,
    flite,
    vad,
    speech: {
      transcribe: () => Promise.resolve('Good morning.'),
      prepareRecogniser: (model) => prepared.push(model),
    },
    modelCache,
    catalogue: (id) => voices.find(id),
  });
  const set = (change: z.input<typeof EngineChange>) => engines.set(EngineChange.parse(change));
  const tester = new EngineTester({ engines, flite, clock });
  const models = new SpeechModels({ modelCache, engines });
  return { engines, secrets, set, tester, models, prepared };
}

const DEEPGRAM_HERE = () => ({ kind: 'deepgram', baseUrl: server.url, apiKey: 'one' }) as const;

describe('choosing engines', () => {
  it('begins with what needs no server and no key', async () => {
    const { engines } = setUp();
    const { stt, tts, vad: hears } = engines.current();
    expect([stt, tts, hears]).toEqual([null, flite, vad]);
    expect(engines.model('balanced').provider).toBe('offline');
    expect(await engines.get()).toEqual({
      stt: {
        kind: 'typed',
        baseUrl: null,
        model: null,
        hasApiKey: false,
        problem: null,
        notice: null,
      },
      tts: {
        kind: 'flite',
        baseUrl: null,
        model: null,
        hasApiKey: false,
        problem: null,
        notice: null,
        voice: null,
        fallbackToFlite: true,
      },
      llm: {
        kind: 'offline',
        baseUrl: null,
        model: null,
        hasApiKey: false,
        problem: null,
        notice: null,
        tiers: { turbo: null, balanced: null, max: null },
        models: { turbo: 'offline', balanced: 'offline', max: 'offline' },
      },
      keysKeptIn: 'memory',
    });
  });

  it('says that no model is chosen where all are announced to end, and names what does end', async () => {
    const { set, engines } = setUp();
    await set({ tts: { kind: 'openai', apiKey: 'one' }, stt: { kind: 'openai', apiKey: 'one' } });
    const view = await engines.get();
    expect(view.tts.problem).toMatch(/ends on 6 January 2027.*name a model/);
    expect([view.stt.problem, view.stt.notice]).toEqual([null, null]);
    const named = await set({
      tts: { kind: 'openai', apiKey: 'one', model: 'tts-1' },
      stt: { kind: 'openai', apiKey: 'one', model: 'whisper-1' },
      llm: { kind: 'openai', apiKey: 'one', tiers: { max: 'gpt-4o' } },
    });
    expect(named.tts).toMatchObject({
      problem: null,
      notice: expect.stringMatching(/^tts-1 (ends|has ended) at OpenAI on 2027-01-06/),
    });
    expect(named.stt.notice).toMatch(/whisper-1 .*2027-02-26: use gpt-transcribe/);
    expect(named.llm.notice).toMatch(/gpt-4o .*2027-01-14/);
    const own = await set({
      tts: { kind: 'openai', model: 'tts-1', baseUrl: 'http://127.0.0.1:9' },
    });
    expect(own.tts.notice).toBeNull();
  });

  it('takes effect with the next call and outlives a restart', async () => {
    const { set, engines, secrets } = setUp();
    const call = engines.current();
    await set({ stt: DEEPGRAM_HERE(), tts: { kind: 'openai', apiKey: 'two', model: 'tts-2' } });
    expect(call.tts.name).toBe('flite');
    for (const now of [engines, setUp({}, secrets).engines]) {
      const view = await now.get();
      expect(view.tts).toMatchObject({ kind: 'openai', model: 'tts-2', hasApiKey: true });
      expect([now.current().stt?.name, now.current().tts.name]).toEqual(['deepgram', 'openai']);
    }
  });

  it('never tells a key, and keeps it out of the database', async () => {
    const { set } = setUp();
    const view = await set({ tts: { kind: 'cartesia', apiKey: 'sk_car_secret' } });
    expect(JSON.stringify(view)).not.toContain('sk_car_secret');
    expect(JSON.stringify(new SettingStore(db, new DamageNotes()).get('engines'))).not.toContain(
      'sk_car_secret',
    );
  });

  it('says which key is missing', async () => {
    const { set } = setUp();
    const view = await set({ stt: { kind: 'elevenlabs' } });
    expect(view.stt.problem).toMatch(/^ElevenLabs needs an API key/);
    expect((await set({ stt: { kind: 'elevenlabs', apiKey: 'k' } })).stt.problem).toBeNull();
  });

  it('keeps the key while provider and server stay the same', async () => {
    const { set, secrets } = setUp();
    await set({ stt: DEEPGRAM_HERE() });
    await set({ stt: { kind: 'deepgram', baseUrl: `${server.url}/proxy`, model: 'nova-2' } });
    expect(await secrets.get('engines.stt.apiKey')).toBe('one');
  });

  it.each([
    ['another provider', { kind: 'elevenlabs' } as const],
    ['another server', { kind: 'deepgram' } as const],
    ['none', { kind: 'typed' } as const],
    ['the same without it', { kind: 'deepgram', apiKey: null } as const],
  ])('takes no key along to %s', async (_where, stt) => {
    const { set, secrets } = setUp();
    await set({ stt: DEEPGRAM_HERE() });
    const view = await set({ stt });
    expect(view.stt.hasApiKey).toBe(false);
    expect(await secrets.get('engines.stt.apiKey')).toBeNull();
  });

  it('takes a recogniser on this computer once its model is there', async () => {
    const { set, engines, models, prepared } = setUp();
    const view = await set({ stt: { kind: 'local' } });
    expect(view.stt.problem).toMatch(/^Tiny is not installed\. Download it/);
    const options = { language: 'en-US', mode: 'fast' } as const;
    const open = () => engines.current().stt?.open(options, { partial: () => undefined });
    expect(open).toThrow('Tiny is not installed');
    const given = join(folder, 'given');
    mkdirSync(join(given, 'onnx'), { recursive: true });
    for (const [path, bytes] of Object.entries(CONTENT)) writeFileSync(join(given, path), bytes);
    expect(await models.import('moonshine-tiny', given)).toMatchObject({ state: 'ready' });
    expect((await engines.get()).stt.problem).toBeNull();
    expect(prepared).toEqual([]);
    const stream = open();
    // It is loaded before the first word.
    expect(prepared).toEqual([join(folder, 'moonshine-tiny')]);
    stream?.push(new Int16Array(16_000));
    expect((await stream?.finish(new AbortController().signal))?.text).toBe('Good morning.');
  });

  it('knows no model but those of the list', async () => {
    const { set, models } = setUp();
    await expect(set({ stt: { kind: 'local', model: 'huge' } })).rejects.toThrow(
      'There is no model "huge" for this computer; there are moonshine-tiny.',
    );
    expect(() => models.install('huge', null)).toThrow('There is no model "huge"');
    await expect(models.import('moonshine-tiny', 'here')).rejects.toThrow('no absolute path');
    await expect(models.import('moonshine-tiny', folder)).rejects.toThrow('is not a whole Tiny');
  });

  it('fetches models from the mirror of the settings', async () => {
    const { set, models } = setUp();
    await set({ stt: { kind: 'local', baseUrl: server.url } });
    expect(models.install('moonshine-tiny', null).state).toBe('downloading');
    while (models.list()[0]?.state === 'downloading') await time.settle();
    expect(server.seen[0]?.path).toBe('/somebody/moonshine-tiny/resolve/abc123/config.json');
    expect(models.list()[0]).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('answered 404'),
      source: 'https://huggingface.co/somebody/moonshine-tiny/tree/abc123',
    });
    expect(await models.remove('moonshine-tiny')).toMatchObject({ state: 'notInstalled' });
  });

  // Refused when it is set; even if this test fails, nothing is sent there.
  it.each(['http://169.254.169.254/v1', 'http://[fd00:ec2::254]', 'http://169.254.1.1:8000'])(
    'takes no address of the link or of a cloud: %s',
    async (baseUrl) => {
      const { set, engines } = setUp();
      for (const change of [
        { llm: { kind: 'openai', baseUrl } },
        { tts: { kind: 'openai', baseUrl } },
        { stt: { kind: 'local', baseUrl } },
      ] as const) {
        await expect(set(change)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
      }
      expect((await engines.get()).llm.kind).toBe('offline');
      const installed: unknown[] = [];
      const install = (...given: unknown[]) => installed.push(given);
      const modelCache = { find: () => MODEL, install } as unknown as ModelCache;
      const models = new SpeechModels({ modelCache, engines });
      expect(() => models.install('moonshine-tiny', baseUrl)).toThrow('Use a loopback or public');
      expect(installed).toEqual([]);
    },
  );

  it('takes servers of the local network', async () => {
    const { set } = setUp();
    const baseUrl = 'http://192.168.1.20:11434/v1';
    expect((await set({ llm: { kind: 'openai', baseUrl } })).llm.baseUrl).toBe(baseUrl);
  });

  it('reads keys from the environment', async () => {
    const { set, engines } = setUp({ AGENTPHONE_ENGINES_LLM_API_KEY: 'from-env' });
    await set({ llm: { kind: 'anthropic' } });
    expect((await engines.get()).llm).toMatchObject({ hasApiKey: true, problem: null });
  });

  it('forgets everything when it is reset', async () => {
    const { set, engines, secrets } = setUp();
    await set({ stt: DEEPGRAM_HERE() });
    await engines.reset();
    expect((await engines.get()).stt.kind).toBe('typed');
    expect(await secrets.get('engines.stt.apiKey')).toBeNull();
  });

  it('survives settings it does not understand', async () => {
    new SettingStore(db, new DamageNotes()).set('engines', { stt: 'old' });
    expect((await setUp().engines.get()).stt.kind).toBe('typed');
  });

  it.each([
    { stt: { kind: 'telepathy' } },
    { tts: { kind: 'openai', baseUrl: 'file:///etc/passwd' } },
    { tts: { kind: 'openai', baseUrl: 'http://user:pass@127.0.0.1/' } },
    { tts: { kind: 'openai', baseUrl: 'http://127.0.0.1/?x=1' } },
    { llm: { kind: 'openai', apiKey: 'with\nline' } },
  ])('refuses %j', (change) => {
    expect(EngineChange.safeParse(change).success).toBe(false);
  });

  it('takes a base URL with or without its last slash', () => {
    const change = EngineChange.parse({
      tts: { kind: 'openai', baseUrl: 'http://127.0.0.1:1/v1/' },
    });
    expect(change.tts?.baseUrl).toBe('http://127.0.0.1:1/v1');
  });

  it('can be described as JSON Schema', () => {
    for (const { input, output } of [...ENGINE_OPERATIONS, ...SPEECH_MODEL_OPERATIONS]) {
      expect(z.toJSONSchema(input, { io: 'input' }).type).toBe('object');
      expect(z.toJSONSchema(output).type).toBe('object');
    }
  });
});

describe('trying an engine', () => {
  it('speaks, and tells how soon the first sound came', async () => {
    const { set, tester } = setUp();
    await set({ tts: { kind: 'openai', baseUrl: server.url } });
    server.answer = (_request, response) => {
      time.pass(40);
      response.end(toneBytes(24_000, 1));
    };
    expect(await tester.test('tts')).toEqual({
      ok: true,
      message: 'openai spoke 1.0 seconds with the voice nova.',
      firstAudioMs: 40,
      firstTextMs: null,
      usage: null,
    });
  });

  it('lets the virtual voice take its time on a frozen clock', async () => {
    const { set, tester } = setUp();
    await set({ tts: { kind: 'virtual' } });
    clock.freeze();
    try {
      const tried = tester.test('tts');
      await time.settle();
      time.pass(10_000);
      expect(await tried).toMatchObject({ ok: true });
      expect(clock.state().mode).toBe('frozen');
    } finally {
      clock.resume();
    }
  });

  it('does not count the silence around what a voice says', async () => {
    const { set, tester } = setUp();
    await set({ tts: { kind: 'deepgram', baseUrl: server.url } });
    const silence = Buffer.alloc(2 * 16 * 400);
    server.answer = (_request, response) =>
      void response.end(Buffer.concat([silence, toneBytes(16_000, 1), silence]));
    expect(await tester.test('tts')).toMatchObject({
      ok: true,
      message: expect.stringContaining('spoke 1.0 seconds'),
    });
  });

  it('takes a voice that sends nothing but silence for one that fails', async () => {
    const { set, tester } = setUp();
    await set({ tts: { kind: 'deepgram', baseUrl: server.url } });
    server.answer = (_request, response) => void response.end(Buffer.alloc(2 * 16 * 300));
    expect(await tester.test('tts')).toMatchObject({
      ok: false,
      message: 'deepgram answered, but with no sound.',
    });
  });

  it('tells what is wrong with a voice, although calls would fall back', async () => {
    const { set, tester } = setUp();
    await set({ tts: { kind: 'openai', baseUrl: server.url } });
    server.answer = (_request, response) => void response.writeHead(401).end();
    expect(await tester.test('tts')).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^The server at 127\.0\.0\.1:\d+ refused the API key \(401\)/),
    });
  });

  it('lets the recogniser hear the embedded voice', async () => {
    const { set, tester } = setUp();
    await set({ stt: { kind: 'openai', baseUrl: server.url } });
    server.answer = (_request, response) => {
      time.pass(70);
      response.end('{"text":"Good morning."}');
    };
    expect(await tester.test('stt')).toEqual({
      ok: true,
      message: expect.stringContaining('openai heard "Good morning."'),
      firstAudioMs: null,
      firstTextMs: 70,
      usage: null,
    });
  });

  it('tells what to do where no recogniser is chosen', async () => {
    expect(await setUp().tester.test('stt')).toMatchObject({
      ok: false,
      message: expect.stringContaining('No recogniser is chosen'),
    });
  });
});

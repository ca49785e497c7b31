import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProductClock } from '../../../../main/platform/time/clock.ts';
import { EngineHttp } from '../../../../main/speech/cloud/engine-http.ts';
import { HttpTts } from '../../../../main/speech/cloud/http-tts.ts';
import { type CloudTtsKind, TTS_PROVIDERS } from '../../../../main/speech/cloud/tts-providers.ts';
import { FallbackTts } from '../../../../main/speech/fallback-tts.ts';
import type { SpeechRequest, TtsEngine } from '../../../../main/speech/tts.ts';
import { wavHeader } from '../../../../main/speech/wav.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';
import { SpeechServer, toneBytes } from '../../../doubles/servers/speech-server.ts';

const time = new ManualTime();
const clock = new ProductClock({ real: time });
const http = new EngineHttp();
let server: SpeechServer;
beforeEach(async () => {
  server = await SpeechServer.start();
});
afterEach(() => server.stop());
afterAll(() => http.close());

function engine(
  kind: CloudTtsKind,
  options: { apiKey?: string | null; voice?: string; model?: string } = {},
) {
  const provider = TTS_PROVIDERS[kind];
  return new HttpTts({
    provider,
    access: {
      baseUrl: server.url,
      apiKey: options.apiKey === undefined ? 'secret' : options.apiKey,
      model: options.model ?? provider.model,
    },
    fetch: http.fetch,
    clock,
    catalogue: (id) =>
      id === 'openai-alloy' ? { name: 'Alloy', provider: 'openai', gender: 'female' } : null,
    preferredVoice: options.voice ?? null,
  });
}

async function speak(
  tts: TtsEngine,
  request: Partial<SpeechRequest> = {},
  signal = new AbortController().signal,
): Promise<number> {
  let samples = 0;
  const whole = { text: 'Good morning.', voice: 'openai-alloy', speed: 1, ...request };
  for await (const chunk of tts.synthesize(whole, signal)) samples += chunk.length;
  return samples;
}

const json = (body: Buffer) => JSON.parse(body.toString()) as unknown;

describe('speech from a provider', () => {
  it('asks OpenAI for raw samples and makes 16 kHz of their 24', async () => {
    server.answer = (_request, response) => void response.end(toneBytes(24_000, 0.5));
    expect(await speak(engine('openai'))).toBeCloseTo(8000, -2);
    const [request] = server.seen;
    expect(request?.path).toBe('/audio/speech');
    expect(request?.headers.authorization).toBe('Bearer secret');
    expect(json(request?.body ?? Buffer.alloc(0))).toEqual({
      model: 'tts-1',
      voice: 'alloy',
      input: 'Good morning.',
      response_format: 'pcm',
      speed: 1,
    });
  });

  it('asks ElevenLabs in its own way', async () => {
    server.answer = (_request, response) => void response.end(toneBytes(16_000, 0.5));
    expect(await speak(engine('elevenlabs'), { language: 'fr-CA', speed: 1.1 })).toBe(8000);
    const [request] = server.seen;
    expect(request?.path).toBe(
      '/v1/text-to-speech/EXAVITQu4vr4xnSDxMaL/stream?output_format=pcm_16000',
    );
    expect(request?.headers['xi-api-key']).toBe('secret');
    expect(json(request?.body ?? Buffer.alloc(0))).toEqual({
      text: 'Good morning.',
      model_id: 'eleven_flash_v2_5',
      voice_settings: { speed: 1.1 },
      language_code: 'fr',
    });
  });

  it('asks Cartesia in its own way', async () => {
    server.answer = (_request, response) => void response.end(toneBytes(16_000, 0.5));
    const older = engine('cartesia', { model: 'sonic-3' });
    expect(await speak(older, { language: 'en-US', speed: 1.1 })).toBe(8000);
    const [request] = server.seen;
    expect(request?.path).toBe('/tts/bytes');
    expect(request?.headers['cartesia-version']).toBe('2026-03-01');
    expect(json(request?.body ?? Buffer.alloc(0))).toMatchObject({
      transcript: 'Good morning.',
      language: 'en',
      output_format: { container: 'raw', encoding: 'pcm_s16le', sample_rate: 16_000 },
      generation_config: { speed: 1.1 },
    });
  });

  it('asks Cartesia for no speed where its newest model has none, and tells', async () => {
    server.answer = (_request, response) => void response.end(toneBytes(16_000, 0.1));
    const warnings: string[] = [];
    const warn = (message: string) => warnings.push(message);
    await speak(engine('cartesia'), { speed: 1.1, warn });
    expect(json(server.seen[0]?.body ?? Buffer.alloc(0))).not.toHaveProperty('generation_config');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('1.1 was asked for');
  });

  it('asks Deepgram in its own way', async () => {
    server.answer = (_request, response) => void response.end(toneBytes(16_000, 0.5));
    expect(await speak(engine('deepgram'))).toBe(8000);
    const [request] = server.seen;
    expect(request?.headers.authorization).toBe('Token secret');
    expect(Object.fromEntries(new URLSearchParams(request?.path.split('?')[1]))).toEqual({
      model: 'aura-2-thalia-en',
      encoding: 'linear16',
      sample_rate: '16000',
      container: 'none',
    });
  });

  it('hands on the first sound while the rest is still being made', async () => {
    const tone = toneBytes(16_000, 0.2);
    let rest = () => {};
    server.answer = (_request, response) => {
      // Cut at an odd byte: half a sample waits for its other half.
      response.write(tone.subarray(0, 2001));
      rest = () => void response.end(tone.subarray(2001));
    };
    const request = { text: 'Hello.', voice: 'x', speed: 1 };
    const sound = engine('deepgram').synthesize(request, new AbortController().signal);
    const first = await sound.next();
    expect(first.value?.length).toBe(1000);
    rest();
    let samples = first.value?.length ?? 0;
    for await (const chunk of sound) samples += chunk.length;
    expect(samples).toBe(3200);
  });

  it('closes the connection when the speech is no longer wanted', async () => {
    server.answer = (_request, response) => void response.write(toneBytes(16_000, 0.1));
    const wanted = new AbortController();
    const request = { text: 'Hello.', voice: 'x', speed: 1 };
    const sound = engine('cartesia').synthesize(request, wanted.signal);
    await sound.next();
    wanted.abort();
    await expect(sound.next()).rejects.toThrow();
    await server.seen[0]?.hungUp;
  });

  it('understands a server that sends a WAV file all the same', async () => {
    const tone = toneBytes(22_050, 0.5);
    const file = Buffer.concat([wavHeader(22_050, 1, tone.length), tone]);
    server.answer = async (_request, response) => {
      for (const at of [0, 3, 20, 40]) {
        response.write(
          file.subarray(at, at === 40 ? undefined : [3, 20, 40][[0, 3, 20].indexOf(at)]),
        );
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    };
    expect(await speak(engine('openai'))).toBeCloseTo(8000, -2);
  });

  it('keeps a frozen clock flowing while it waits', async () => {
    const frozen = new ProductClock({ real: time, frozen: true });
    const tts = new HttpTts({
      provider: TTS_PROVIDERS.deepgram,
      access: { baseUrl: server.url, apiKey: 'secret', model: 'aura-2' },
      fetch: http.fetch,
      clock: frozen,
      catalogue: () => null,
      preferredVoice: null,
    });
    let spoke = false;
    server.answer = (_request, response) => {
      const before = frozen.nowUs();
      time.pass(80);
      spoke = frozen.nowUs() - before === 80_000;
      response.end(toneBytes(16_000, 0.1));
    };
    await speak(tts);
    expect(spoke).toBe(true);
  });

  it.each([
    [401, 'refused the API key (401). Check it under Settings'],
    [404, 'knows no such address, model or voice (404)'],
    [429, 'is over its rate limit or quota (429)'],
    [503, 'has a problem of its own (503). Try again. It said: The model sleeps.'],
  ])('says what %i means and what to do', async (status, message) => {
    server.answer = (_request, response) =>
      void response.writeHead(status).end('{"error":{"message":"The model sleeps."}}');
    await expect(speak(engine('elevenlabs'))).rejects.toThrow(message);
  });

  it('says so when the server cannot be reached', async () => {
    await server.stop();
    await expect(speak(engine('openai'))).rejects.toThrow(
      /could not be reached at http:.*: nothing listens there \(ECONNREFUSED\)\. Check the address/,
    );
    server = await SpeechServer.start();
  });

  it('gives up on a server that goes silent', async () => {
    server.answer = (_request, response) => {
      response.write(toneBytes(16_000, 0.1));
    };
    const request = { text: 'Hello.', voice: 'x', speed: 1 };
    const sound = engine('deepgram').synthesize(request, new AbortController().signal);
    await sound.next();
    const next = sound.next();
    time.pass(10_000);
    await expect(next).rejects.toThrow(
      /^The server at 127\.0\.0\.1:\d+ sent nothing for 10 seconds\./,
    );
  });

  it('says so when the sound is compressed', async () => {
    server.answer = (_request, response) => void response.end('ID3 and so on');
    await expect(speak(engine('openai'))).rejects.toThrow('The sound came compressed');
  });

  it('keeps its connection between two pieces', async () => {
    const ports = new Set<number>();
    server.answer = ({ port }, response) => {
      ports.add(port);
      response.end(toneBytes(16_000, 0.1));
    };
    await speak(engine('deepgram'));
    await time.settle();
    await speak(engine('deepgram'));
    expect(ports.size).toBe(1);
  });

  it('does not take its key to another address', async () => {
    server.answer = (_request, response) =>
      void response.writeHead(302, { location: `${server.url}/elsewhere` }).end();
    await expect(speak(engine('elevenlabs'))).rejects.toThrow('could not be reached');
    expect(server.seen).toHaveLength(1);
  });

  it('needs a key at the provider itself, but none at a server of one’s own', async () => {
    const provider = TTS_PROVIDERS.openai;
    const access = { baseUrl: provider.baseUrl, apiKey: null, model: 'tts-1' };
    const deps = {
      provider,
      access,
      fetch: http.fetch,
      clock,
      catalogue: () => null,
      preferredVoice: null,
    };
    await expect(speak(new HttpTts(deps))).rejects.toThrow('OpenAI needs an API key.');
    server.answer = (_request, response) => void response.end(toneBytes(24_000, 0.1));
    await speak(engine('openai', { apiKey: null }));
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
  });

  it('tells when it cannot speak that fast', async () => {
    server.answer = (_request, response) => void response.end(toneBytes(16_000, 0.1));
    const warnings: string[] = [];
    const tts = engine('elevenlabs');
    await speak(tts, { speed: 2, warn: (message) => warnings.push(message) });
    await speak(tts, { speed: 2, warn: (message) => warnings.push(message) });
    expect(warnings).toEqual(['ElevenLabs speaks at 0.7 to 1.2 times its rate; 2 was asked for.']);
    expect(json(server.seen[0]?.body ?? Buffer.alloc(0))).toMatchObject({
      voice_settings: { speed: 1.2 },
    });
  });
});

describe('voices of a provider', () => {
  it('are the very ones where the provider has them', () => {
    expect(engine('openai').voiceFor('openai-alloy')).toEqual({
      name: 'alloy',
      substituted: false,
    });
  });

  it('are of the same gender otherwise, and said to be others', () => {
    expect(engine('deepgram').voiceFor('openai-alloy')).toEqual({
      name: 'aura-2-thalia-en',
      substituted: true,
    });
  });

  it('may be named by the provider’s own ids', () => {
    const id = 'AbCdEfGhIjKlMnOpQrSt';
    expect(engine('elevenlabs').voiceFor(id)).toEqual({ name: id, substituted: false });
  });

  it('give way to the one of the settings', () => {
    const tts = engine('openai', { voice: 'af_heart' });
    expect(tts.voiceFor('openai-alloy')).toEqual({ name: 'af_heart', substituted: false });
  });
});

describe('falling back to the embedded voice', () => {
  const embedded: TtsEngine = {
    name: 'flite',
    voiceFor: () => ({ name: 'slt', substituted: false }),
    async *synthesize() {
      yield new Int16Array(160);
    },
  };

  it('speaks the piece all the same, with a warning that says why', async () => {
    server.answer = (_request, response) => void response.writeHead(401).end();
    const warnings: string[] = [];
    const tts = new FallbackTts(engine('openai'), embedded);
    expect(await speak(tts, { warn: (message) => warnings.push(message) })).toBe(160);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^The server at 127\.0\.0\.1:\d+ refused the API key \(401\)\. Check it under Settings, Engines\. flite speaks instead\.$/,
      ),
    ]);
  });

  it('waits no longer for an engine that failed twice', async () => {
    server.answer = (_request, response) => void response.writeHead(500).end();
    const warnings: string[] = [];
    const tts = new FallbackTts(engine('openai'), embedded);
    for (let piece = 0; piece < 4; piece += 1) {
      expect(await speak(tts, { warn: (message) => warnings.push(message) })).toBe(160);
    }
    expect(server.seen).toHaveLength(2);
    expect(warnings).toEqual([
      expect.stringContaining('flite speaks instead.'),
      expect.stringContaining('flite speaks for the rest of the call.'),
    ]);
  });

  it('does not change the voice in the middle of a piece', async () => {
    server.answer = (_request, response) => {
      response.write(toneBytes(24_000, 0.2), () => response.destroy());
    };
    await expect(speak(new FallbackTts(engine('openai'), embedded))).rejects.toThrow(
      /^The server at 127\.0\.0\.1:\d+ broke off in the middle of its answer/,
    );
  });

  it('stays silent when the speech is no longer wanted', async () => {
    const wanted = new AbortController();
    server.answer = () => wanted.abort();
    const tts = new FallbackTts(engine('openai'), embedded);
    await expect(speak(tts, {}, wanted.signal)).rejects.toThrow();
  });
});

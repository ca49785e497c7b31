import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProductClock } from '../../../../main/platform/time/clock.ts';
import { EngineHttp } from '../../../../main/speech/cloud/engine-http.ts';
import { OpenAiStt } from '../../../../main/speech/cloud/openai-stt.ts';
import { readWav } from '../../../../main/speech/wav.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';
import { SpeechServer } from '../../../doubles/servers/speech-server.ts';

const time = new ManualTime();
const clock = new ProductClock({ real: time });
const http = new EngineHttp();
const never = new AbortController().signal;
let server: SpeechServer;
beforeEach(async () => {
  server = await SpeechServer.start();
});
afterEach(() => server.stop());
afterAll(() => http.close());

const open = (model: string | null = null) =>
  new OpenAiStt({
    access: { baseUrl: server.url, apiKey: 'secret', model },
    clock,
    fetch: http.fetch,
  }).open({
    language: 'en-GB',
    mode: 'fast',
  });

const answer = (body: string, headers: Record<string, string> = {}) => {
  server.answer = (_request, response) => void response.writeHead(200, headers).end(body);
};

/** The form fields that the server received. */
async function form(): Promise<FormData> {
  const [request] = server.seen;
  if (!request) throw new Error('Nothing was asked.');
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  return new Response(Uint8Array.from(request.body), { headers }).formData();
}

describe('recognition by an OpenAI-compatible server', () => {
  it('sends the whole utterance as a WAV file', async () => {
    answer('{"text":" I would like to book. "}');
    const stream = open();
    stream.push(Int16Array.of(1, 2, 3));
    stream.push(Int16Array.of(4, 5));
    expect(await stream.finish(never)).toEqual({ text: 'I would like to book.', confidence: 1 });
    expect(server.seen[0]?.path).toBe('/audio/transcriptions');
    expect(server.seen[0]?.headers.authorization).toBe('Bearer secret');
    const fields = await form();
    expect(fields.get('model')).toBe('whisper-1');
    expect(fields.get('language')).toBe('en');
    expect(fields.has('languages[]')).toBe(false);
    const file = fields.get('file') as File;
    expect(readWav(new Uint8Array(await file.arrayBuffer()))).toEqual({
      sampleRateHz: 16_000,
      channels: 1,
      samples: Int16Array.of(1, 2, 3, 4, 5),
    });
  });

  it('names the model of the settings', async () => {
    answer('{"text":""}');
    expect(await open('base.en').finish(never)).toEqual({ text: '', confidence: 1 });
    expect((await form()).get('model')).toBe('base.en');
  });

  it('takes plain text too', async () => {
    answer('Hello there.\n', { 'content-type': 'text/plain; charset=utf-8' });
    expect((await open().finish(never)).text).toBe('Hello there.');
  });

  it.each(['<html>', '[]', '{"words":[]}'])('says so when the answer is %s', async (body) => {
    answer(body);
    await expect(open().finish(never)).rejects.toThrow('Is it an OpenAI-compatible server?');
  });

  it('says what a refusal means', async () => {
    server.answer = (_request, response) =>
      void response.writeHead(401).end('{"error":{"message":"Incorrect key"}}');
    await expect(open().finish(never)).rejects.toThrow(
      /^The server at 127\.0\.0\.1:\d+ refused the API key \(401\)\. Check it under Settings, Engines\. It said: Incorrect key/,
    );
  });

  it('gives up on a server that is silent', async () => {
    let asked = () => {};
    const wasAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    server.answer = () => asked();
    const words = open().finish(never);
    await wasAsked;
    time.pass(20_000);
    await expect(words).rejects.toThrow(
      /^The server at 127\.0\.0\.1:\d+ sent nothing for 20 seconds\./,
    );
  });

  it('hangs up when the words are no longer wanted', async () => {
    const stream = open();
    server.answer = () => stream.close();
    await expect(stream.finish(never)).rejects.toThrow();
    await server.seen[0]?.hungUp;
  });

  it('tells a model of the newer kind the language in its own way', async () => {
    answer('{"text":"Hello."}');
    const stream = open('gpt-transcribe');
    stream.push(Int16Array.of(1));
    await stream.finish(never);
    const fields = await form();
    expect([fields.get('model'), fields.get('languages[]')]).toEqual(['gpt-transcribe', 'en']);
    expect(fields.has('language')).toBe(false);
  });

  it('says that a web page is no recogniser, whatever the status', async () => {
    server.answer = (_request, response) =>
      void response.writeHead(502).end('<!doctype html><title>Bad gateway</title>');
    const stream = open();
    stream.push(Int16Array.of(1));
    await expect(stream.finish(never)).rejects.toThrow(/\(502\).*It said: a web page, so/);
  });

  it('needs a key at OpenAI itself', () => {
    const access = { baseUrl: 'https://api.openai.com/v1', apiKey: null, model: null };
    const stt = new OpenAiStt({ access, clock, fetch: http.fetch });
    expect(() => stt.open({ language: 'en-US', mode: 'fast' })).toThrow('OpenAI needs an API key.');
  });
});

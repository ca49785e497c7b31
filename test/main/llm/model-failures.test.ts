import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ModelFailure } from '../../../main/llm/language-model.ts';
import { MODEL_KEY, ModelHarness, modelRequest, texts } from '../../doubles/calls/model-harness.ts';
import { OpenAiServer } from '../../doubles/servers/openai-server.ts';

let app: ModelHarness;
let server: OpenAiServer;
let told: string[];
beforeEach(async () => {
  app = await ModelHarness.open();
  ({ server, told } = app);
});
afterEach(() => app.close());

/** A failure and its message, which must never contain the key. */
async function failure(answer: Promise<unknown>): Promise<ModelFailure> {
  const error = await answer.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ModelFailure)) throw new Error(`no ModelFailure but ${String(error)}`);
  expect(error.message).not.toContain(MODEL_KEY);
  expect(error.message).not.toContain('cdef');
  return error;
}

describe('a model that fails', () => {
  it.each([
    [401, 'refusedKey', /refused the API key \(401\)/],
    [403, 'refusedKey', /refused the API key/],
    [404, 'unknownModel', /knows no model "test-model"/],
    [402, 'rateLimited', /paid/],
    [500, 'providerError', /problem of its own \(500\).*Try again.*went wrong/],
    [400, 'providerError', /refused the request \(400\)/],
  ] as const)('says what a %i means', async (status, why, message) => {
    const body = { error: { message: `Something went wrong with ${MODEL_KEY}.` } };
    server.next({ status, body });
    const failed = await failure(app.converse());
    expect(failed.why).toBe(why);
    expect(failed.message).toMatch(message);
    expect(server.chats).toHaveLength(1);
  });

  it('says how long to wait when the rate limit is reached, and does not try again in silence', async () => {
    server.next({ status: 429, headers: { 'Retry-After': '17' }, body: { error: 'slow down' } });
    const { why, message } = await failure(app.converse());
    expect(why).toBe('rateLimited');
    expect(message).toMatch(/Wait 17 seconds.*slow down/);
    expect(server.chats).toHaveLength(1);
  });

  it('takes a key it does not have for missing', async () => {
    const asked = app.model({ isProviders: true, apiKey: null });
    const { why, message } = await failure(
      asked.converse(modelRequest(), app.observer, new AbortController().signal),
    );
    expect([why, server.seen]).toEqual(['refusedKey', []]);
    expect(message).toMatch(/needs an API key/);
  });

  it('says that nobody is there', async () => {
    const gone = await OpenAiServer.start();
    await gone.stop();
    const asked = app.model({ baseUrl: gone.url });
    const { why, message } = await failure(
      asked.converse(modelRequest(), app.observer, new AbortController().signal),
    );
    expect(why).toBe('unreachable');
    expect(message).toMatch(/could not be reached.*ECONNREFUSED.*that the server runs/);
  });

  it('asks once more when the connection was closed before anything came', async () => {
    server.next({ steps: [{ cut: true }] }, { steps: texts('Here.') });
    await app.converse();
    expect(told.at(-1)).toBe('Here.');
    server.next({ steps: [{ cut: true }] }, { steps: [{ cut: true }] });
    const { why, message } = await failure(app.converse());
    expect([why, server.chats.length]).toEqual(['unreachable', 4]);
    expect(message).toMatch(/could not be reached/);
  });

  it('says that the provider broke off in the middle', async () => {
    server.next({ steps: [...texts('One moment'), { cut: true }] });
    const { why, message } = await failure(app.converse());
    expect(why).toBe('providerError');
    expect(message).toMatch(/broke off in the middle/);
    expect(told).toContain('One moment');
  });

  it('passes on an error in the middle of the stream', async () => {
    server.next({ steps: [...texts('One'), { error: `Overloaded, ${MODEL_KEY}.` }] });
    const { why, message } = await failure(app.converse());
    expect([why, message]).toEqual([
      'providerError',
      'OpenAI reported an error in the middle of its answer: Overloaded, …. Try again.',
    ]);
  });

  it.each([
    ['half a JSON', 'data: {"choices":[{"delta":{"content":"Hi"\n\n'],
    ['another shape', 'data: {"choices":[{"delta":{"content":5}}]}\n\n'],
    ['a tool without a name', 'data: {"choices":[{"delta":{"tool_calls":[{"index":0}]}}]}\n\n'],
  ])('says so when a delta is malformed: %s', async (_what, raw) => {
    server.next({ steps: [...texts('One'), { raw }, ...texts('Two')] });
    expect((await failure(app.converse())).why).toBe('malformed');
    expect(await server.last.closed).toBeTruthy();
  });

  it('takes a web page for no answer', async () => {
    server.next({ status: 200, body: '<!doctype html><p>Welcome</p>' });
    expect((await failure(app.converse())).why).toBe('malformed');
  });

  it('gives up when nothing came for 30 seconds, or for 15 in the middle', async () => {
    const never = new Promise(() => {});
    server.next({ steps: [{ until: never }] }, { steps: [...texts('One'), { until: never }] });
    const slow = app.converse();
    await server.chat(1);
    app.time.pass(29_999);
    app.time.pass(1);
    const first = await failure(slow);
    expect([first.why, first.message]).toEqual([
      'timeout',
      'OpenAI sent nothing for 30 seconds. Try again, or choose another model under Settings, Engines.',
    ]);
    const heard = new Promise<void>((resolve) => {
      const stalled = app
        .model()
        .converse(modelRequest(), { text: () => resolve() }, new AbortController().signal);
      void failure(stalled).then(({ why, message }) => told.push(why, message));
    });
    await heard;
    app.time.pass(15_000);
    const { early } = await (await server.chat(2)).closed;
    expect(early).toBe(true);
    expect(told.at(-1)).toMatch(/nothing for 15 seconds/);
  });

  it('stops a model that does not stop', async () => {
    server.next({ steps: Array.from({ length: 300 }, () => ({ text: 'blah '.repeat(20) })) });
    const { why, message } = await failure(app.converse());
    expect(why).toBe('malformed');
    expect(message).toMatch(/did not stop talking/);
  });

  it('writes nothing to the console', async () => {
    const spies = (['log', 'warn', 'error', 'info'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(() => {}),
    );
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    server.next({ status: 500, body: 'no' }, { steps: [{ raw: 'data: {\n\n' }] });
    await failure(app.converse());
    await failure(app.converse());
    for (const spy of [...spies, warned]) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });
});

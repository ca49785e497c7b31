import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AiSdkModel } from '../../../main/llm/ai-sdk-model.ts';
import {
  ModelFailure,
  type ModelRequest,
  type ModelTool,
} from '../../../main/llm/language-model.ts';
import type { ModelAccess } from '../../../main/llm/model-failures.ts';
import { ModelHttp } from '../../../main/llm/model-http.ts';
import { ProductClock, systemTime } from '../../../main/platform/clock.ts';
import { ManualTime } from '../../doubles/manual-time.ts';
import { type ChatStep, OpenAiServer } from '../../doubles/openai-server.ts';

const KEY = 'sk-test-0123456789abcdef';

let server: OpenAiServer;
let http: ModelHttp;
let time: ManualTime;
const told: string[] = [];
beforeEach(async () => {
  server = await OpenAiServer.start();
  time = new ManualTime();
  http = new ModelHttp(time);
  told.length = 0;
});
afterEach(async () => {
  await http.close();
  await server.stop();
});

const request = (more: Partial<ModelRequest> = {}): ModelRequest => ({
  system: 'You answer the phone.',
  messages: [{ role: 'user', content: 'Hi.' }],
  tools: [],
  language: 'en-US',
  ...more,
});

function model(access: Partial<ModelAccess> = {}, clock = new ProductClock({ real: time })) {
  return new AiSdkModel({
    access: {
      kind: 'openai',
      label: 'OpenAI',
      baseUrl: server.url,
      isProviders: false,
      apiKey: KEY,
      model: 'test-model',
      ...access,
    },
    reasoning: null,
    http,
    clock,
  });
}

const observer = {
  requestSent: (url: string) => told.push(`sent ${new URL(url).pathname}`),
  responseStarted: (status: number) => told.push(`status ${status}`),
  text: (delta: string) => told.push(delta),
};

function converse(asked = request(), signal = new AbortController().signal) {
  return model().converse(asked, observer, signal);
}

const texts = (...words: string[]): ChatStep[] => words.map((text) => ({ text }));

/** A failure, and its message; never with the key in it. */
async function failure(answer: Promise<unknown>): Promise<ModelFailure> {
  const error = await answer.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ModelFailure)) throw new Error(`no ModelFailure but ${String(error)}`);
  expect(error.message).not.toContain(KEY);
  expect(error.message).not.toContain('cdef');
  return error;
}

describe('asking a model', () => {
  it('tells words as they arrive, after the request was sent and its answer began', async () => {
    server.next({ steps: texts('Good', ' morning', '.') });
    const { usage, finish } = await converse();
    expect(told).toEqual(['sent /v1/chat/completions', 'status 200', 'Good', ' morning', '.']);
    expect([usage, finish]).toEqual([{ inputTokens: 20, outputTokens: 5 }, 'complete']);
  });

  it('tells the first words while the rest is still to come', async () => {
    let goOn = () => {};
    const until = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    server.next({ steps: [...texts('First.'), { until }, ...texts(' Last.')] });
    let answer: Promise<unknown> = Promise.resolve();
    await new Promise<void>((resolve) => {
      const text = (delta: string) => {
        told.push(delta);
        resolve();
      };
      answer = model().converse(request(), { text }, new AbortController().signal);
    });
    expect(told).toEqual(['First.']);
    goOn();
    await answer;
    expect(told).toEqual(['First.', ' Last.']);
  });

  it('sends prompt, history and key, and says so when the agent spoke first', async () => {
    await converse(
      request({
        messages: [
          { role: 'agent', content: 'Hello, this is Sam.' },
          { role: 'user', content: 'Hi Sam.' },
          { role: 'agent', content: '' },
          { role: 'user', content: 'Anyone?' },
        ],
      }),
    );
    const { headers, body, path } = server.last;
    expect(headers.authorization).toBe(`Bearer ${KEY}`);
    expect(path).toBe('/v1/chat/completions');
    expect(body.model).toBe('test-model');
    expect(body.messages).toEqual([
      { role: 'system', content: 'You answer the phone.' },
      { role: 'user', content: '(The conversation begins.)' },
      { role: 'assistant', content: 'Hello, this is Sam.' },
      { role: 'user', content: 'Hi Sam.' },
      { role: 'user', content: 'Anyone?' },
    ]);
  });

  it('sends no key to a server of one’s own that wants none', async () => {
    await model({ apiKey: null }).converse(request(), observer, new AbortController().signal);
    expect(server.last.headers.authorization).toBeUndefined();
  });

  it('keeps the connection from turn to turn', async () => {
    for (let turn = 0; turn < 3; turn += 1) await converse();
    const [first, second, third] = server.chats.map(({ port }) => port);
    // A turn at the same moment as the end of the one before finds its connection still in use.
    expect([first, second]).toContain(third);
  });

  it('tells why the answer ended', async () => {
    server.next(
      { steps: [...texts('Once upon'), { finish: 'length' }] },
      { steps: [...texts('No.'), { finish: 'content_filter' }], usage: null },
    );
    expect((await converse()).finish).toBe('length');
    const { finish, usage } = await converse();
    expect([finish, usage]).toEqual(['filtered', { inputTokens: 0, outputTokens: 0 }]);
  });

  it('lets product time flow meanwhile, and stops it again', async () => {
    const clock = new ProductClock({ real: systemTime, frozen: true });
    const flow = vi.spyOn(clock, 'flow');
    await model({}, clock).converse(request(), observer, new AbortController().signal);
    expect(flow).toHaveBeenCalledTimes(1);
    const before = clock.nowUs();
    await new Promise((resolve) => setImmediate(resolve));
    expect(clock.nowUs()).toBe(before);
  });
});

describe('aborting', () => {
  /** What is loaded once, and what else the machine does, is no part of it. */
  const median = (valuesMs: number[]) =>
    valuesMs.sort((a, b) => a - b)[Math.floor(valuesMs.length / 2)];

  it('closes the connection within 50 ms, before the first word', async () => {
    const tookMs: number[] = [];
    for (let turn = 1; turn <= 5; turn += 1) {
      server.next({ steps: [{ until: new Promise(() => {}) }] });
      const controller = new AbortController();
      const answer = converse(request(), controller.signal);
      const { closed } = await server.chat(turn);
      const abortedMs = performance.now();
      controller.abort(new Error('The caller speaks.'));
      await expect(answer).rejects.toThrow('The caller speaks.');
      const { atMs, early } = await closed;
      expect(early).toBe(true);
      tookMs.push(atMs - abortedMs);
    }
    expect(median(tookMs)).toBeLessThan(50);
  });

  it('closes the connection within 50 ms, in the middle of a stream, and tells nothing more', async () => {
    const tookMs: number[] = [];
    for (let turn = 1; turn <= 5; turn += 1) {
      const steps = [...texts('One.'), { until: new Promise(() => {}) }, ...texts(' Two.')];
      server.next({ steps });
      const controller = new AbortController();
      let abortedMs = 0;
      const text = (delta: string) => {
        told.push(delta);
        abortedMs = performance.now();
        controller.abort();
      };
      const answer = model().converse(request(), { text }, controller.signal);
      await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
      const { atMs, early } = await server.last.closed;
      expect(early).toBe(true);
      tookMs.push(atMs - abortedMs);
    }
    expect(median(tookMs)).toBeLessThan(50);
    expect(told).toEqual(['One.', 'One.', 'One.', 'One.', 'One.']);
  });

  it('asks nobody when it was aborted before', async () => {
    await expect(converse(request(), AbortSignal.abort())).rejects.toThrow();
    expect(server.seen).toEqual([]);
  });

  it('aborts the tool that runs', async () => {
    server.next({ steps: [{ tool: 'wait', args: {} }] });
    const controller = new AbortController();
    const stopped = vi.fn();
    const wait = tool('wait', (_args, signal) => {
      signal.addEventListener('abort', stopped);
      controller.abort();
      return new Promise(() => {});
    });
    await expect(converse(request({ tools: [wait] }), controller.signal)).rejects.toThrow();
    expect(stopped).toHaveBeenCalled();
  });
});

function tool(name: string, run: ModelTool['run'], more: Partial<ModelTool> = {}): ModelTool {
  const parameters = { type: 'object', properties: { city: { type: 'string' } } };
  return { name, description: `Does ${name}.`, parameters, run, ...more };
}

describe('tools', () => {
  it('runs what the model calls, tells it the answer, and goes on', async () => {
    const asked: unknown[] = [];
    const weather = tool('weather', async (args) => {
      asked.push(args);
      return { sky: 'clear' };
    });
    server.next(
      { steps: [...texts('One moment.'), { tool: 'weather', args: { city: 'Bern' }, pieces: 7 }] },
      { steps: texts('It is clear.') },
    );
    const { usage, finish } = await converse(request({ tools: [weather] }));
    expect(asked).toEqual([{ city: 'Bern' }]);
    expect(told.filter((word) => !/^(sent|status)/.test(word))).toEqual([
      'One moment.',
      'It is clear.',
    ]);
    expect(server.chats[0]?.body.tools?.[0]?.function).toMatchObject({
      name: 'weather',
      parameters: weather.parameters,
    });
    const [call, result] = server.last.body.messages?.slice(-2) ?? [];
    expect(call?.tool_calls?.[0]?.function).toEqual({
      name: 'weather',
      arguments: '{"city":"Bern"}',
    });
    expect([result?.role, result?.content]).toEqual(['tool', '{"sky":"clear"}']);
    expect([usage, finish]).toEqual([{ inputTokens: 40, outputTokens: 10 }, 'complete']);
  });

  it('tells the model of arguments that are no JSON, of unknown tools and of ones that throw', async () => {
    const broken = tool('broken', () => Promise.reject(new Error('out of order')));
    server.next(
      {
        steps: [
          { tool: 'broken', args: '{"city": ', id: 'a' },
          { tool: 'unknown', args: {}, id: 'b' },
          { tool: 'broken', args: {}, id: 'c' },
          { tool: 'broken', args: '[1]', id: 'd' },
        ],
      },
      { steps: texts('Sorry.') },
    );
    expect((await converse(request({ tools: [broken] }))).finish).toBe('complete');
    const answers = Object.fromEntries(
      (server.last.body.messages ?? [])
        .filter(({ role }) => role === 'tool')
        .map(({ tool_call_id, content }) => [tool_call_id, content]),
    );
    expect(answers.a).toMatch(/JSON/);
    expect(answers.b).toMatch(/unknown/);
    expect(answers.c).toMatch(/out of order/);
    expect(answers.d).toMatch(/must be a JSON object/);
  });

  it('does not ask for words after a tool that ends the turn', async () => {
    const hangUp = tool('hang_up', async () => ({ ok: true }), { endsTurn: true });
    server.next({ steps: [...texts('Goodbye.'), { tool: 'hang_up', args: {} }] });
    expect((await converse(request({ tools: [hangUp] }))).finish).toBe('complete');
    expect(server.chats).toHaveLength(1);
  });

  it('stops a model that would go on calling tools for ever', async () => {
    server.answer = () => ({ steps: [{ tool: 'again', args: {} }] });
    const again = tool('again', async () => 'and again');
    expect((await converse(request({ tools: [again] }))).finish).toBe('toolLimit');
    expect(server.chats).toHaveLength(8);
  });
});

describe('failures', () => {
  it.each([
    [401, 'refusedKey', /refused the API key \(401\)/],
    [403, 'refusedKey', /refused the API key/],
    [404, 'unknownModel', /knows no model "test-model"/],
    [402, 'rateLimited', /paid/],
    [500, 'providerError', /problem of its own \(500\).*Try again.*went wrong/],
    [400, 'providerError', /refused the request \(400\)/],
  ] as const)('says what a %i means', async (status, why, message) => {
    const body = { error: { message: `Something went wrong with ${KEY}.` } };
    server.next({ status, body });
    const failed = await failure(converse());
    expect(failed.why).toBe(why);
    expect(failed.message).toMatch(message);
    expect(server.chats).toHaveLength(1);
  });

  it('says how long to wait when the rate limit is reached, and does not try again in silence', async () => {
    server.next({ status: 429, headers: { 'Retry-After': '17' }, body: { error: 'slow down' } });
    const { why, message } = await failure(converse());
    expect(why).toBe('rateLimited');
    expect(message).toMatch(/Wait 17 seconds.*slow down/);
    expect(server.chats).toHaveLength(1);
  });

  it('takes a key it does not have for missing', async () => {
    const asked = model({ isProviders: true, apiKey: null });
    const { why, message } = await failure(
      asked.converse(request(), observer, new AbortController().signal),
    );
    expect([why, server.seen]).toEqual(['refusedKey', []]);
    expect(message).toMatch(/needs an API key/);
  });

  it('says that nobody is there', async () => {
    const gone = await OpenAiServer.start();
    await gone.stop();
    const asked = model({ baseUrl: gone.url });
    const { why, message } = await failure(
      asked.converse(request(), observer, new AbortController().signal),
    );
    expect(why).toBe('unreachable');
    expect(message).toMatch(/could not be reached.*ECONNREFUSED.*that the server runs/);
  });

  it('asks once more when the connection was closed before anything came', async () => {
    server.next({ steps: [{ cut: true }] }, { steps: texts('Here.') });
    await converse();
    expect(told.at(-1)).toBe('Here.');
    server.next({ steps: [{ cut: true }] }, { steps: [{ cut: true }] });
    const { why, message } = await failure(converse());
    expect([why, server.chats.length]).toEqual(['unreachable', 4]);
    expect(message).toMatch(/could not be reached/);
  });

  it('says that the provider broke off in the middle', async () => {
    server.next({ steps: [...texts('One moment'), { cut: true }] });
    const { why, message } = await failure(converse());
    expect(why).toBe('providerError');
    expect(message).toMatch(/broke off in the middle/);
    expect(told).toContain('One moment');
  });

  it('passes on an error in the middle of the stream', async () => {
    server.next({ steps: [...texts('One'), { error: `Overloaded, ${KEY}.` }] });
    const { why, message } = await failure(converse());
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
    expect((await failure(converse())).why).toBe('malformed');
    expect(await server.last.closed).toBeTruthy();
  });

  it('takes a web page for no answer', async () => {
    server.next({ status: 200, body: '<!doctype html><p>Welcome</p>' });
    expect((await failure(converse())).why).toBe('malformed');
  });

  it('gives up when nothing came for 30 seconds, or for 15 in the middle', async () => {
    const never = new Promise(() => {});
    server.next({ steps: [{ until: never }] }, { steps: [...texts('One'), { until: never }] });
    const slow = converse();
    await server.chat(1);
    time.pass(29_999);
    time.pass(1);
    const first = await failure(slow);
    expect([first.why, first.message]).toEqual([
      'timeout',
      'OpenAI sent nothing for 30 seconds. Try again, or choose another model under Settings, Engines.',
    ]);
    const heard = new Promise<void>((resolve) => {
      const stalled = model().converse(
        request(),
        { text: () => resolve() },
        new AbortController().signal,
      );
      void failure(stalled).then(({ why, message }) => told.push(why, message));
    });
    await heard;
    time.pass(15_000);
    const { early } = await (await server.chat(2)).closed;
    expect(early).toBe(true);
    expect(told.at(-1)).toMatch(/nothing for 15 seconds/);
  });

  it('stops a model that does not stop', async () => {
    server.next({ steps: Array.from({ length: 300 }, () => ({ text: 'blah '.repeat(20) })) });
    const { why, message } = await failure(converse());
    expect(why).toBe('malformed');
    expect(message).toMatch(/did not stop talking/);
  });

  it('writes nothing to the console', async () => {
    const spies = (['log', 'warn', 'error', 'info'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(() => {}),
    );
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    server.next({ status: 500, body: 'no' }, { steps: [{ raw: 'data: {\n\n' }] });
    await failure(converse());
    await failure(converse());
    for (const spy of [...spies, warned]) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });
});

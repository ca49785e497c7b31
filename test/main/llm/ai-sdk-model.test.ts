import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelTool } from '../../../main/llm/language-model.ts';
import { ProductClock, systemTime } from '../../../main/platform/time/clock.ts';
import { MODEL_KEY, ModelHarness, modelRequest, texts } from '../../doubles/calls/model-harness.ts';
import type { OpenAiServer } from '../../doubles/servers/openai-server.ts';

let app: ModelHarness;
let server: OpenAiServer;
let told: string[];
beforeEach(async () => {
  app = await ModelHarness.open();
  ({ server, told } = app);
});
afterEach(() => app.close());

describe('asking a model', () => {
  it('tells words as they arrive, after the request was sent and its answer began', async () => {
    server.next({ steps: texts('Good', ' morning', '.') });
    const { usage, finish } = await app.converse();
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
      answer = app.model().converse(modelRequest(), { text }, new AbortController().signal);
    });
    expect(told).toEqual(['First.']);
    goOn();
    await answer;
    expect(told).toEqual(['First.', ' Last.']);
  });

  it('sends prompt, history and key, and says so when the agent spoke first', async () => {
    await app.converse(
      modelRequest({
        messages: [
          { role: 'agent', content: 'Hello, this is Sam.' },
          { role: 'user', content: 'Hi Sam.' },
          { role: 'agent', content: '' },
          { role: 'user', content: 'Anyone?' },
        ],
      }),
    );
    const { headers, body, path } = server.last;
    expect(headers.authorization).toBe(`Bearer ${MODEL_KEY}`);
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
    await app
      .model({ apiKey: null })
      .converse(modelRequest(), app.observer, new AbortController().signal);
    expect(server.last.headers.authorization).toBeUndefined();
  });

  it('keeps the connection from turn to turn', async () => {
    for (let turn = 0; turn < 3; turn += 1) await app.converse();
    const [first, second, third] = server.chats.map(({ port }) => port);
    // A turn that begins at the very end of the previous one finds its connection still in use.
    expect([first, second]).toContain(third);
  });

  it('tells why the answer ended', async () => {
    server.next(
      { steps: [...texts('Once upon'), { finish: 'length' }] },
      { steps: [...texts('No.'), { finish: 'content_filter' }], usage: null },
    );
    expect((await app.converse()).finish).toBe('length');
    const { finish, usage } = await app.converse();
    expect([finish, usage]).toEqual(['filtered', { inputTokens: 0, outputTokens: 0 }]);
  });

  it('lets an answer stand that says all but why it ended', async () => {
    server.next({ steps: [...texts('We open', ' at ten.'), { unfinished: 'done' }] });
    const { finish } = await app.converse();
    expect(told.slice(2)).toEqual(['We open', ' at ten.']);
    expect(finish).toBe('complete');
  });

  it('lets product time flow meanwhile, and stops it again', async () => {
    const clock = new ProductClock({ real: systemTime, frozen: true });
    const flow = vi.spyOn(clock, 'flow');
    await app.model({}, clock).converse(modelRequest(), app.observer, new AbortController().signal);
    expect(flow).toHaveBeenCalledTimes(1);
    const before = clock.nowUs();
    await new Promise((resolve) => setImmediate(resolve));
    expect(clock.nowUs()).toBe(before);
  });
});

describe('aborting', () => {
  const never = new Promise<void>(() => {});

  it('closes the connection before the first word', async () => {
    server.next({ steps: [{ until: never }] });
    const controller = new AbortController();
    const answer = app.converse(modelRequest(), controller.signal);
    const { closed } = await server.chat(1);
    controller.abort(new Error('The caller speaks.'));
    await expect(answer).rejects.toThrow('The caller speaks.');
    expect((await closed).early).toBe(true);
  });

  it('closes the connection in the middle of a stream, and tells nothing more', async () => {
    server.next({ steps: [...texts('One.'), { until: never }, ...texts(' Two.')] });
    const controller = new AbortController();
    const text = (delta: string) => {
      told.push(delta);
      controller.abort();
    };
    const answer = app.model().converse(modelRequest(), { text }, controller.signal);
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    expect((await server.last.closed).early).toBe(true);
    expect(told).toEqual(['One.']);
  });

  it('asks nobody when it was aborted before', async () => {
    await expect(app.converse(modelRequest(), AbortSignal.abort())).rejects.toThrow();
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
    await expect(
      app.converse(modelRequest({ tools: [wait] }), controller.signal),
    ).rejects.toThrow();
    expect(stopped).toHaveBeenCalled();
  });
});

type Run = (args: Readonly<Record<string, unknown>>, signal: AbortSignal) => unknown;

/** A tool that returns the result of `run` to the model. */
function tool(name: string, run: Run, endsTurn = false): ModelTool {
  const parameters = { type: 'object', properties: { city: { type: 'string' } } };
  return {
    name,
    description: `Does ${name}.`,
    parameters,
    run: async (args, signal) => ({ answer: await run(args, signal), endsTurn }),
  };
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
    const { usage, finish } = await app.converse(modelRequest({ tools: [weather] }));
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
    expect((await app.converse(modelRequest({ tools: [broken] }))).finish).toBe('complete');
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

  it.each([
    [400, 'registry.ollama.ai/library/gemma3:1b does not support tools'],
    [400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'],
    [500, 'tools param requires --jinja flag'],
    [404, 'No endpoints found that support tool use.'],
    [422, 'Tool calling is not supported by this model'],
  ])(
    'asks a server without its tools that refuses them (%d, %s), and remembers it',
    async (status, message) => {
      const weather = tool('weather', async () => 'clear');
      const refused: string[] = [];
      const model = app.model();
      const observer = { ...app.observer, toolsRefused: (words: string) => refused.push(words) };
      server.next({ status, body: { error: { message } } }, { steps: texts('Hello.') });
      const asked = modelRequest({ tools: [weather] });
      await model.converse(asked, observer, new AbortController().signal);
      expect(told.at(-1)).toBe('Hello.');
      expect(server.chats.map(({ body }) => body.tools?.length ?? 0)).toEqual([1, 0]);
      expect(refused[0]).toMatch(/takes no tools.*Choose a model with tool calling/);
      await app.model().converse(asked, observer, new AbortController().signal);
      expect(server.chats.map(({ body }) => body.tools?.length ?? 0)).toEqual([1, 0, 0]);
      expect(refused).toHaveLength(2);
    },
  );

  it('does not ask for words after a tool that ended the turn, but does after one that failed to', async () => {
    const hangUp = tool('hang_up', () => ({ ok: true }), true);
    server.next(
      { steps: [{ tool: 'hang_up', args: '{"why": ' }] },
      { steps: [...texts('Goodbye.'), { tool: 'hang_up', args: {} }] },
    );
    expect((await app.converse(modelRequest({ tools: [hangUp] }))).finish).toBe('complete');
    expect(server.chats).toHaveLength(2);
    expect(told.at(-1)).toBe('Goodbye.');
  });

  it('stops a model that would go on calling tools for ever', async () => {
    server.answer = () => ({ steps: [{ tool: 'again', args: {} }] });
    const again = tool('again', async () => 'and again');
    expect((await app.converse(modelRequest({ tools: [again] }))).finish).toBe('toolLimit');
    expect(server.chats).toHaveLength(8);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ModelFailure, type ModelTool, type StepAnswer } from '../../../main/llm/language-model.ts';
import { MODEL_KEY, ModelHarness, modelRequest, texts } from '../../doubles/calls/model-harness.ts';

let app: ModelHarness;
beforeEach(async () => {
  app = await ModelHarness.open();
});
afterEach(() => app.close());

const tool: ModelTool = {
  name: 'look_up',
  description: 'Looks it up.',
  parameters: { type: 'object', properties: { day: { type: 'string' } } },
  run: () => Promise.resolve({ answer: { free: true }, endsTurn: false }),
};

/** An observer that writes down what was asked and answered, in order. */
function watched() {
  const seen: (string | StepAnswer)[] = [];
  const observer = {
    text: () => {},
    asked: (body: string) => void seen.push(body),
    answered: (answer: StepAnswer) => void seen.push(answer),
  };
  return { seen, observer };
}

const bodies = (seen: readonly (string | StepAnswer)[]) =>
  seen.filter((each) => typeof each === 'string').map((each) => JSON.parse(each));
const answers = (seen: readonly (string | StepAnswer)[]) =>
  seen.filter((each) => typeof each !== 'string');

describe('what a model is asked', () => {
  it('is told exactly as it arrives at the server, step by step, without the key', async () => {
    app.server.next(
      { steps: [{ tool: 'look_up', args: { day: 'Sunday' } }] },
      { steps: texts('It is', ' free.') },
    );
    const { seen, observer } = watched();
    const never = new AbortController().signal;
    await app.model().converse(modelRequest({ tools: [tool] }), observer, never);
    expect(bodies(seen)).toEqual(app.server.chats.map(({ body }) => body));
    expect(bodies(seen)).toHaveLength(2);
    expect(answers(seen)).toEqual([
      {
        outcome: 'complete',
        message: null,
        text: '',
        toolCalls: [{ name: 'look_up', arguments: '{"day":"Sunday"}' }],
        finish: 'tool_calls',
        usage: { inputTokens: 20, outputTokens: 5 },
        firstTokenMs: expect.any(Number),
        durationMs: expect.any(Number),
      },
      {
        outcome: 'complete',
        message: null,
        text: 'It is free.',
        toolCalls: [],
        finish: 'stop',
        usage: { inputTokens: 20, outputTokens: 5 },
        firstTokenMs: expect.any(Number),
        durationMs: expect.any(Number),
      },
    ]);
    expect(JSON.stringify(seen)).not.toContain(MODEL_KEY);
  });

  it('has an answer that failed, with the words that came before', async () => {
    app.server.next({ steps: [{ text: 'We op' }, { error: 'The engine is on fire.' }] });
    const { seen, observer } = watched();
    const never = new AbortController().signal;
    const failed = app.model().converse(modelRequest(), observer, never);
    await expect(failed).rejects.toBeInstanceOf(ModelFailure);
    expect(answers(seen)).toMatchObject([
      { outcome: 'failed', text: 'We op', message: expect.stringContaining('on fire') },
    ]);
  });

  it('is told twice by a server that refuses tools', async () => {
    app.server.next({
      status: 400,
      body: { error: { message: 'test-model does not support tools' } },
    });
    app.server.nextText('Hello.');
    const { seen, observer } = watched();
    const never = new AbortController().signal;
    await app.model().converse(modelRequest({ tools: [tool] }), observer, never);
    expect(bodies(seen).map(({ tools }) => tools?.length ?? 0)).toEqual([1, 0]);
    expect(answers(seen).map(({ outcome }) => outcome)).toEqual(['failed', 'complete']);
  });

  it('has an answer that was broken off', async () => {
    const over = new AbortController();
    app.server.next({ steps: [{ text: 'Well' }, { until: new Promise(() => {}) }] });
    const { seen, observer } = watched();
    const stopping = { ...observer, text: () => over.abort() };
    const broken = app.model().converse(modelRequest(), stopping, over.signal);
    await expect(broken).rejects.toThrow('aborted');
    expect(answers(seen)).toMatchObject([{ outcome: 'aborted', text: 'Well', message: null }]);
  });
});

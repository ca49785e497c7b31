import { describe, expect, it, vi } from 'vitest';
import type { ModelRequest, ModelTool } from '../../../main/llm/language-model.ts';
import { OfflineModel } from '../../../main/llm/offline-model.ts';

const hangUp = (run: ModelTool['run']): ModelTool => ({
  name: 'hang_up',
  description: 'Hangs up.',
  parameters: { type: 'object', properties: {} },
  run,
});

function request(said: string, more: Partial<ModelRequest> = {}): ModelRequest {
  const system = 'hours → Nine to five. Every day.';
  return {
    system,
    messages: [{ role: 'user', content: said }],
    tools: [],
    ...more,
  };
}

const live = () => new AbortController().signal;

describe('the offline model', () => {
  it('is labelled as such, and costs nothing', async () => {
    const model = new OfflineModel();
    expect([model.provider, model.name]).toEqual(['offline', 'offline']);
    expect(await model.converse(request('hi'), { text: () => {} }, live())).toEqual({
      usage: { inputTokens: 0, outputTokens: 0 },
      finish: 'complete',
    });
  });

  it('tells its answer sentence by sentence', async () => {
    const told: string[] = [];
    await new OfflineModel().converse(request('hours'), { text: (t) => told.push(t) }, live());
    expect(told).toEqual(['Nine to five. ', 'Every day.']);
  });

  it('hangs up after a goodbye, if it can', async () => {
    const run = vi.fn(() => Promise.resolve({ answer: {}, endsTurn: true }));
    await new OfflineModel().converse(
      request('Bye', { tools: [hangUp(run)] }),
      { text: () => expect(run).not.toHaveBeenCalled() },
      live(),
    );
    expect(run).toHaveBeenCalledWith({}, expect.any(AbortSignal));
    await new OfflineModel().converse(
      request('hours', { tools: [hangUp(run)] }),
      { text: () => {} },
      live(),
    );
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('stops when it is aborted', async () => {
    const controller = new AbortController();
    const told: string[] = [];
    const text = (sentence: string) => {
      told.push(sentence);
      controller.abort();
    };
    const answer = new OfflineModel().converse(request('hours'), { text }, controller.signal);
    await expect(answer).rejects.toThrow();
    expect(told).toHaveLength(1);
  });
});

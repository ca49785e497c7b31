import { beforeEach, describe, expect, it } from 'vitest';
import type { PlaygroundAnswer } from '../../../common/contract/index.ts';
import { filledIn, placeholdersOf } from '../../../renderer/playground/placeholders.ts';
import {
  beginRun,
  changeSession,
  historyOf,
  putTurn,
  sessionOf,
  usePlayground,
} from '../../../renderer/playground/playground-store.ts';
import { figuresOf } from '../../../renderer/playground/run-figures.ts';

function answer(text: string, change: Partial<PlaygroundAnswer> = {}): PlaygroundAnswer {
  return {
    text,
    provider: 'openai',
    model: 'm',
    toolCalls: [],
    firstTextMs: 100,
    totalMs: 200,
    usage: { inputTokens: 10, outputTokens: 5 },
    ...change,
  };
}

const start = { prompt: 'Be brief.', tier: 'balanced', greeting: 'Hello!' } as const;
const turn = (text: string, given: PlaygroundAnswer | null, failure: string | null = null) => ({
  text,
  answer: given,
  failure,
});

beforeEach(() => usePlayground.setState({ sessions: {} }));

describe('a run of the playground', () => {
  it('tells the model the greeting and what was answered, and nothing of what failed', () => {
    const number = beginRun('agt_1', start);
    putTurn('agt_1', number, 0, turn('Hi', answer('Hi you')));
    putTurn('agt_1', number, 1, turn('Again', null, 'The model cannot be reached.'));
    putTurn('agt_1', number, 2, turn('Still there?', null));
    const [run] = sessionOf('agt_1').runs;
    expect(run && historyOf(run, 2)).toEqual([
      { role: 'agent', content: 'Hello!' },
      { role: 'user', content: 'Hi' },
      { role: 'agent', content: 'Hi you' },
      { role: 'user', content: 'Again' },
    ]);
  });

  it('takes an answer in its own place, also when another run has begun since', () => {
    const first = beginRun('agt_1', start);
    putTurn('agt_1', first, 0, turn('Hi', null));
    const second = beginRun('agt_1', start);
    putTurn('agt_1', first, 0, turn('Hi', answer('Late')));
    expect(second).toBe(first + 1);
    expect(sessionOf('agt_1').runs.map(({ turns }) => turns.length)).toEqual([1, 0]);
  });

  it('drops an answer of a run that was forgotten', () => {
    const number = beginRun('agt_1', start);
    changeSession('agt_1', { runs: [] });
    putTurn('agt_1', number, 0, turn('Hi', answer('Late')));
    expect(sessionOf('agt_1').runs).toEqual([]);
  });

  it('sums up times, tokens, tools and failures', () => {
    const number = beginRun('agt_1', start);
    putTurn('agt_1', number, 0, turn('a', answer('A', { firstTextMs: 300 })));
    putTurn('agt_1', number, 1, turn('b', answer('', { firstTextMs: null })));
    putTurn('agt_1', number, 2, turn('c', answer('C')));
    putTurn('agt_1', number, 3, turn('d', null, 'no'));
    const [run] = sessionOf('agt_1').runs;
    expect(run && figuresOf(run)).toEqual({
      answers: 3,
      failures: 1,
      firstTextMs: 100,
      totalMs: 600,
      inputTokens: 30,
      outputTokens: 15,
      toolCalls: 0,
    });
  });
});

describe('the variables of a prompt', () => {
  it('are found once each, and filled in where they are known', () => {
    expect(placeholdersOf('Hi {{name}}, {{ day }}', '{{name}} {{}}')).toEqual(['name', 'day']);
    expect(filledIn('Hi {{ name }}, {{day}}', { name: 'Ines' })).toBe('Hi Ines, {{day}}');
  });
});

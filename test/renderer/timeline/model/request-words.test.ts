import { describe, expect, it } from 'vitest';
import type { AskedMessage, ModelAnswer } from '../../../../common/contract/index.ts';
import {
  answerFigures,
  cutWords,
  excerptOf,
  sameAsBefore,
} from '../../../../renderer/timeline/model/request-words.ts';

const said = (role: string, text: string): AskedMessage => ({
  role,
  parts: [{ kind: 'text', text }],
});

describe('the messages of a request', () => {
  it('are those of the request before it up to the first that differs', () => {
    const first = [said('system', 'Be kind.'), said('user', 'Hi.')];
    expect(sameAsBefore(first, [])).toBe(0);
    expect(sameAsBefore([...first, said('tool', 'Yes.')], first)).toBe(2);
    expect(sameAsBefore([said('system', 'Be brief.'), said('user', 'Hi.')], first)).toBe(0);
    expect(sameAsBefore(first, first)).toBe(2);
  });

  it('have one line for what is said, called and answered', () => {
    const parts: AskedMessage['parts'] = [
      { kind: 'text', text: 'Let me\n  look. ' },
      { kind: 'toolCall', name: 'day', arguments: '{"day":7}' },
    ];
    expect(excerptOf({ role: 'assistant', parts })).toBe('Let me look. calls day({"day":7})');
    const result = { kind: 'toolResult', name: null, text: 'Yes.' } as const;
    expect(excerptOf({ role: 'tool', parts: [result] })).toBe('a tool answered Yes.');
  });
});

describe('an answer', () => {
  const answer: ModelAnswer = {
    outcome: 'complete',
    message: null,
    text: { text: 'Hi.', characters: 3 },
    toolCalls: [],
    finish: 'stop',
    usage: { inputTokens: 1_200, outputTokens: 5 },
    firstTokenMs: 120,
    durationMs: 340,
  };
  const item = {
    number: 0,
    turn: 1,
    provider: 'openai',
    model: 'm',
    startedAt: '2026-01-01T00:00:00.000Z',
    body: { text: '{}', characters: 2 },
    request: null,
    answer,
  };

  it('has the figures that are known', () => {
    expect(answerFigures(item)).toEqual([
      'first token after 120 ms',
      'over after 340 ms',
      '1,200 tokens in, 5 out',
      'finish: stop',
    ]);
    const bare = { ...answer, finish: null, usage: null, firstTokenMs: null };
    expect(answerFigures({ ...item, answer: bare })).toEqual(['over after 340 ms']);
  });

  it('has no figures without a model, or before it is over', () => {
    expect(answerFigures({ ...item, provider: 'offline' })).toEqual([]);
    expect(answerFigures({ ...item, answer: null })).toEqual([]);
  });

  it('says where it was cut', () => {
    expect(cutWords({ text: 'abc', characters: 3 })).toBeNull();
    expect(cutWords({ text: 'abc', characters: 4_000 })).toBe('cut at 3 of 4,000 characters');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analysisQuestion, readAnalysis } from '../../../../common/rules/turns/model-analysis.ts';

const GOOD = { summary: 'A cake was ordered.', userSentiment: 'Positive', callSuccessful: true };
const entry = (role: 'user' | 'agent', content: string) => ({ role, content, createdAt: '' });

describe('reading what a model says of a call', () => {
  it.each([
    ['bare', JSON.stringify(GOOD)],
    ['in a code fence', `\`\`\`json\n${JSON.stringify(GOOD, null, 2)}\n\`\`\``],
    ['with words around it', `Here it is: ${JSON.stringify(GOOD)} I hope it helps.`],
    ['in other letters', JSON.stringify({ ...GOOD, userSentiment: ' positive ', more: 1 })],
  ])('takes JSON %s', (_how, text) => {
    expect(readAnalysis(text)).toEqual({ ...GOOD, analysisSource: 'model' });
  });

  it.each([
    '',
    'The caller was happy.',
    '{',
    '}{',
    '[]',
    JSON.stringify({ ...GOOD, userSentiment: 'Thrilled' }),
    JSON.stringify({ ...GOOD, callSuccessful: 'yes' }),
    JSON.stringify({ ...GOOD, summary: ' ' }),
    JSON.stringify({ summary: 'Only that.' }),
  ])('takes nothing of %j', (text) => {
    expect(readAnalysis(text)).toBeNull();
  });

  it('cuts a summary without end', () => {
    const text = JSON.stringify({ ...GOOD, summary: 'x'.repeat(10_000) });
    expect(readAnalysis(text)?.summary).toHaveLength(2_000);
  });

  it('never fails, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => readAnalysis(text)).not.toThrow();
      }),
    );
  });
});

describe('asking a model about a call', () => {
  it('gives the transcript, line by line', () => {
    expect(analysisQuestion([entry('agent', 'Hello.'), entry('user', 'A cake, please.')])).toBe(
      '<transcript>\nagent: Hello.\nuser: A cake, please.\n</transcript>',
    );
  });

  it('leaves out the middle of a very long call', () => {
    const long = Array.from({ length: 500 }, (_, n) => entry('user', `line ${n}`));
    const question = analysisQuestion(long);
    expect(question).toContain('user: line 99\n(…)\nuser: line 400');
    expect(question).toContain('user: line 499');
    expect(analysisQuestion([entry('user', 'x'.repeat(9_000))]).length).toBeLessThan(2_100);
  });
});

import { describe, expect, it } from 'vitest';
import type { TranscriptEntry } from '../../../../common/contract/index.ts';
import { analyseCall } from '../../../../common/rules/turns/call-analysis.ts';
import type { CallRecord } from '../../../../common/rules/turns/turn-records.ts';

const entry = (role: TranscriptEntry['role'], content: string): TranscriptEntry => ({
  role,
  content,
  createdAt: null,
});

const call = (more: Partial<CallRecord> = {}): CallRecord => ({
  turns: [],
  answeredUs: 1,
  model: null,
  usage: { inputTokens: 0, outputTokens: 0, toolCalls: 0 },
  phone: { muted: false, held: false, line: 'clear' },
  ended: { atUs: 9, reason: 'user_hangup', status: 'completed' },
  ...more,
});

describe('the local analysis of a call', () => {
  it('names itself as made by local rules', () => {
    expect(analyseCall(call(), []).analysisSource).toBe('localRules');
  });

  it('sums up what the caller began with and the agent ended with', () => {
    const transcript = [
      entry('agent', 'How can I help?'),
      entry('user', 'Do you open on Sundays?'),
      entry('agent', 'Yes, from ten to four.'),
      entry('user', 'Thanks!'),
    ];
    expect(analyseCall(call(), transcript).summary).toBe(
      'The caller said: "Do you open on Sundays?", and 1 more line. The agent\'s last words: "Yes, from ten to four."',
    );
  });

  it('counts lines, and quotes the beginning of a long one', () => {
    const said = (...lines: string[]) =>
      analyseCall(
        call(),
        lines.map((line) => entry('user', line)),
      ).summary;
    expect(said('One.')).toBe('The caller said: "One.".');
    expect(said('One.', 'Two.', 'Three.')).toBe('The caller said: "One.", and 2 more lines.');
    expect(said('x'.repeat(80))).toBe(`The caller said: "${'x'.repeat(80)}".`);
    expect(said('x'.repeat(81))).toBe(`The caller said: "${'x'.repeat(79)}…".`);
  });

  it('has nothing to say about a call without words', () => {
    expect(analyseCall(call(), [])).toMatchObject({ summary: null, userSentiment: null });
    expect(analyseCall(call(), [entry('agent', 'Hello?')]).summary).toBe(
      'The caller said nothing.',
    );
  });

  it.each([
    ['That is perfect, thank you.', 'Positive'],
    ['This is not good, it is broken.', 'Negative'],
    ['Do you rent tandems?', 'Neutral'],
    ['It is good, and it is bad.', 'Neutral'],
    ['It is good, it is nice, and it is bad.', 'Positive'],
    ['It is bad, awful, and nice.', 'Negative'],
  ])('reads the mood of "%s" as %s', (text, mood) => {
    expect(analyseCall(call(), [entry('user', text)]).userSentiment).toBe(mood);
  });

  it('calls a call successful when most turns were heard and it ended in good order', () => {
    const turn = (outcome: 'heard' | 'failed', index: number) =>
      ({ index, outcome }) as CallRecord['turns'][number];
    const spoke = [entry('user', 'Hello')];
    const heard = call({ turns: [turn('heard', 1), turn('failed', 2)] });
    const failed = call({ turns: [turn('failed', 1), turn('failed', 2), turn('heard', 3)] });
    const cutOff = call({
      turns: [turn('heard', 1)],
      ended: { atUs: 9, reason: 'error_app_restart', status: 'failed' },
    });
    expect(analyseCall(heard, spoke).callSuccessful).toBe(true);
    expect(analyseCall(failed, spoke).callSuccessful).toBe(false);
    expect(analyseCall(cutOff, spoke).callSuccessful).toBe(false);
    expect(analyseCall(call({ answeredUs: null }), []).callSuccessful).toBeNull();
    expect(
      analyseCall(call({ answeredUs: null, turns: heard.turns }), spoke).callSuccessful,
    ).toBeNull();
    expect(analyseCall(call({ ended: null, turns: heard.turns }), spoke).callSuccessful).toBeNull();
    expect(analyseCall(heard, []).callSuccessful).toBeNull();
    const greeted = call({ turns: [turn('failed', 0), turn('heard', 1), turn('failed', 2)] });
    expect(analyseCall(greeted, spoke).callSuccessful).toBe(true);
    const cut = { index: 1, outcome: 'interrupted' } as CallRecord['turns'][number];
    expect(analyseCall(call({ turns: [cut] }), spoke).callSuccessful).toBe(true);
  });
});

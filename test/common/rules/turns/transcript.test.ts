import { describe, expect, it } from 'vitest';
import {
  callTurns,
  lastSnippet,
  transcriptEntries,
  transcriptTurns,
} from '../../../../common/rules/turns/transcript.ts';
import { readCall } from '../../../../common/rules/turns/turn-records.ts';
import { EventScript } from '../../../doubles/calls/call-events.ts';

const START = Date.parse('2026-11-02T09:00:00.000Z');

const call = readCall(
  new EventScript()
    .add(0, 'call.answered', null, { greeting: 'Hello.' })
    .spoken(0, 0, 'Hello.', [1, 2, 3, 500])
    .typed(1, 1_000, 'What time is it?')
    .spoken(1, 1, 'Let me see.', [1_100, 1_200, 1_300, 1_900])
    .add(1_950, 'piece.queued', 1, { piece: 2, text: 'It is noon.', lines: [1] })
    .add(2_000, 'playout.started', 1, { piece: 2 })
    .add(2_200, 'playout.cut', 1, { piece: 2, playedMs: 200, heardText: 'It is' })
    .typed(2, 2_200, 'Thanks, bye')
    .add(2_200, 'turn.finished', 1, { outcome: 'interrupted' })
    .add(2_300, 'turn.finished', 2, { outcome: 'silent' }).events,
);

describe('a transcript', () => {
  it('has what was heard, in order, with its time', () => {
    expect(transcriptEntries(call, START)).toEqual([
      { role: 'agent', content: 'Hello.', createdAt: '2026-11-02T09:00:00.003Z' },
      { role: 'user', content: 'What time is it?', createdAt: '2026-11-02T09:00:01.000Z' },
      { role: 'agent', content: 'Let me see. It is', createdAt: '2026-11-02T09:00:01.300Z' },
      { role: 'user', content: 'Thanks, bye', createdAt: '2026-11-02T09:00:02.200Z' },
    ]);
  });

  it('is told as exchanges too; the greeting answers an empty utterance', () => {
    const turns = transcriptTurns('call_abc', call, START);
    expect(turns).toEqual([
      {
        id: 'tr_abc0',
        transcript: '',
        confidence: null,
        response: 'Hello.',
        createdAt: '2026-11-02T09:00:00.003Z',
      },
      {
        id: 'tr_abc1',
        transcript: 'What time is it?',
        confidence: 1,
        response: 'Let me see. It is',
        createdAt: '2026-11-02T09:00:01.000Z',
      },
      {
        id: 'tr_abc2',
        transcript: 'Thanks, bye',
        confidence: 1,
        response: null,
        createdAt: '2026-11-02T09:00:02.200Z',
      },
    ]);
  });

  it('is told as turns with their outcome', () => {
    expect(callTurns(call).slice(1)).toEqual([
      {
        index: 1,
        caller: 'What time is it?',
        agent: 'Let me see. It is',
        outcome: 'interrupted',
      },
      { index: 2, caller: 'Thanks, bye', agent: null, outcome: 'silent' },
    ]);
  });

  it('leaves the greeting out when nothing of it was heard', () => {
    const silent = readCall(new EventScript().typed(1, 0, 'Hi').events);
    expect(transcriptTurns('call_1', silent, START).map((turn) => turn.transcript)).toEqual(['Hi']);
  });

  it('is shown in lists by the latest thing said, cut at 120 characters', () => {
    expect(lastSnippet(call)).toBe('Thanks, bye');
    expect(lastSnippet(readCall([]))).toBeNull();
    const long = readCall(new EventScript().typed(1, 0, 'x'.repeat(500)).events);
    expect(lastSnippet(long)).toHaveLength(120);
  });
});

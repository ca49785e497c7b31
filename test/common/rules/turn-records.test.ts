import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heardText, readCall } from '../../../common/rules/turn-records.ts';
import { anyEventLog, EventScript } from '../../doubles/call-events.ts';

describe('the record of a call', () => {
  it('can be read from any log, and the same way each time', () => {
    fc.assert(
      fc.property(anyEventLog, (events) => {
        const call = readCall(events);
        expect(readCall(events)).toEqual(call);
        const indices = call.turns.map((turn) => turn.index);
        expect(indices).toEqual([...new Set(indices)].sort((a, b) => a - b));
        for (const turn of call.turns) {
          const unheard = turn.pieces.every((piece) => piece.startedUs === null);
          if (unheard) expect(heardText(turn)).toBe('');
        }
      }),
    );
  });

  it('knows when the call was answered and how it ended', () => {
    const { events } = new EventScript()
      .add(0, 'call.ringing', null, { direction: 'outbound' })
      .add(1_500, 'call.answered', null, { greeting: null })
      .add(4_000, 'call.ended', null, { reason: 'user_hangup', status: 'completed' });
    expect(readCall(events)).toEqual({
      turns: [],
      answeredUs: 1_500_000,
      model: null,
      usage: { inputTokens: 0, outputTokens: 0, toolCalls: 0 },
      ended: { atUs: 4_000_000, reason: 'user_hangup', status: 'completed' },
    });
  });

  it('counts a piece as heard from its first frame, and a cut one for what was played of it', () => {
    const script = new EventScript().add(0, 'piece.queued', 1, {
      piece: 0,
      text: 'A b.',
      lines: [],
    });
    const heard = () => readCall(script.events).turns.map(heardText);
    script.typed(1, 0, 'Hi');
    expect(heard()).toEqual(['']);
    script.add(1, 'playout.started', 1, { piece: 0 });
    expect(heard()).toEqual(['A b.']);
    script.add(2, 'playout.cut', 1, { piece: 0, playedMs: 1, heardText: 'A' });
    expect(heard()).toEqual(['A']);
  });

  it('keeps the first report of the ear', () => {
    const { events } = new EventScript()
      .typed(1, 0, 'Hi')
      .add(9, 'ear.heard', 1, { source: 'worklet' })
      .add(20, 'ear.heard', 1, { source: 'worklet' });
    expect(readCall(events).turns[0]?.ear).toEqual({ atUs: 9_000, source: 'worklet' });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTimeline } from '../../../../common/rules/timeline/timeline.ts';
import {
  heardText,
  readCall,
  type TurnRecord,
} from '../../../../common/rules/turns/turn-records.ts';
import { anyEventLog, EventScript } from '../../../doubles/calls/call-events.ts';

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
      phone: { muted: false, held: false, line: 'clear' },
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

  describe('with sound that was taken back', () => {
    const spoken = () =>
      new EventScript()
        .typed(1, 0, 'Hi')
        .add(1, 'piece.queued', 1, { piece: 0, text: 'A b.', lines: [0] })
        .add(1, 'piece.queued', 1, { piece: 1, text: 'C d.', lines: [0] })
        .add(2, 'playout.started', 1, { piece: 0 })
        .add(80, 'playout.ended', 1, { piece: 0 })
        .add(80, 'playout.started', 1, { piece: 1 })
        .add(100, 'playout.paused', 1, { piece: 0 });
    const turnOf = ({ events }: EventScript) => readCall(events).turns[0] as TurnRecord;
    const times = (script: EventScript) =>
      turnOf(script).pieces.map(({ startedUs, endedUs }) => [startedUs, endedUs]);

    it('goes on in an earlier piece: what had begun behind it was not heard', () => {
      expect(heardText(turnOf(spoken()))).toBe('A b.');
      expect(times(spoken())).toEqual([
        [2_000, null],
        [null, null],
      ]);
    });

    it('is cut in several pieces: each says what was heard of it', () => {
      const script = spoken()
        .add(600, 'playout.cut', 1, { piece: 0, playedMs: 40, heardText: 'A' })
        .add(600, 'playout.cut', 1, { piece: 1, playedMs: 0, heardText: '' });
      expect(heardText(turnOf(script))).toBe('A');
      expect(times(script)).toEqual([
        [2_000, 600_000],
        [null, null],
      ]);
    });

    it('counts from where it began anew', () => {
      const script = spoken()
        .add(500, 'playout.resumed', 1, { piece: 0 })
        .add(540, 'playout.ended', 1, { piece: 0 })
        .add(540, 'playout.started', 1, { piece: 1 })
        .add(600, 'playout.ended', 1, { piece: 1 });
      expect(heardText(turnOf(script))).toBe('A b. C d.');
      expect(times(script)).toEqual([
        [2_000, 540_000],
        [540_000, 600_000],
      ]);
    });

    it('of which nothing was heard leaves no words and no latency', () => {
      const script = new EventScript()
        .typed(1, 0, 'Hi')
        .add(1, 'piece.queued', 1, { piece: 0, text: 'A b.', lines: [0] })
        .add(2, 'playout.started', 1, { piece: 0 })
        .add(9, 'playout.paused', 1, { piece: 0 })
        .add(500, 'playout.cut', 1, { piece: 0, playedMs: 0, heardText: '' })
        .add(500, 'turn.finished', 1, { outcome: 'interrupted' });
      expect(heardText(turnOf(script))).toBe('');
      const [turn] = buildTimeline('call_1', script.events).turns;
      expect(turn).toMatchObject({ heard: '', responseLatencyMs: null });
    });
  });

  it('does not take an echo for a turn of the caller', () => {
    const { events } = new EventScript()
      .typed(1, 0, 'Hi')
      .add(900, 'echo.suppressed', null, { durationMs: 700, levelDb: -30, delayMs: 200 });
    const [turn, ...others] = readCall(events).turns;
    expect(others).toEqual([]);
    expect(turn).toMatchObject({ caller: { text: 'Hi' }, interruptedUs: null });
  });

  it('keeps the first report of the ear', () => {
    const { events } = new EventScript()
      .typed(1, 0, 'Hi')
      .add(9, 'ear.heard', 1, { source: 'worklet' })
      .add(20, 'ear.heard', 1, { source: 'worklet' });
    expect(readCall(events).turns[0]?.ear).toEqual({ atUs: 9_000, source: 'worklet' });
  });
});

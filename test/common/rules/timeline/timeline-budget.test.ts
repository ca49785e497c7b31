import { describe, expect, it } from 'vitest';
import { buildTimeline } from '../../../../common/rules/timeline/timeline.ts';
import {
  budgetVerdict,
  isUnheard,
  needsAttention,
  nextOverBudget,
  spokenSummary,
  unheardVerdict,
} from '../../../../common/rules/timeline/timeline-budget.ts';
import { EventScript } from '../../../doubles/calls/call-events.ts';
import { heardTurn } from '../../../doubles/calls/timeline-turns.ts';

const failed = (index: number) => {
  const script = new EventScript()
    .typed(index, 100, 'Hi')
    .add(110, 'warning', index, { code: 'unreachable', message: 'Nobody listens there.' })
    .add(120, 'turn.finished', index, { outcome: 'failed' });
  return buildTimeline('call_1', script.events).turns[0] ?? heardTurn();
};

describe('the budget', () => {
  it('names who owns most of the wait, and their longest part', () => {
    const verdict = budgetVerdict(heardTurn({ firstByteMs: 1_100 }), 1_200);
    expect(verdict).toMatchObject({ owner: 'server', part: { name: 'firstByte' }, overMs: 402.5 });
    expect(verdict?.ownerShare).toBeCloseTo(1_110 / 1_602.5, 6);
  });

  it('is kept exactly at its edge', () => {
    const turn = heardTurn();
    const totalMs = turn.responseLatencyMs ?? 0;
    expect(budgetVerdict(turn, totalMs)?.overMs).toBe(0);
    expect(budgetVerdict(turn, totalMs - 0.001)?.overMs).toBe(0.001);
  });

  it('finds the next turn that is late or was not heard, and starts again after the last', () => {
    const turns = [
      heardTurn({ index: 1 }),
      failed(2),
      heardTurn({ index: 3, firstByteMs: 2_000 }),
      heardTurn({ index: 4 }),
    ];
    const visits = [0, 2, 3, 4].map((from) => nextOverBudget(turns, from, 800)?.index);
    expect(visits).toEqual([2, 3, 2, 2]);
    expect(nextOverBudget([heardTurn()], 0, 800)).toBeNull();
  });

  it('is also broken by silence within an answer that came at once', () => {
    const turn = heardTurn();
    const silent = { ...turn, longestSilenceMs: 3_310, resumedAtMs: 6_000 };
    expect(needsAttention(turn, 800)).toBe(false);
    expect(needsAttention(silent, 800)).toBe(true);
    expect(needsAttention(silent, 800, 3_310)).toBe(false);
    expect(nextOverBudget([turn, { ...silent, index: 2 }], 1, 800)?.index).toBe(2);
    expect(spokenSummary(silent, 800)).toBe(
      'turn 1: 603 ms, within the budget; 50 % a setting, end of turn 301 ms; then 3310 ms of silence, 1310 ms over',
    );
    expect(spokenSummary({ ...silent, cutBy: 'hangUp' }, 800, 5_000)).toMatch(
      /; then 3310 ms of silence; call ended$/,
    );
  });

  it('asks nothing of an answer that nobody waited for', () => {
    const turn = { ...heardTurn(), outcome: 'silent' as const, responseLatencyMs: null };
    const hungUpAt = (interruptedAtMs: number) =>
      ({ ...turn, cutBy: 'hangUp', callerStoppedMs: 2_000, interruptedAtMs }) as const;
    expect(isUnheard(turn, 800)).toBe(true);
    expect(isUnheard(hungUpAt(2_800), 800)).toBe(false);
    expect(isUnheard(hungUpAt(2_801), 800)).toBe(true);
    expect(spokenSummary(hungUpAt(2_100), 800)).toBe(
      'turn 1: the call ended before anything was heard in 603 ms; 50 % a setting, end of turn 301 ms',
    );
  });

  it('can be read aloud', () => {
    const turn = heardTurn({ index: 4, firstByteMs: 1_400 });
    expect(spokenSummary(turn, 1_200)).toBe(
      'turn 4: 1903 ms, 703 ms over; 74 % your server, first byte 1400 ms',
    );
    expect(spokenSummary(heardTurn(), 800)).toBe(
      'turn 1: 603 ms, within the budget; 50 % a setting, end of turn 301 ms',
    );
    expect(spokenSummary(failed(2), 800)).toBe(
      'turn 2: the caller heard nothing in 20 ms; 100 % your server, first byte 20 ms; Nobody listens there.',
    );
  });

  it('blames a failed turn on who failed, however quickly that was', () => {
    const script = new EventScript()
      .typed(1, 100, 'Hi')
      .add(180, 'request.sent', 1, { deliveryId: 'dlv_1', url: 'http://127.0.0.1:9/' })
      .add(220, 'response.started', 1, { status: 503, contentType: null })
      .add(230, 'turn.finished', 1, { outcome: 'failed' });
    const [turn = heardTurn()] = buildTimeline('call_1', script.events).turns;
    expect(unheardVerdict(turn, 800)).toMatchObject({
      owner: 'server',
      part: { name: 'firstByte' },
      waitedMs: 130,
    });
    expect(spokenSummary(turn, 800)).toBe(
      'turn 1: the caller heard nothing in 130 ms; 38 % your server, first byte 40 ms',
    );
    expect(unheardVerdict(heardTurn(), 800)).toBeNull();
  });
});

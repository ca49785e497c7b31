import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markLabel } from '../../../common/rules/timeline/axis-marks.ts';
import { buildTimeline } from '../../../common/rules/timeline/timeline.ts';
import { ticks, toPx } from '../../../renderer/timeline/time-scale.ts';
import { extentOf, waitByPart } from '../../../renderer/timeline/turn-extent.ts';
import { log } from '../state/live-fixtures.ts';

describe('the time scale', () => {
  it('puts both ends where they belong', () => {
    const scale = { fromMs: -100, toMs: 900, leftPx: 80, rightPx: 880 };
    expect(toPx(scale, -100)).toBe(80);
    expect(toPx(scale, 900)).toBe(880);
  });

  it('has round marks that never crowd, zero among them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 10, max: 600_000 }),
        fc.integer({ min: 300, max: 3_000 }),
        (before, after, width) => {
          const scale = { fromMs: -before, toMs: after, leftPx: 0, rightPx: width };
          const marks = ticks(scale, 84);
          const gaps = marks
            .slice(1)
            .map((mark, index) => toPx(scale, mark) - toPx(scale, marks[index] ?? 0));
          expect(gaps.every((gap) => gap >= 84 - 1e-6)).toBe(true);
          expect(marks).toContain(0);
        },
      ),
    );
  });

  it('labels in milliseconds, then in seconds, with a real minus', () => {
    expect([200, 1_500, 12_500, 20_000, -500].map(markLabel)).toEqual([
      '200 ms',
      '1500 ms',
      '12.5 s',
      '20 s',
      '−500 ms',
    ]);
  });
});

describe('the extent of a turn', () => {
  const events = log(
    [1_000, 'caller.speechStarted', 1, { source: 'audio' }],
    [2_000, 'caller.stopped', 1, { source: 'audio' }],
    [2_240, 'turn.endpointed', 1, {}],
    [2_240, 'transcript.final', 1, { text: 'Hi', confidence: 1, source: 'audio' }],
    [2_246, 'request.sent', 1, { deliveryId: 'dlv_1', url: 'http://127.0.0.1/' }],
  );
  const turn = buildTimeline('call_a', events).turns[0];
  if (!turn) throw new Error('The log has a turn.');

  it('has its zero where the caller stopped and shows the budget always', () => {
    const extent = extentOf(turn, null);
    expect(extent.zeroMs).toBe(2_000);
    expect(extent.fromMs).toBeLessThanOrEqual(-1_000);
    expect(extent.toMs).toBeGreaterThan(800);
  });

  it('grows in whole seconds while the turn goes on', () => {
    expect(extentOf(turn, 4_300).toMs).toBe(3_000);
    expect(extentOf(turn, 4_400).toMs).toBe(3_000);
  });

  it('names only the parts that took time', () => {
    expect(waitByPart(turn).map(({ part, ms }) => [part.name, ms])).toEqual([
      ['endpointing', 240],
      ['dispatch', 6],
    ]);
  });
});

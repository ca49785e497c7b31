import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toUs } from '../../../../common/rules/timeline/timeline.ts';
import {
  alignedAtCallerStopped,
  compareCalls,
  compareTurns,
} from '../../../../common/rules/timeline/timeline-compare.ts';
import { partMs } from '../../../../common/rules/timeline/timeline-parts.ts';
import { anyHeardTurn, heardTurn, hostedTurn } from '../../../doubles/calls/timeline-turns.ts';

describe('two turns beside each other', () => {
  it('differ by what their parts differ, exactly', () => {
    fc.assert(
      fc.property(anyHeardTurn, anyHeardTurn, (a, b) => {
        const { parts, deltaMs } = compareTurns(a, b);
        const sumUs = parts.reduce((sum, part) => sum + toUs(part.deltaMs), 0);
        expect(sumUs).toBe(toUs(deltaMs ?? Number.NaN));
      }),
    );
  });

  it('name the part that changed most', () => {
    const { most } = compareTurns(heardTurn(), heardTurn({ firstByteMs: 700, synthesisMs: 100 }));
    expect(most).toEqual({ name: 'firstByte', aMs: 100, bMs: 700, deltaMs: 600 });
    expect(compareTurns(heardTurn(), heardTurn()).most).toBeNull();
  });

  it('have 0 where the caller stopped, and keep every length', () => {
    fc.assert(
      fc.property(anyHeardTurn, (turn) => {
        const aligned = alignedAtCallerStopped(turn);
        expect(aligned.callerStoppedMs).toBe(0);
        expect(aligned.parts[0]?.startMs).toBe(0);
        expect(aligned.parts.map(partMs)).toEqual(turn.parts.map(partMs));
      }),
    );
  });

  it('move the tools of a model along', () => {
    const turn = hostedTurn();
    expect(alignedAtCallerStopped(turn).tools[0]).toMatchObject({ startMs: 300, endMs: 700 });
  });

  it('show a turn that only one of the calls has', () => {
    const one = { p50: 1, p90: 1, p99: 1, n: 1 };
    const percentiles = { responseLatency: one, longestSilence: one, parts: {} };
    const a = {
      callId: 'a',
      warnings: [],
      turns: [heardTurn({ index: 1 }), heardTurn({ index: 2 })],
      percentiles,
    };
    const b = { callId: 'b', warnings: [], turns: [heardTurn({ index: 1 })], percentiles };
    const [first, second] = compareCalls(a, b);
    expect(first?.deltaMs).toBe(0);
    expect(second).toMatchObject({ index: 2, b: null, deltaMs: null });
  });
});

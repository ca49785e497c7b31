import { describe, expect, it } from 'vitest';
import { LatencySummary } from '../../../../common/contract/index.ts';
import { latencySummary } from '../../../../common/rules/timeline/latency-figures.ts';
import { heardTurn } from '../../../doubles/calls/timeline-turns.ts';

const call = (n: number, agentId: string | null, firstByteMs: number) => ({
  callId: `call_${n}`,
  agentId,
  startedAt: `2026-01-0${n}T00:00:00.000Z`,
  turns: [heardTurn({ index: 1, firstByteMs }), heardTurn({ index: 2, firstByteMs })],
});

describe('the figures of many calls', () => {
  const calls = [call(1, 'agt_a', 100), call(3, 'agt_b', 900), call(2, 'agt_a', 300)];
  const summary = latencySummary(calls, 800);

  it('fit their schema and count every turn once', () => {
    expect(LatencySummary.parse(summary)).toEqual(summary);
    expect(summary.overall).toMatchObject({ turns: 6, overBudget: 4, unheard: 0 });
    expect(summary.overall.responseLatency).toEqual({
      p50: 802.5,
      p90: 1_402.5,
      p99: 1_402.5,
      n: 6,
    });
    expect(summary.parts.firstByte).toEqual({ p50: 300, p90: 900, p99: 900, n: 6 });
  });

  it('tell the longest silences apart from the waits', () => {
    const turn = { ...heardTurn(), longestSilenceMs: 3_310 };
    const silent = { ...call(1, 'agt_a', 100), turns: [heardTurn(), turn] };
    expect(latencySummary([silent], 800).overall).toMatchObject({
      overBudget: 0,
      unheard: 0,
      deadAir: 1,
      longestSilence: { p50: 0, p90: 3_310, p99: 3_310, n: 2 },
    });
    expect(latencySummary([silent], 800, 3_310).overall.deadAir).toBe(0);
  });

  it('list the newest call first and tell agents apart', () => {
    expect(summary.calls.map(({ callId }) => callId)).toEqual(['call_3', 'call_2', 'call_1']);
    expect(summary.agents.map(({ agentId, calls: n }) => [agentId, n])).toEqual([
      ['agt_a', 2],
      ['agt_b', 1],
    ]);
  });

  it('compare the newer half with the older one', () => {
    expect(summary.trend).toEqual({ olderP50Ms: 602.5, newerP50Ms: 802.5 });
    expect(summary.agents[0]?.trend).toEqual({ olderP50Ms: 602.5, newerP50Ms: 802.5 });
    expect(summary.agents[1]?.trend).toBeNull();
  });

  it('say nothing of no calls', () => {
    expect(latencySummary([], 800)).toMatchObject({ trend: null, agents: [], calls: [] });
  });
});

import { describe, expect, it } from 'vitest';
import { LIVE_LIST_LIMIT } from '../../../common/contract/index.ts';
import { applyChange, KEPT_LOGS, mergeEvents } from '../../../renderer/state/apply-change.ts';
import { call, delivery, liveState, log } from './live-fixtures.ts';

describe('applying a change to the live state', () => {
  it('puts a new item first and replaces a known one in its place', () => {
    const state = liveState({ calls: [call({ id: 'call_b' }), call({ id: 'call_a' })] });
    const added = applyChange(state, { kind: 'call', item: call({ id: 'call_c' }) });
    expect(added.calls.map(({ id }) => id)).toEqual(['call_c', 'call_b', 'call_a']);
    const changed = applyChange(added, {
      kind: 'call',
      item: call({ id: 'call_b', phase: 'ended' }),
    });
    expect(changed.calls.map(({ id }) => id)).toEqual(['call_c', 'call_b', 'call_a']);
    expect(changed.calls[1]?.phase).toBe('ended');
    expect(state.calls).toHaveLength(2);
  });

  it('keeps lists bounded, dropping the oldest', () => {
    const full = Array.from({ length: LIVE_LIST_LIMIT }, (_, index) =>
      delivery({ id: `dlv_${index}` }),
    );
    const state = applyChange(liveState({ deliveries: full }), {
      kind: 'delivery',
      item: delivery({ id: 'dlv_new' }),
    });
    expect(state.deliveries).toHaveLength(LIVE_LIST_LIMIT);
    expect(state.deliveries[0]?.id).toBe('dlv_new');
    expect(state.deliveries.at(-1)?.id).toBe(`dlv_${LIVE_LIST_LIMIT - 2}`);
  });

  it('removes an item from its list only', () => {
    const state = liveState({ calls: [call()], deliveries: [delivery()] });
    const after = applyChange(state, { kind: 'removed', list: 'calls', id: 'call_a' });
    expect(after.calls).toEqual([]);
    expect(after.deliveries).toHaveLength(1);
  });

  it('keeps the logs of live calls, and the latest of calls that are over', () => {
    const events = log([0, 'call.ringing', null, { direction: 'inbound' }]);
    const live = liveState({ calls: [call({ id: 'call_live' })] });
    const ids = ['call_live', ...Array.from({ length: KEPT_LOGS + 2 }, (_, n) => `call_${n}`)];
    const after = ids.reduce(
      (state, callId) => applyChange(state, { kind: 'callEvents', callId, events }),
      live,
    );
    const kept = Object.keys(after.callEvents);
    expect(kept).toHaveLength(KEPT_LOGS + 2);
    expect(kept).toContain('call_live');
    expect(kept).not.toContain('call_0');
    expect(kept.at(-1)).toBe(`call_${KEPT_LOGS + 1}`);
  });

  it('appends the events of a call and ignores those it has', () => {
    const events = log(
      [0, 'call.ringing', null, { direction: 'inbound' }],
      [5, 'call.answered', null, { greeting: null }],
    );
    const once = applyChange(liveState(), { kind: 'callEvents', callId: 'call_a', events });
    expect(once.callEvents.call_a).toEqual(events);
    expect(applyChange(once, { kind: 'callEvents', callId: 'call_a', events })).toBe(once);
  });

  it('leaves everything in place on a reset, because a snapshot follows', () => {
    const state = liveState({ calls: [call()] });
    expect(applyChange(state, { kind: 'reset' })).toBe(state);
  });
});

describe('merging event logs', () => {
  const events = log(
    [0, 'call.ringing', null, { direction: 'inbound' }],
    [1, 'call.answered', null, { greeting: null }],
    [2, 'turn.finished', 0, { outcome: 'heard' }],
  );

  it('fills a gap that a later batch left', () => {
    expect(mergeEvents(events.slice(2), events.slice(0, 2))).toEqual(events);
  });

  it('takes overlapping batches once', () => {
    expect(mergeEvents(events.slice(0, 2), events.slice(1))).toEqual(events);
  });
});

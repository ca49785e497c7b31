import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClockState } from '../../../common/contract/index.ts';
import {
  receiveCallEvents,
  receiveConnection,
  receiveLive,
  useLive,
  whenConnected,
} from '../../../renderer/state/live-store.ts';
import { productNowMs } from '../../../renderer/state/window-clock.ts';
import { call, liveState, log } from './live-fixtures.ts';

const events = log([0, 'call.ringing', null, { direction: 'inbound' }]);

describe('the live store', () => {
  beforeEach(() => {
    useLive.setState({ state: null, connection: 'connecting', audioOwner: false });
  });

  it('ignores deltas before the first snapshot', () => {
    receiveLive({ type: 'delta', seq: 1, changes: [{ kind: 'call', item: call() }] });
    expect(useLive.getState().state).toBeNull();
  });

  it('keeps a fetched log over a new snapshot while its call exists', () => {
    receiveLive({ type: 'snapshot', seq: 1, state: liveState({ calls: [call()] }) });
    receiveCallEvents('call_a', events);
    receiveLive({ type: 'snapshot', seq: 9, state: liveState({ calls: [call()] }) });
    expect(useLive.getState().state?.callEvents.call_a).toEqual(events);
  });

  it('forgets the log of a call that is gone after a reset', () => {
    receiveLive({ type: 'snapshot', seq: 1, state: liveState({ calls: [call()] }) });
    receiveCallEvents('call_a', events);
    receiveLive({ type: 'snapshot', seq: 9, state: liveState() });
    expect(useLive.getState().state?.callEvents).toEqual({});
  });
});

describe('the connection of the window', () => {
  const real: ClockState = {
    now: '2026-11-02T09:00:00.000Z',
    mode: 'real',
    handlerTimeMs: null,
    offsetMs: 0,
  };

  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
    receiveConnection('open');
  });
  afterEach(() => {
    receiveConnection('open');
    vi.useRealTimers();
  });

  it('has the window’s time stand still since it was lost, however it fares then', () => {
    receiveConnection('lost');
    expect(useLive.getState()).toMatchObject({ connection: 'lost', lostAtMs: 1_000_000 });
    vi.advanceTimersByTime(60_000);
    receiveConnection('refused');
    expect(useLive.getState().lostAtMs).toBe(1_000_000);
    expect(productNowMs(real)).toBe(1_000_000);
    receiveConnection('open');
    expect(useLive.getState().lostAtMs).toBeNull();
    expect(productNowMs(real)).toBe(1_060_000);
  });

  it('is waited for, until it is there or nobody waits any more', async () => {
    receiveConnection('lost');
    const connected = whenConnected();
    const abort = new AbortController();
    const given = whenConnected(abort.signal);
    abort.abort(new Error('left'));
    await expect(given).rejects.toThrow('left');
    await expect(whenConnected(abort.signal)).rejects.toThrow('left');
    receiveConnection('refused');
    receiveConnection('open');
    await expect(connected).resolves.toBeUndefined();
  });
});

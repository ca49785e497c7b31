import { beforeEach, describe, expect, it } from 'vitest';
import { receiveCallEvents, receiveLive, useLive } from '../../../renderer/state/live-store.ts';
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

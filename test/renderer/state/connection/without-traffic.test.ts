import { describe, expect, it } from 'vitest';
import { sameWithoutTraffic } from '../../../../renderer/state/connection/without-traffic.ts';
import { call, delivery, liveState } from '../live-fixtures.ts';

describe('what shows nothing of the traffic', () => {
  const state = liveState();

  it('stays as it is when deliveries arrive and things are said', () => {
    const busier = { ...state, deliveries: [delivery()], callEvents: { call_a: [] } };
    expect(sameWithoutTraffic({ state, shown: 'a' }, { state: busier, shown: 'a' })).toBe(true);
  });

  it('changes with anything else of the state', () => {
    const calling = { ...state, deliveries: [delivery()], calls: [call()] };
    expect(sameWithoutTraffic({ state }, { state: calling })).toBe(false);
  });

  it('changes with its other props', () => {
    expect(sameWithoutTraffic({ state, shown: 'a' }, { state, shown: 'b' })).toBe(false);
  });
});

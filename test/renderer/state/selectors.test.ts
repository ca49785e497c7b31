import { describe, expect, it } from 'vitest';
import type { LiveState } from '../../../common/contract/index.ts';
import {
  agentNameOfCall,
  agentNameOfNumber,
  conversationsByActivity,
  deliveryOfTurn,
  liveCall,
  liveCalls,
  phoneCall,
  ringingHere,
} from '../../../renderer/state/selectors.ts';
import { call, conversation, delivery, liveState } from './live-fixtures.ts';

describe('the delivery of a turn', () => {
  it('is its webhook, not a tool that was called in it', () => {
    const tool = delivery({ id: 'dlv_t', kind: 'tool', callId: 'call_a', turn: 1 });
    const voice = delivery({ id: 'dlv_v', kind: 'voice', callId: 'call_a', turn: 1 });
    const state = liveState({ deliveries: [tool, voice] });
    expect(deliveryOfTurn(state, 'call_a', 1)?.id).toBe('dlv_v');
    expect(deliveryOfTurn(liveState({ deliveries: [tool] }), 'call_a', 1)).toBeNull();
  });
});

describe('the agent of a call', () => {
  it('is the one that took it, whoever answers its number now', () => {
    const agents = [
      { id: 'agt_a', name: 'Ann' },
      { id: 'agt_b', name: 'Bob' },
    ] as unknown as LiveState['agents'];
    const numbers = [
      { phoneNumber: '+12025550100', agentId: 'agt_b' },
    ] as unknown as LiveState['numbers'];
    const state = liveState({ agents, numbers });
    const taken = call({ to: '+12025550100', agentId: 'agt_a' });
    expect(agentNameOfCall(state, taken)).toBe('Ann');
    const placed = call({ direction: 'outbound', from: '+12025550100', agentId: 'agt_a' });
    expect(agentNameOfCall(state, placed)).toBe('Ann');
    expect(agentNameOfNumber(state, '+12025550100')).toBe('Bob');
  });

  it('may be gone', () => {
    expect(agentNameOfCall(liveState(), call({ agentId: null }))).toBe('No agent');
  });
});

describe('the list of threads', () => {
  it('has the newest first, and none that only a call opened', () => {
    const [older, newer, silent] = [
      conversation({ id: 'conv_a', lastMessageAt: '2026-11-02T10:00:00.000Z' }),
      conversation({ id: 'conv_b', lastMessageAt: '2026-11-02T11:00:00.000Z' }),
      conversation({ id: 'conv_c', lastMessageAt: '2026-11-02T12:00:00.000Z', messageCount: 0 }),
    ];
    const state = liveState({ conversations: [older, newer, silent] });
    expect(conversationsByActivity(state)).toEqual([newer, older]);
  });
});

describe('a call that an agent places', () => {
  const ringing = call({ direction: 'outbound', phase: 'ringing' });

  it('rings in this window, and is not yet the live one', () => {
    const state = liveState({ calls: [ringing] });
    expect(ringingHere(state)).toEqual([ringing]);
    expect(liveCall(state)).toBeNull();
  });

  it('rings elsewhere over Twilio: it is shown, not offered', () => {
    const real = { ...ringing, carrier: 'twilio' as const };
    const state = liveState({ calls: [real] });
    expect(ringingHere(state)).toEqual([]);
    expect(liveCall(state)).toEqual(real);
  });
});

describe('several calls at once', () => {
  const ringing = call({ id: 'call_r', direction: 'outbound', phase: 'ringing' });
  const state = liveState({
    calls: [ringing, call({ id: 'call_c' }), call({ id: 'call_b', phase: 'ended' }), call()],
  });

  it('are all live, but for one that only rings here', () => {
    expect(liveCalls(state).map(({ id }) => id)).toEqual(['call_c', 'call_a']);
  });

  it.each([
    ['call_a', 'call_a'],
    ['call_b', 'call_c'],
    ['call_r', 'call_c'],
    [null, 'call_c'],
  ])('with %s chosen, the telephone is about %s', (chosen, shown) => {
    expect(phoneCall(state, chosen)?.id).toBe(shown);
  });

  it('leave the telephone free when none goes on', () => {
    expect(phoneCall(liveState({ calls: [ringing] }), null)).toBeNull();
  });
});

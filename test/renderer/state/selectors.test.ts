import { describe, expect, it } from 'vitest';
import { deliveryOfTurn } from '../../../renderer/state/selectors.ts';
import { delivery, liveState } from './live-fixtures.ts';

describe('the delivery of a turn', () => {
  it('is its webhook, not a tool that was called in it', () => {
    const tool = delivery({ id: 'dlv_t', kind: 'tool', callId: 'call_a', turn: 1 });
    const voice = delivery({ id: 'dlv_v', kind: 'voice', callId: 'call_a', turn: 1 });
    const state = liveState({ deliveries: [tool, voice] });
    expect(deliveryOfTurn(state, 'call_a', 1)?.id).toBe('dlv_v');
    expect(deliveryOfTurn(liveState({ deliveries: [tool] }), 'call_a', 1)).toBeNull();
  });
});

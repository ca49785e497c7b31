import { describe, expect, it } from 'vitest';
import { blockerOf, lanesOf } from '../../../../common/rules/deliveries/lanes.ts';
import { delivery } from '../../../renderer/state/live-fixtures.ts';

const event = { kind: 'event', channel: 'sms', callId: null, conversationId: 'conv_a' } as const;
const waiting = { ...event, status: 'pending', attemptCount: 0 } as const;

describe('what waits in a thread', () => {
  it('waits for the first that is not over, not for the one before it', () => {
    const hung = delivery({ ...event, id: 'dlv_1', status: 'sending' });
    const second = delivery({ ...waiting, id: 'dlv_2' });
    const third = delivery({ ...waiting, id: 'dlv_3' });
    const lanes = lanesOf([third, second, hung]);
    expect(blockerOf(third, lanes)?.id).toBe('dlv_1');
    expect(blockerOf(second, lanes)?.id).toBe('dlv_1');
    expect(blockerOf(hung, lanes)).toBeNull();
  });

  it('waits for nobody in another thread, nor for what is to be retried later', () => {
    const own = delivery({ ...waiting, id: 'dlv_9' });
    const other = delivery({ ...event, id: 'dlv_1', status: 'sending', conversationId: 'conv_b' });
    const retried = delivery({
      ...event,
      id: 'dlv_2',
      status: 'pending',
      nextRetryAt: '2026-11-02T10:05:00.000Z',
    });
    const voice = delivery({ ...event, id: 'dlv_3', kind: 'voice', status: 'sending' });
    expect(blockerOf(own, lanesOf([own, other, retried, voice]))).toBeNull();
  });

  it('counts ids as numbers', () => {
    const earlier = delivery({ ...event, id: 'dlv_999', status: 'held', attemptCount: 0 });
    const later = delivery({ ...waiting, id: 'dlv_1000' });
    expect(blockerOf(later, lanesOf([later, earlier]))?.id).toBe('dlv_999');
  });
});

import { describe, expect, it } from 'vitest';
import type { CallView, LiveMessage } from '../../../../common/contract/index.ts';
import {
  allSeen,
  callsSeen,
  threadSeen,
  unreadIn,
} from '../../../../renderer/state/unread/unread.ts';

const at = (minute: number) => `2026-11-02T09:0${minute}:00.000Z`;
const text = (conversationId: string, minute: number, direction = 'outbound') =>
  ({ conversationId, direction, receivedAt: at(minute) }) as LiveMessage;
const call = (minute: number, changes: Partial<CallView> = {}) =>
  ({
    direction: 'outbound',
    phase: 'ended',
    answeredAt: null,
    startedAt: at(minute),
    ...changes,
  }) as CallView;

describe('what nobody has looked at', () => {
  const before = { messages: [text('conv_a', 1)], calls: [call(1)] };
  const seen = allSeen(before);

  it('is nothing of what was there before', () => {
    expect(unreadIn(before, seen)).toMatchObject({ texts: 0, missedCalls: 0 });
    expect(
      unreadIn({ messages: [], calls: [] }, allSeen({ messages: [], calls: [] })),
    ).toMatchObject({ texts: 0, missedCalls: 0 });
  });

  it('are texts of agents, by their threads, and calls that nobody took', () => {
    const now = {
      messages: [
        text('conv_a', 3),
        text('conv_b', 4),
        text('conv_b', 5, 'inbound'),
        ...before.messages,
      ],
      calls: [
        call(2),
        call(3, { answeredAt: at(3) }),
        call(4, { direction: 'inbound' }),
        call(5, { phase: 'ringing' }),
        ...before.calls,
      ],
    };
    const { texts, missedCalls, byThread } = unreadIn(now, seen);
    expect({ texts, missedCalls }).toEqual({ texts: 2, missedCalls: 1 });
    expect([...byThread]).toEqual([
      ['conv_a', 1],
      ['conv_b', 1],
    ]);
    // A thread that is open says nothing of the others.
    const later = callsSeen(now, threadSeen(now, seen, 'conv_b'));
    expect(unreadIn(now, later)).toMatchObject({ texts: 1, missedCalls: 0 });
    expect(callsSeen(now, threadSeen(now, later, 'conv_b'))).toBe(later);
    const more = { ...now, messages: [text('conv_b', 6), ...now.messages] };
    expect(unreadIn(more, later).byThread.get('conv_b')).toBe(1);
  });
});

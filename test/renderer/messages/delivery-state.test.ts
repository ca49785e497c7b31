import { expect, test } from 'vitest';
import { blockerOf, lanesOf } from '../../../common/rules/deliveries/lanes.ts';
import {
  byMessage,
  deliveryOf,
  deliveryState,
} from '../../../renderer/messages/bubble/delivery-state.ts';
import { delivery } from '../state/live-fixtures.ts';

const event = (id: string, overrides: Parameters<typeof delivery>[0] = {}) =>
  delivery({
    id,
    kind: 'event',
    channel: 'sms',
    conversationId: 'conv_a',
    callId: null,
    turn: null,
    messageId: 'msg_a',
    ...overrides,
  });
const text = { id: 'msg_a', direction: 'inbound' } as const;

test('a text and its delivery belong together by the id of the message, whenever they were written', () => {
  const about = byMessage([
    event('dlv_3', { messageId: 'msg_b' }),
    event('dlv_2', { createdAt: '2026-11-02T11:00:00.000Z' }),
    event('dlv_1', { messageId: null }),
  ]);
  expect(deliveryOf(text, about)?.id).toBe('dlv_2');
  expect(deliveryOf({ ...text, id: 'msg_c' }, about)).toBeNull();
  expect(deliveryOf({ ...text, direction: 'outbound' }, about)).toBeNull();
});

test('a failed text whose copy was accepted is known of, one whose copy failed too is not', () => {
  const failed = event('dlv_1', { status: 'failed' });
  const refused = event('dlv_2', { kind: 'replay', status: 'failed' });
  const accepted = event('dlv_3', { kind: 'replay', status: 'success' });
  expect(deliveryOf(text, byMessage([refused, failed]))?.id).toBe('dlv_1');
  expect(deliveryOf(text, byMessage([accepted, refused, failed]))?.id).toBe('dlv_3');
});

test("of the reactions to an agent's text the newest counts", () => {
  const reactions = ['dlv_9', 'dlv_10'].map((id) => event(id, { event: 'agent.reaction' }));
  const about = byMessage([event('dlv_1'), ...reactions]);
  expect(deliveryOf({ id: 'msg_a', direction: 'outbound' }, about)?.id).toBe('dlv_10');
});

test('a text waits behind the first of its thread that is not over', () => {
  const waiting = event('dlv_5', { status: 'pending', attemptCount: 0, messageId: 'msg_e' });
  const hung = event('dlv_2', { status: 'sending' });
  const next = event('dlv_4', { status: 'pending', attemptCount: 0 });
  const elsewhere = event('dlv_1', { status: 'sending', conversationId: 'conv_b' });
  const retrying = event('dlv_3', {
    status: 'pending',
    attemptCount: 1,
    nextRetryAt: '2026-11-02T10:05:00.000Z',
  });
  const all = [waiting, next, retrying, hung, elsewhere];
  expect(blockerOf(waiting, lanesOf(all))?.id).toBe('dlv_2');
  expect(blockerOf(hung, lanesOf(all))).toBeNull();
  expect(blockerOf(waiting, lanesOf([waiting, retrying, elsewhere]))).toBeNull();
});

test('each state says why nobody answered, or that all is well', () => {
  const said = (overrides: Parameters<typeof delivery>[0], blocker: string | null = null) =>
    deliveryState(event('dlv_1', overrides), blocker);
  expect(said({})).toEqual({ word: 'accepted, 200', problem: null });
  expect(said({ status: 'sending' }).word).toBe('waiting for your server');
  const error = 'Your server did not answer within 30 s.';
  expect(said({ status: 'failed', attemptCount: 6, error }).problem).toEqual({
    tone: 'bad',
    tag: 'nobody answered',
    reason: `${error} Given up after 6 attempts.`,
    againAt: null,
  });
  const nextRetryAt = '2026-11-02T10:05:00.000Z';
  const retried = said({ status: 'pending', attemptCount: 1, error, nextRetryAt });
  expect(retried.problem).toMatchObject({
    reason: `${error} Attempt 2 of 6`,
    againAt: nextRetryAt,
  });
  const waiting = { status: 'pending', attemptCount: 0 } as const;
  expect(said(waiting).problem).toBeNull();
  expect(said(waiting, 'Ada “Hello?” (sending)').problem?.reason).toBe(
    'Behind Ada “Hello?” (sending): one thread leaves in order.',
  );
  expect(said({ status: 'nowhere', attemptCount: 0 }).problem?.tag).toBe('nobody told');
  expect(said({ status: 'held', attemptCount: 0 }).problem?.tag).toBe('held');
});

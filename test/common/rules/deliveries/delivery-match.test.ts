import { describe, expect, it } from 'vitest';
import { parseDeliveryFilter } from '../../../../common/rules/deliveries/delivery-filter.ts';
import {
  type MatchableDelivery,
  matchesDelivery,
} from '../../../../common/rules/deliveries/delivery-match.ts';
import { canHit } from '../../../../common/rules/deliveries/fault-scope.ts';

const DELIVERY: MatchableDelivery = {
  id: 'dlv_1',
  webhookId: 'evt_1',
  kind: 'event',
  event: 'agent.message',
  channel: 'sms',
  status: 'failed',
  url: 'http://127.0.0.1:3000/Hook',
  agentId: 'agt_1',
  callId: 'call_1',
  conversationId: 'conv_1',
  attemptCount: 2,
  httpStatus: 503,
  durationMs: 500,
  agentName: 'Harbour Bikes',
  numberId: 'num_1',
  phoneNumber: '+14155550123',
  messageId: 'msg_1',
  body: '{"message":"Hello there"}',
};

function holds(filter: string, part: Partial<MatchableDelivery> = {}): boolean {
  const parsed = parseDeliveryFilter(filter);
  if (!parsed.ok) throw new Error(parsed.message);
  return matchesDelivery(parsed.terms, { ...DELIVERY, ...part });
}

describe('a filter', () => {
  it.each([
    '',
    'hello',
    '"hello there"',
    'hello there',
    'status:failed',
    'status:FAILED',
    'status:503',
    'status:5xx',
    'status:5XX',
    'status:200,5xx',
    'event:agent.message',
    'event:Agent.Message',
    'channel:sms',
    'channel:voice,sms',
    'kind:event',
    'agent:agt_1',
    'agent:harbour',
    'number:num_1',
    'number:+14155550123',
    'id:dlv_1',
    'id:evt_1',
    'id:msg_1',
    'call:call_1',
    'conversation:conv_1',
    'url:hook',
    'url:3000',
    'duration:500',
    'duration:=500',
    'duration:>=500',
    'duration:<=500',
    'duration:<501',
    'duration:>499',
    'duration:<2s',
    'attempts:2',
    'attempts:>1',
    '-status:pending',
    '-goodbye -duration:>500 status:5xx',
  ])('%j holds', (filter) => {
    expect(holds(filter)).toBe(true);
  });

  it.each([
    'goodbye',
    'hello goodbye',
    'status:pending',
    'status:500',
    'status:4xx',
    'event:agent',
    'channel:voice',
    'agent:agt',
    'number:num',
    'id:dlv',
    'id:call_1',
    'call:call',
    'conversation:conv',
    'url:hooks',
    'duration:>500',
    'duration:<500',
    'duration:501',
    'duration:>=501',
    'duration:<=499',
    'attempts:1',
    '-status:failed',
    '-hello',
  ])('%j does not', (filter) => {
    expect(holds(filter)).toBe(false);
  });

  it('holds for nothing that is not known', () => {
    const unknown = {
      httpStatus: null,
      durationMs: null,
      body: null,
      agentName: null,
      channel: null,
      phoneNumber: null,
      numberId: null,
    };
    for (const filter of [
      ...['hello', 'status:5xx', 'status:503', 'duration:<9', 'duration:>=0', 'duration:0'],
      ...['agent:harbour', 'channel:sms', 'number:null', 'number:+14155550123'],
    ]) {
      expect([filter, holds(filter, unknown)]).toEqual([filter, false]);
      expect([filter, holds(`-${filter}`, unknown)]).toEqual([filter, true]);
    }
  });

  it('takes a comma alone for no value', () => {
    expect(holds('status:,')).toBe(false);
  });
});

describe('a fault', () => {
  it.each([
    ['refinedTranscript', { channel: 'voice' }, true],
    ['emptyCallFields', { channel: 'voice' }, true],
    ['transcriptAsList', { channel: 'voice' }, true],
    ['refinedTranscript', {}, false],
    ['refinedTranscript', { event: 'agent.call_ended', channel: 'voice' }, false],
    ['callEndedExtras', { event: 'agent.call_ended' }, true],
    ['callEndedExtras', {}, false],
    [
      'turnAfterTransfer',
      { event: 'agent.call_ended', body: '{"disconnectionReason":"call_transfer"}' },
      true,
    ],
    [
      'turnAfterTransfer',
      { event: 'agent.call_ended', body: '{"disconnectionReason":"user_hangup"}' },
      false,
    ],
    ['turnAfterTransfer', { body: '{"disconnectionReason":"call_transfer"}' }, false],
    ['turnAfterTransfer', { event: 'agent.call_ended', body: null }, false],
    ['badSignature', {}, true],
    ['drop', { event: 'agent.call_ended', channel: null }, true],
  ] as const)('%s strikes %j: %s', (kind, part, hits) => {
    expect(canHit(kind, { ...DELIVERY, ...part })).toBe(hits);
  });
});

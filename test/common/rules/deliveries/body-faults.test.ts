import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveryAttempt, DeliveryDetail } from '../../../../common/contract/index.ts';
import {
  callEndedExtras,
  emptyCallFields,
  respelt,
  turnAfterTransfer,
  unrefined,
} from '../../../../common/rules/deliveries/body-faults.ts';
import { whatIsSeen } from '../../../../common/rules/deliveries/recorded-event.ts';
import { MAX_ATTEMPTS, retryGapMs } from '../../../../common/rules/deliveries/retry-schedule.ts';
import { sentAddress } from '../../../../common/rules/deliveries/sent-address.ts';

const NO_EVENTS = [
  '',
  'text',
  'null',
  '[]',
  '7',
  '{}',
  '{"data":null}',
  '{"data":[]}',
  '{"data":1}',
];

describe('a body with a fault', () => {
  it('has no call, no caller and nobody called', () => {
    const body = '{"event":"agent.message","data":{"callId":"c","from":"+1","to":"+2","n":1}}';
    expect(JSON.parse(emptyCallFields(body))).toEqual({
      event: 'agent.message',
      data: { callId: '', from: '', to: '', n: 1 },
    });
  });

  it('has a fraction of a second and an address of the recording', () => {
    const body = '{"event":"agent.call_ended","data":{"callId":"c","durationSeconds":7}}';
    expect(JSON.parse(callEndedExtras(body))).toEqual({
      event: 'agent.call_ended',
      data: {
        callId: 'c',
        durationSeconds: 7.482,
        recording_url: 'https://example.com/recordings/c.wav',
      },
    });
    expect(JSON.parse(callEndedExtras('{"data":{}}')).data).toEqual({
      durationSeconds: 0.482,
      recording_url: 'https://example.com/recordings/.wav',
    });
  });

  it.each(NO_EVENTS)('stays as it is where it is no event: %j', (body) => {
    expect(emptyCallFields(body)).toBe(body);
    expect(callEndedExtras(body)).toBe(body);
    expect(turnAfterTransfer(body, 'now')).toBeNull();
  });

  it('is a turn of the call that was handed over', () => {
    const data = {
      callId: 'c',
      conversationId: 'v',
      numberId: 'n',
      from: '+1',
      to: '+2',
      direction: 'inbound',
    };
    const ended = { event: 'agent.call_ended', channel: 'call', agentId: 'a', data };
    const turn = turnAfterTransfer(
      JSON.stringify({ ...ended, data: { ...data, durationSeconds: 7 } }),
      '2026-01-01T00:00:00.000Z',
    );
    expect(JSON.parse(turn ?? '')).toEqual({
      event: 'agent.message',
      channel: 'voice',
      agentId: 'a',
      timestamp: '2026-01-01T00:00:00.000Z',
      data: {
        ...data,
        status: 'in-progress',
        transcript: 'Hello? Who am I talking to now?',
        confidence: 0.87,
      },
    });
  });
});

describe('a body in another spelling', () => {
  const body = '{"a":"é/+","b":[{"c":1,"d":null}]}';

  it.each([
    [null, '{"b": [{"d": null, "c": 1}], "a": "\\u00e9\\/\\u002b"}'],
    ['spaces', '{"a": "é/+", "b": [{"c": 1, "d": null}]}'],
    ['escapes', '{"a":"\\u00e9\\/\\u002b","b":[{"c":1,"d":null}]}'],
    ['keyOrder', '{"b":[{"d":null,"c":1}],"a":"é/+"}'],
  ] as const)('%s', (spelling, written) => {
    expect(respelt(body, spelling)).toBe(written);
  });

  it('is the same value, and stays as it is where it is no object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), (value) => {
        const plain = JSON.stringify(value);
        expect(JSON.parse(respelt(plain, null))).toEqual(JSON.parse(plain));
      }),
    );
    for (const other of ['', 'text', '[1, 2]', 'null']) expect(respelt(other, null)).toBe(other);
  });
});

describe('what a recogniser heard before it was sure', () => {
  it.each([
    ['', []],
    [' ', []],
    ['Yes.', ['Yes…']],
    ['Yes please.', ['Yes.', 'Yes please…']],
    ['When do you open?', ['When do.', 'When do you…']],
    ['One, two, three four five six.', ['One, two.', 'One, two, three four…']],
    ['Wait … what is it', ['Wait.', 'Wait … what is…']],
  ])('of %j is %j', (transcript, parts) => {
    expect(unrefined(transcript)).toEqual(parts);
  });
});

describe('what can be seen of an answer to an event', () => {
  const seen = (delivery: object, text: string | null) =>
    whatIsSeen(
      { event: 'agent.message', channel: 'sms', ...delivery } as DeliveryDetail,
      { requestBody: { text } } as unknown as DeliveryAttempt,
    );

  it.each([
    [{ event: 'agent.call_ended' }, '{"data":{"numberId":"n"}}', { kind: 'hidden' }],
    [{ channel: 'voice' }, '{"data":{"numberId":"n"}}', { kind: 'speaks' }],
    [
      {},
      '{"data":{"conversationId":"c-1","numberId":"n"}}',
      { kind: 'sends', path: '/v1/conversations/c-1/messages?limit=100' },
    ],
    [
      {},
      '{"data":{"conversationId":"a/b","numberId":"n_1"}}',
      { kind: 'sends', path: '/v1/numbers/n_1/messages?limit=100' },
    ],
    [{}, '{"data":{"conversationId":7,"numberId":"n?x"}}', { kind: 'hidden' }],
    [{}, '{"data":{"conversationId":"?x","numberId":"?x"}}', { kind: 'hidden' }],
    [{}, '{"data":null}', { kind: 'hidden' }],
    [{}, '{"data":"x"}', { kind: 'hidden' }],
    [{}, 'null', { kind: 'hidden' }],
    [{}, '7', { kind: 'hidden' }],
    [{}, '{', { kind: 'hidden' }],
    [{}, null, { kind: 'hidden' }],
  ])('%j, %j: %j', (delivery, body, kind) => {
    expect(seen(delivery, body)).toEqual(kind);
  });
});

it('a failed delivery is tried six times, over almost a day', () => {
  const gaps = Array.from({ length: 6 }, (_, made) => retryGapMs(made + 1));
  expect(gaps.map((gap) => (gap === null ? null : gap / 60_000))).toEqual([
    5,
    30,
    120,
    360,
    720,
    null,
  ]);
  expect([MAX_ATTEMPTS, retryGapMs(0)]).toEqual([6, null]);
});

it.each([
  ['http://a.example/x?y=1', 'http://a.example/x?y=1'],
  ['http://a.example/a b', 'http://a.example/a%20b'],
  ['http://a.example/é', 'http://a.example/%C3%A9'],
  ['http://a.example', 'http://a.example'],
  ['http://[ b', 'http://[ b'],
])('%s went over the wire as %s', (url, sent) => {
  expect(sentAddress(url)).toBe(sent);
});

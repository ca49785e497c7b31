import { afterEach, describe, expect, it } from 'vitest';
import type { CallEvent, CallWarning } from '../../../../common/contract/index.ts';
import { type ApiAct, LateActs } from '../../../../main/services/calls/late-acts.ts';
import { LiveCalls } from '../../../../main/services/calls/live-calls.ts';
import type { CallSession } from '../../../../main/voice/call-session.ts';
import { CallTestApp, PERSON } from '../../../doubles/app/call-test-app.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

const TEXT: ApiAct = {
  accountId: 'acct_a',
  operation: 'messages.sendMessage',
  method: 'POST',
  path: '/v1/messages',
  values: [{ to_number: PERSON, body: 'Booked.' }],
};

/** A call that consists only of its events. */
function watchedCall() {
  const live = new LiveCalls();
  const time = new ManualTime();
  const acts = new LateActs({ live, real: time });
  const told: [number | null, CallWarning][] = [];
  const session = {
    profile: {
      callId: 'call_a',
      accountId: 'acct_a',
      agentId: 'agt_a',
      numberId: 'num_a',
      direction: 'inbound',
      from: PERSON,
      to: '+12025550100',
    },
    log: {
      append: (_type: 'warning', turn: number | null, data: CallWarning) => told.push([turn, data]),
    },
  } as unknown as CallSession;
  live.add(session);
  acts.watch(session);
  const event = (type: CallEvent['type'], turn: number, data: object) =>
    live.notify('call_a', { seq: 0, atUs: 0, type, turn, data } as CallEvent);
  return {
    acts,
    time,
    told,
    asked: (turn: number) => event('request.sent', turn, { deliveryId: 'dlv_1', url: '' }),
    askedModel: (turn: number) => event('request.sent', turn, { deliveryId: null, url: '' }),
    ended: (turn: number, outcome: string) => event('response.ended', turn, { outcome }),
  };
}

describe('what a handler does through the API', () => {
  it('after its turn was broken off is told on that turn, with how late it came', () => {
    const { acts, time, told, asked, ended } = watchedCall();
    asked(1);
    ended(1, 'aborted');
    time.pass(2_100);
    acts.acted(TEXT);
    expect(told).toEqual([
      [
        1,
        {
          code: 'acted_after_break',
          message: expect.stringMatching(/^2\.1 s after .* sent a text \(POST \/v1\/messages\)/),
        },
      ],
    ]);
  });

  it('while it is asked the next thing is told once, as what it may have been for', () => {
    const { acts, time, told, asked, ended } = watchedCall();
    asked(1);
    ended(1, 'aborted');
    asked(2);
    time.pass(800);
    acts.acted(TEXT);
    acts.acted(TEXT);
    expect(told).toEqual([
      [
        1,
        {
          code: 'acted_after_break',
          message: expect.stringMatching(
            /^0\.8 s after .* while it was asked the next thing, .* If that/,
          ),
        },
      ],
    ]);
  });

  it('is its own business where another request was just answered', () => {
    const { acts, time, told, asked, ended } = watchedCall();
    asked(1);
    ended(1, 'aborted');
    asked(2);
    ended(2, 'complete');
    time.pass(900);
    acts.acted(TEXT);
    expect(told).toEqual([]);
    time.pass(200);
    acts.acted(TEXT);
    expect(told.map(([turn]) => turn)).toEqual([1]);
  });

  it.each([
    ['an answered turn', 'complete', {}, 1_500],
    ['half a minute later', 'aborted', {}, 31_000],
    ['another account', 'aborted', { accountId: 'acct_b' }, 1_500],
    ['somebody else’s texts', 'aborted', { values: [{ to_number: '+12025550199' }] }, 1_500],
  ])('is not told of %s', (_what, outcome, act, laterMs) => {
    const { acts, time, told, asked, ended } = watchedCall();
    asked(1);
    ended(1, outcome);
    time.pass(laterMs);
    acts.acted({ ...TEXT, ...act });
    expect(told).toEqual([]);
  });

  it('is not told of a model, and of a loop only so often', () => {
    const { acts, time, told, asked, askedModel, ended } = watchedCall();
    askedModel(1);
    ended(1, 'aborted');
    acts.acted(TEXT);
    expect(told).toEqual([]);
    asked(2);
    ended(2, 'aborted');
    time.pass(10);
    for (let n = 0; n < 9; n += 1) acts.acted(TEXT);
    expect(told).toHaveLength(5);
  });
});

describe('a handler that books although the caller said stop', () => {
  const desks: CallTestApp[] = [];
  afterEach(async () => {
    for (const testApp of desks.splice(0)) await testApp.close();
  });

  it('is pointed out in the timeline of the call', async () => {
    const testApp = await CallTestApp.open();
    desks.push(testApp);
    let asked = () => {};
    const wasAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    await testApp.webhook((request, response) => {
      const { transcript } = JSON.parse(request.body.toString()).data;
      if (transcript === 'Book it.') return asked();
      response.statusCode = 500;
      response.end();
    });
    const { control, sdk } = testApp.app;
    const callId = await testApp.place();
    await control.run('call.waitFor', { callId, event: 'greeted' });
    await control.run('call.say', { callId, text: 'Book it.' });
    await wasAsked;
    const { turnIndex: turn } = await control.run('call.say', { callId, text: 'Stop.' });
    await control.run('call.waitFor', { callId, event: 'agentTurn', turn });
    await sdk.messages.sendMessage({
      agent_id: testApp.number.agentId,
      to_number: PERSON,
      body: 'Booked.',
    });
    const { turns } = await control.run('call.timeline', { callId });
    const warned = turns.map(({ warnings }) => warnings.map(({ code }) => code));
    expect(warned).toEqual([[], ['acted_after_break'], ['http_status']]);
    await control.run('call.hangUp', { callId });
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settled } from '../../../doubles/calls/call-harness.ts';
import { VoiceBridge } from '../../../doubles/twilio/voice-bridge.ts';

let bridge: VoiceBridge;

beforeEach(async () => {
  bridge = new VoiceBridge();
  await bridge.start();
});

afterEach(() => bridge.stop());

/** An outbound call that Twilio has accepted. */
async function placedCall() {
  const leg = bridge.place();
  await leg.accepted;
  return { leg, callSid: [...bridge.twilio.calls.keys()].at(-1) ?? '' };
}

const updatesOf = (callSid: string) =>
  (bridge.twilio.calls.get(callSid)?.updates ?? []).map((form) => Object.fromEntries(form));

describe('a call that our side has ended', () => {
  it('is ended at Twilio in the end, though Twilio is in trouble at first', async () => {
    const { leg, callSid } = await placedCall();
    bridge.twilio.fail({ path: /Calls\/CA/, status: 503, code: 20503, message: 'No.', times: 2 });
    leg.hangUp();
    while (bridge.ledger.has(callSid)) {
      await settled();
      bridge.real.pass(1_000);
    }
    expect(updatesOf(callSid)).toEqual([{ Status: 'completed' }]);
    expect(bridge.log).toEqual([]);
  });

  it.each([
    [400, 21220],
    [404, 20404],
    [404, 0],
  ])('and is over already at Twilio (%d, %d) is no trouble to anybody', async (status, code) => {
    const { leg, callSid } = await placedCall();
    bridge.twilio.fail({ path: /Calls\/CA/, status, code, message: 'Call is not in-progress.' });
    leg.hangUp();
    while (bridge.ledger.has(callSid)) await settled();
    expect(bridge.twilio.requestsTo('POST', /Calls\/CA/)).toHaveLength(1);
    expect([...bridge.log, ...bridge.failures]).toEqual([]);
    expect(bridge.withdrawn).toEqual([callSid]);
  });

  it('that cannot be ended stays on the list, and a person is told', async () => {
    const { leg, callSid } = await placedCall();
    bridge.twilio.fail({ path: /Calls\/CA/, status: 503, code: 20503, message: 'No.', times: 4 });
    leg.hangUp();
    while (bridge.log.length === 0) {
      await settled();
      bridge.real.pass(1_000);
    }
    expect(bridge.log[0]).toContain(`Look for ${callSid} in the Twilio console.`);
    expect(bridge.ledger.has(callSid)).toBe(true);
    // Nothing more is reported once the call is over, whenever the end is announced.
    await bridge.network.callStatus(callSid, 'completed', 3);
    expect(bridge.withdrawn).toEqual([callSid]);
    expect(bridge.ledger.has(callSid)).toBe(false);
  });

  it('is left alone once Twilio says that it is over, and nobody is told of what failed', async () => {
    const { leg, callSid } = await placedCall();
    bridge.twilio.fail({ path: /Calls\/CA/, status: 503, code: 20503, message: 'No.', times: 9 });
    leg.hangUp();
    while (bridge.failures.length === 0) await settled();
    await bridge.network.callStatus(callSid, 'completed', 3);
    for (let n = 0; n < 30; n += 1) {
      bridge.real.pass(1_000);
      await settled();
    }
    expect(bridge.twilio.requestsTo('POST', /Calls\/CA/)).toHaveLength(1);
    expect(bridge.withdrawn).toEqual([callSid]);
    expect(bridge.log).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settled } from '../../../doubles/call-world.ts';
import type { MediaCaller } from '../../../doubles/twilio/media-caller.ts';
import { VoiceBridge } from '../../../doubles/twilio/voice-bridge.ts';

let bridge: VoiceBridge;
let caller: MediaCaller;

beforeEach(async () => {
  bridge = new VoiceBridge();
  await bridge.start();
});

afterEach(async () => {
  caller.drop();
  await bridge.stop();
});

async function answeredCall() {
  const dialled = await bridge.dial();
  const { twiml, callSid } = dialled;
  caller = await bridge.network.openStream(twiml, callSid, { time: bridge.real });
  await bridge.noted('answered by human');
  const [arrived] = bridge.arrived;
  if (!arrived) throw new Error('No call arrived.');
  return { ...dialled, leg: arrived.leg };
}

const updatesOf = (callSid: string) =>
  (bridge.twilio.calls.get(callSid)?.updates ?? []).map((form) => Object.fromEntries(form));
const ended = () => bridge.twilio.nextRequest('POST', /Calls\/CA/);

describe('a transfer', () => {
  it('lets Twilio dial, under the number that the caller knows', async () => {
    const { leg, callSid } = await answeredCall();
    const request = ended();
    leg.transfer?.('+14155550155');
    leg.hangUp();
    const { form } = await request;
    expect(form.get('Twiml')).toMatch(
      /<Dial callerId="\+14155550123" action="http[^"]+\/twilio\/transfer" method="POST">\+14155550155<\/Dial>/,
    );
    await caller.until(() => caller.closedWith !== null);
    await settled();
    expect(updatesOf(callSid)).toHaveLength(1);
    expect(bridge.ledger.has(callSid)).toBe(false);
  });

  it('goes out once the caller has heard the last word', async () => {
    const { leg, callSid } = await answeredCall();
    for (let n = 0; n < 30; n += 1) leg.sendFrame(n, new Int16Array(320).fill(5_000));
    leg.transfer?.('+14155550155');
    leg.hangUp();
    await caller.until(() => caller.bufferedBytes === 30 * 160);
    while (updatesOf(callSid).length === 0) {
      expect(caller.closedWith).toBeNull();
      bridge.real.pass(20);
      await settled();
    }
    expect(caller.playedBytes).toBe(30 * 160);
    expect(updatesOf(callSid)[0]?.Twiml).toContain('<Dial');
  });

  it('is not lost when the line breaks while it is under way', async () => {
    const { twiml, leg, callSid } = await answeredCall();
    leg.sendFrame(0, new Int16Array(320));
    leg.transfer?.('+14155550155');
    leg.hangUp();
    // Twilio asks for a new line, and is kept waiting for the transfer.
    const { body } = await bridge.network.callback(bridge.redirectOf(twiml), {
      CallSid: callSid,
      AccountSid: bridge.twilio.accountSid,
      CallStatus: 'in-progress',
      Direction: 'inbound',
    });
    expect(body).toContain('<Response><Pause length="20"/><Hangup/></Response>');
    const request = ended();
    caller.drop();
    expect((await request).form.get('Twiml')).toContain('<Dial');
  });

  it('of a caller who has hung up is no trouble to anybody', async () => {
    const { leg, callSid } = await answeredCall();
    bridge.twilio.fail({ path: /Calls\/CA/, status: 400, code: 21220, message: 'Over' });
    leg.transfer?.('+14155550155');
    leg.hangUp();
    while (bridge.ledger.has(callSid)) await settled();
    expect([...bridge.log, ...bridge.failures]).toEqual(['answered by human']);
    expect(bridge.over).toEqual([callSid]);
  });

  it('that fails ends the call, and a person is told', async () => {
    const { leg, callSid } = await answeredCall();
    bridge.twilio.fail({ path: /Calls\/CA/, status: 400, code: 21219, message: 'Not verified' });
    leg.transfer?.('+14155550155');
    leg.hangUp();
    while (updatesOf(callSid).length === 0) await settled();
    expect(bridge.log.at(-1)).toContain('could not be transferred to +14155550155: ');
    expect(updatesOf(callSid)).toEqual([{ Status: 'completed' }]);
  });

  it('to somebody who does not answer is told to the caller', () => {
    expect(bridge.calls.transferEnded({ DialCallStatus: 'busy' })).toContain('<Say>');
    expect(bridge.calls.transferEnded({ DialCallStatus: 'completed' })).toContain('<Hangup/>');
  });
});

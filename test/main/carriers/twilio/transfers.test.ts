import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settled } from '../../../doubles/calls/call-harness.ts';
import type { MediaCaller } from '../../../doubles/twilio/media-caller.ts';
import { VoiceBridge } from '../../../doubles/twilio/voice-bridge.ts';

let bridge: VoiceBridge;
let caller: MediaCaller | null;

beforeEach(async () => {
  caller = null;
  bridge = new VoiceBridge();
  await bridge.start();
});

afterEach(async () => {
  caller?.drop();
  await bridge.stop();
});

async function answeredCall() {
  const dialled = await bridge.dial();
  const { twiml, callSid } = dialled;
  const opened = await bridge.network.openStream(twiml, callSid, { time: bridge.real });
  caller = opened;
  await bridge.noted('answered by human');
  const [arrived] = bridge.arrived;
  if (!arrived) throw new Error('No call arrived.');
  return { ...dialled, leg: arrived.leg, caller: opened };
}

const updatesOf = (callSid: string) =>
  (bridge.twilio.calls.get(callSid)?.updates ?? []).map((form) => Object.fromEntries(form));
const ended = () => bridge.twilio.nextRequest('POST', /Calls\/CA/);

describe('a transfer', () => {
  it('lets Twilio dial, under the number that the caller knows', async () => {
    const { leg, callSid, caller } = await answeredCall();
    const request = ended();
    leg.transfer?.('+14155550155');
    leg.hangUp();
    const { form } = await request;
    expect(form.get('Twiml')).toMatch(
      /<Dial callerId="\+14155550123" action="http[^"]+\/twilio\/transfer\?language=en-US" method="POST">\+14155550155<\/Dial>/,
    );
    await caller.until(() => caller.closedWith !== null);
    await settled();
    expect(updatesOf(callSid)).toHaveLength(1);
    expect(bridge.ledger.has(callSid)).toBe(false);
  });

  it('goes out once the caller has heard the last word', async () => {
    const { leg, callSid, caller } = await answeredCall();
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
    const { twiml, leg, callSid, caller } = await answeredCall();
    leg.sendFrame(0, new Int16Array(320));
    leg.transfer?.('+14155550155');
    leg.hangUp();
    // Twilio asks for a new line, and has to wait for the transfer.
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
    expect(bridge.withdrawn).toEqual([callSid]);
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

  it.each([
    ['de-DE', '<Say language="de-DE">Es war niemand zu erreichen. '],
    ['pt-BR', '<Say language="pt-BR">Não foi possível falar com ninguém. '],
    ['zh-CN', '<Say language="cmn-CN">暂时联系不到任何人'],
    ['en-GB', '<Say language="en-GB">Nobody could be reached. '],
    // A language that is not in our table.
    ['kk-KZ', '<Say language="en-US">Nobody could be reached. '],
  ])(
    'to somebody who does not answer is told in the agent’s language: %s',
    async (language, said) => {
      const { leg, callSid } = await answeredCall();
      leg.speakIn?.(language);
      const request = ended();
      leg.transfer?.('+14155550155');
      leg.hangUp();
      const twiml = (await request).form.get('Twiml') ?? '';
      // Our side has long ended, and only the URL remembers it.
      const action = /action="([^"]+)"/.exec(twiml)?.[1]?.replaceAll('&amp;', '&') ?? '';
      const { body } = await bridge.network.callback(action, {
        CallSid: callSid,
        AccountSid: bridge.twilio.accountSid,
        DialCallSid: `CA${'2'.repeat(32)}`,
        DialCallStatus: 'no-answer',
      });
      expect(body).toContain(said);
      expect(body).toContain('</Say><Hangup/>');
    },
  );

  it.each(['completed', 'answered'])('that went well (%s) ends without a word', (status) => {
    expect(bridge.calls.transferEnded({ DialCallStatus: status })).not.toContain('<Say');
  });

  it.each(['busy', 'no-answer', 'failed', 'canceled'])('that did not (%s) is told', (status) => {
    expect(bridge.calls.transferEnded({ DialCallStatus: status })).toContain(
      '<Say language="en-US">Nobody',
    );
  });
});

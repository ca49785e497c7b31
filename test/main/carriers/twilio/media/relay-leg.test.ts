import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallLeg } from '../../../../../main/carriers/carrier.ts';
import { settled } from '../../../../doubles/calls/call-harness.ts';
import { RelayCaller } from '../../../../doubles/twilio/relay-caller.ts';
import { VoiceBridge } from '../../../../doubles/twilio/voice-bridge.ts';

let bridge: VoiceBridge;
let leg: CallLeg;
let caller: RelayCaller;
let dialled: { twiml: string; callSid: string };

beforeEach(async () => {
  bridge = new VoiceBridge();
  bridge.voiceMode = 'conversationRelay';
  bridge.onArrival = (_call, arrived) => {
    leg = arrived;
    leg.attach(bridge.observer);
    leg.speech?.configure({ language: 'de-DE', interruptible: false });
    leg.answer();
  };
  await bridge.start();
  dialled = await bridge.dial();
  caller = await RelayCaller.open(bridge.twilio, dialled.twiml, dialled.callSid);
  await bridge.noted('answered by human');
});

afterEach(async () => {
  caller.drop();
  await bridge.stop();
});

const updatesOf = () =>
  (bridge.twilio.calls.get(dialled.callSid)?.updates ?? []).map((form) => Object.fromEntries(form));

describe('the end of a call where Twilio speaks', () => {
  it('waits for the keys that were pressed', async () => {
    leg.pressDigits('123');
    leg.hangUp();
    await caller.until(() => caller.got.length === 1);
    bridge.real.pass(550);
    await settled();
    expect(caller.closedWith).toBeNull();
    expect(updatesOf()).toEqual([]);
    bridge.real.pass(100);
    await caller.until(() => caller.closedWith !== null);
    while (updatesOf().length === 0) await settled();
    expect(caller.got.map(({ type }) => type)).toEqual(['sendDigits', 'end']);
    expect(updatesOf()).toEqual([{ Status: 'completed' }]);
  });

  it('is no place for trouble that Twilio has with it', async () => {
    leg.pressDigits('123');
    leg.hangUp();
    caller.fails('Late words');
    bridge.real.pass(1_000);
    await caller.until(() => caller.closedWith !== null);
    expect(bridge.log).toEqual(['answered by human']);
  });

  it('by a transfer keeps the session until Twilio has been told', async () => {
    const request = bridge.twilio.nextRequest('POST', /Calls\/CA/);
    leg.transfer?.('+14155550155');
    leg.hangUp();
    expect((await request).form.get('Twiml')).toContain('<Dial');
    await caller.until(() => caller.closedWith !== null);
    expect(updatesOf()).toHaveLength(1);
  });
});

describe('a call where Twilio listens and speaks', () => {
  it('is asked for with the agent’s language, and with its wish not to be interrupted', () => {
    expect(dialled.twiml).toMatch(/<ConversationRelay url="ws:[^"?]+\/twilio\/relay"/);
    expect(dialled.twiml).toContain('language="de-DE"');
    expect(dialled.twiml).toContain('interruptible="none"');
    expect(dialled.twiml).toContain('dtmfDetection="true"');
  });

  it('brings lines and keys, and takes words and keys', async () => {
    caller.says('When are you open?');
    caller.press('5');
    await bridge.noted('keys 5');
    expect(bridge.lines).toEqual([
      { text: 'When are you open?', confidence: 1, speech: 'recognised' },
    ]);
    leg.speech?.say(0, 'From nine.');
    leg.pressDigits('12#');
    await caller.until(() => caller.got.length === 2);
    expect(caller.got).toEqual([
      { type: 'text', token: 'From nine.', last: true },
      { type: 'sendDigits', digits: '12#' },
    ]);
  });

  it('tells when the agent is heard, and when somebody spoke over it', async () => {
    leg.speech?.say(0, 'From nine to five.');
    caller.speaks(true);
    await bridge.noted('heard 0');
    caller.interrupts('From nine', 700);
    await bridge.noted('interrupted');
    expect(leg.speech?.cut()).toEqual({ piece: 0, playedMs: 700, heardText: 'From nine' });
  });

  it('shows a person what Twilio did not understand', async () => {
    caller.fails('Invalid message');
    await bridge.noted('problem: ConversationRelay: Invalid message');
  });

  it('ends at Twilio too when the agent hangs up', async () => {
    const request = bridge.twilio.nextRequest('POST', /Calls\/CA/);
    leg.hangUp();
    expect((await request).form.get('Status')).toBe('completed');
    await caller.until(() => caller.closedWith !== null);
    expect(caller.got).toEqual([{ type: 'end' }]);
  });

  it('does not take a token twice, nor a media stream in its place', async () => {
    const again = await RelayCaller.open(bridge.twilio, dialled.twiml, dialled.callSid);
    await again.until(() => again.closedWith !== null);
    expect(again.closedWith).toBe(1008);
    const second = await bridge.dial();
    const asStream = second.twiml
      .replace('ConversationRelay', 'Stream')
      .replace('/twilio/relay', '/twilio/media');
    const stream = await bridge.network.openStream(asStream, second.callSid);
    await stream.until(() => stream.closedWith !== null);
    expect(stream.closedWith).toBe(1008);
  });
});

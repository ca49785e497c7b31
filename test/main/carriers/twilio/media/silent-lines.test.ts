import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settled } from '../../../../doubles/calls/call-harness.ts';
import { RelayCaller } from '../../../../doubles/twilio/relay-caller.ts';
import { VoiceBridge } from '../../../../doubles/twilio/voice-bridge.ts';

/** Lines that bring no sound, over real sockets. */
let bridge: VoiceBridge;
const callers: RelayCaller[] = [];

beforeEach(async () => {
  bridge = new VoiceBridge();
  bridge.voiceMode = 'conversationRelay';
  await bridge.start();
  // The SDK takes a while to load, which the manual time would not wait for.
  await bridge.rest.account();
});

afterEach(async () => {
  for (const caller of callers.splice(0)) caller.drop();
  await bridge.stop();
});

async function connected(): Promise<{ caller: RelayCaller; callSid: string }> {
  const { twiml, callSid } = await bridge.dial();
  const caller = await RelayCaller.open(bridge.twilio, twiml, callSid);
  callers.push(caller);
  return { caller, callSid };
}

const asked = () => bridge.twilio.requestsTo('GET', /Calls\/CA/).length;

/** Lets time pass, and messages arrive. */
async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    bridge.real.pass(1_000);
    for (let n = 0; n < 5; n += 1) await settled();
  }
}

describe('a line that brings nothing', () => {
  it('stays open while the call goes on at Twilio', async () => {
    const { caller } = await connected();
    await bridge.noted('answered by human');
    await pass(180);
    expect(caller.closedWith).toBeNull();
    expect(bridge.log).toEqual(['answered by human']);
    expect(asked()).toBeGreaterThan(0);
    expect(asked()).toBeLessThanOrEqual(3);
  });

  it('ends with its call when nobody said that it is over', async () => {
    const { callSid } = await connected();
    await bridge.noted('answered by human');
    const call = bridge.twilio.calls.get(callSid);
    if (call) call.status = 'completed';
    await pass(70);
    await bridge.noted('hung up');
    expect(bridge.log).toEqual(['answered by human', 'hung up']);
    expect(bridge.withdrawn).toContain(callSid);
    expect(bridge.ledger.has(callSid)).toBe(false);
  });

  it('goes on, and nobody is told, while Twilio cannot be asked', async () => {
    const { caller } = await connected();
    await bridge.noted('answered by human');
    const trouble = { status: 503, code: 20503, message: 'No.', times: 99 };
    bridge.twilio.fail({ path: /Calls\/CA/, ...trouble });
    await pass(180);
    expect(asked()).toBeGreaterThan(0);
    expect(caller.closedWith).toBeNull();
    expect([...bridge.log, ...bridge.failures]).toEqual(['answered by human']);
  });

  it('is dead when the other end of its connection is gone without a word', async () => {
    const { caller } = await connected();
    await bridge.noted('answered by human');
    caller.freeze();
    await pass(9);
    expect(bridge.log).not.toContain('lost');
    await pass(8);
    await bridge.noted('lost');
  });
});

describe('fifty lines that bring nothing', () => {
  it('ask Twilio one after the other, and seldom', async () => {
    for (let n = 0; n < 50; n += 1) await connected();
    while (bridge.log.length < 50) await settled();
    const perSecond: number[] = [];
    for (let second = 0; second < 200; second += 1) {
      const before = asked();
      await pass(1);
      perSecond.push(asked() - before);
    }
    expect(Math.max(...perSecond)).toBeLessThanOrEqual(3);
    expect(asked()).toBeLessThanOrEqual(50 * 3);
    expect(asked()).toBeGreaterThanOrEqual(50);
    expect(callers.every(({ closedWith }) => closedWith === null)).toBe(true);
  }, 60_000);
});

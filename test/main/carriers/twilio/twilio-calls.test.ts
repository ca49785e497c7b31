import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '../../../../common/contract/index.ts';
import { settled } from '../../../doubles/calls/call-harness.ts';
import type { MediaCaller } from '../../../doubles/twilio/media-caller.ts';
import { VoiceBridge } from '../../../doubles/twilio/voice-bridge.ts';

let bridge: VoiceBridge;
const callers: MediaCaller[] = [];

beforeEach(async () => {
  bridge = new VoiceBridge();
  await bridge.start();
});

afterEach(async () => {
  for (const caller of callers.splice(0)) caller.drop();
  await bridge.stop();
});

async function open(twiml: string, callSid: string): Promise<MediaCaller> {
  const caller = await bridge.network.openStream(twiml, callSid, { time: bridge.real });
  callers.push(caller);
  return caller;
}

async function answeredCall() {
  const dialled = await bridge.dial();
  const caller = await open(dialled.twiml, dialled.callSid);
  await bridge.noted('answered by human');
  const [arrived] = bridge.arrived;
  if (!arrived) throw new Error('No call arrived.');
  return { ...dialled, caller, leg: arrived.leg };
}

/** An outbound call that Twilio has accepted. */
async function placedCall(more: Parameters<VoiceBridge['place']>[0] = {}) {
  const leg = bridge.place(more);
  await leg.accepted;
  const callSid = [...bridge.twilio.calls.keys()].at(-1) ?? '';
  return { leg, callSid };
}

const updatesOf = (callSid: string) =>
  (bridge.twilio.calls.get(callSid)?.updates ?? []).map((form) => Object.fromEntries(form));
const ended = () => bridge.twilio.nextRequest('POST', /Calls\/CA/);

describe('a call that comes in', () => {
  it('is answered once its stream is there', async () => {
    const { twiml, callSid } = await bridge.dial();
    expect(twiml).toMatch(/<Connect><Stream url="ws:[^"?]+\/twilio\/media">/);
    expect(bridge.log).toEqual([]);
    await open(twiml, callSid);
    await bridge.noted('answered by human');
    expect(bridge.arrived[0]?.call).toMatchObject({ from: '+14155550199', to: '+14155550123' });
    expect(bridge.ledger.has(callSid)).toBe(true);
  });

  it.each(['Anonymous', '+266696687', 'sip:bob@example.com', ''])(
    'from %j is taken too, and said to be from there',
    async (from) => {
      await bridge.dial(from);
      expect(bridge.arrived[0]?.call.from).toBe(from);
    },
  );

  it.each([
    ['PHONE_NUMBER_NOT_FOUND', '<Say>This number is not in service. Goodbye.</Say><Hangup/>'],
    ['CONFLICT', '<Reject reason="busy"/>'],
  ] as const)('that nobody can take (%s) is told so', async (code, verbs) => {
    bridge.onArrival = () => {
      throw new ApiError(code, 'Why.');
    };
    const { twiml } = await bridge.dial();
    expect(twiml).toContain(`<Response>${verbs}</Response>`);
    expect(bridge.log[0]).toContain('was not taken: Why.');
    expect(bridge.calls.live).toBe(0);
  });

  it('that is hung up on before it is answered hears a sentence', async () => {
    bridge.onArrival = (_call, leg) => {
      leg.speakIn?.('fr-CA');
      leg.attach(bridge.observer);
      leg.hangUp();
    };
    const { twiml } = await bridge.dial();
    expect(twiml).toContain('<Say language="fr-CA">Personne ne peut prendre votre appel');
  });

  it('ends when the caller hangs up, and is not ended at Twilio again', async () => {
    const { caller, callSid, leg } = await answeredCall();
    caller.hangUp();
    await bridge.noted('hung up');
    leg.hangUp();
    await bridge.network.callStatus(callSid, 'completed', 3);
    await settled();
    expect(updatesOf(callSid)).toEqual([]);
    expect(bridge.ledger.size).toBe(0);
    expect(bridge.calls.live).toBe(0);
  });

  it('lets frozen time go on while it lasts', async () => {
    bridge.clock.freeze();
    const { leg } = await answeredCall();
    const before = bridge.clock.nowUs();
    bridge.real.pass(100);
    expect(bridge.clock.nowUs() - before).toBe(100_000);
    leg.hangUp();
    bridge.real.pass(100);
    expect(bridge.clock.nowUs() - before).toBe(100_000);
  });
});

describe('a media socket', () => {
  async function refused(twiml: string, callSid: string): Promise<number | null> {
    const caller = await open(twiml, callSid);
    await caller.until(() => caller.closedWith !== null);
    return caller.closedWith;
  }

  it('without a token, with a wrong or a used one, is closed', async () => {
    const { twiml, callSid } = await bridge.dial();
    expect(await refused(twiml.replace(/<Parameter[^>]*>/, ''), callSid)).toBe(1008);
    expect(await refused(twiml.replace(/value="[^"]*"/, 'value="x"'), callSid)).toBe(1008);
    expect(bridge.log).toEqual([]);
    await open(twiml, callSid);
    await bridge.noted('answered by human');
    expect(await refused(twiml, callSid)).toBe(1008);
  });

  it('of another call than its token was made for is closed', async () => {
    const one = await bridge.dial();
    const other = await bridge.dial();
    expect(await refused(one.twiml, other.callSid)).toBe(1008);
  });

  it('with a token of a call that is over is closed', async () => {
    const { twiml, callSid } = await bridge.dial();
    bridge.arrived[0]?.leg.hangUp();
    expect(await refused(twiml, callSid)).toBe(1008);
  });

  it('that broke is opened anew: the call goes on, with a new token', async () => {
    const { twiml, callSid, caller, leg } = await answeredCall();
    caller.drop();
    const again = await bridge.network.callback(bridge.redirectOf(twiml), {
      CallSid: callSid,
      AccountSid: bridge.twilio.accountSid,
      CallStatus: 'in-progress',
      Direction: 'inbound',
    });
    const second = await open(again.body, callSid);
    second.press('7');
    await bridge.noted('keys 7');
    // Longer than a broken line may be gone, but shorter than an open line may be silent.
    bridge.real.pass(9_000);
    await settled();
    expect(bridge.log).not.toContain('lost');
    leg.sendFrame(0, new Int16Array(320));
    bridge.real.pass(20);
    await second.until(() => second.bufferedBytes + second.playedBytes > 0);
    expect(bridge.redirectOf(again.body)).not.toBe(bridge.redirectOf(twiml));
  });

  it('that broke and stays away ends the call, also at Twilio', async () => {
    const { callSid, caller, leg } = await answeredCall();
    caller.drop();
    await settled();
    while (!bridge.log.includes('lost')) {
      bridge.real.pass(1_000);
      await settled();
    }
    const request = ended();
    leg.hangUp();
    expect((await request).form.get('Status')).toBe('completed');
    expect(updatesOf(callSid)).toEqual([{ Status: 'completed' }]);
  });
});

describe('a call that is placed', () => {
  it('is asked for with everything that tells us how it goes', async () => {
    const { callSid } = await placedCall();
    const form = bridge.twilio.calls.get(callSid)?.form;
    expect(form?.get('Url')).toContain('/twilio/voice?call=call_out');
    expect(form?.get('StatusCallback')).toContain('/twilio/status?call=call_out');
    expect(form?.getAll('StatusCallbackEvent')).toEqual([
      'initiated',
      'ringing',
      'answered',
      'completed',
    ]);
    expect(form?.get('Timeout')).toBe('30');
    expect(form?.has('MachineDetection')).toBe(false);
    expect(bridge.ledger.has(callSid)).toBe(true);
  });

  it('rings, is answered, and talks over its stream', async () => {
    const { callSid } = await placedCall();
    await bridge.network.callStatus(callSid, 'ringing', 1);
    const { twiml } = await bridge.network.pickUp(callSid);
    await open(twiml, callSid);
    await bridge.noted('answered by human');
    await bridge.network.callStatus(callSid, 'in-progress', 2);
    await bridge.network.callStatus(callSid, 'completed', 3);
    expect(bridge.log).toEqual(['ringing', 'answered by human', 'hung up']);
  });

  it('waits for the key that a trial account asks for', async () => {
    const { callSid } = await placedCall();
    await bridge.network.callStatus(callSid, 'in-progress', 2);
    const call = bridge.twilio.calls.get(callSid);
    while (!bridge.log.some((line) => line.includes('has pressed a key'))) {
      await settled();
      bridge.real.pass(1_000);
    }
    expect(bridge.log).toEqual([expect.stringContaining('The call call_out is connected at')]);
    expect(call?.updates).toEqual([]);
    // After three minutes in total.
    bridge.real.pass(165_000);
    const { twiml } = await bridge.network.pickUp(callSid);
    await open(twiml, callSid);
    await bridge.noted('answered by human');
    expect(bridge.withdrawn).toEqual([callSid]);
    expect(bridge.log).toHaveLength(2);
  });

  it('opens its stream minutes after it was told where that is', async () => {
    const { callSid } = await placedCall();
    const { twiml } = await bridge.network.pickUp(callSid);
    for (let n = 0; n < 150; n += 1) {
      bridge.real.pass(1_000);
      await settled();
    }
    await open(twiml, callSid);
    await bridge.noted('answered by human');
    expect(bridge.log).not.toContain('lost');
  });

  it.each([
    ['busy', 'busy'],
    ['no-answer', 'noAnswer'],
    ['failed', 'failed'],
  ])('and is %s ends as %s', async (status, why) => {
    const { callSid } = await placedCall();
    await bridge.network.callStatus(callSid, status, 2);
    expect(bridge.log).toEqual([why]);
    expect(bridge.ledger.size).toBe(0);
  });

  it('is not disturbed by callbacks that come late, twice and in the wrong order', async () => {
    const { callSid } = await placedCall();
    await bridge.network.callStatus(callSid, 'ringing', 1);
    await bridge.network.callStatus(callSid, 'ringing', 1);
    await bridge.network.callStatus(callSid, 'no-answer', 3);
    await bridge.network.callStatus(callSid, 'in-progress', 2);
    await bridge.network.callStatus(callSid, 'initiated', 0);
    await bridge.network.callStatus(callSid, 'no-answer', 3);
    expect(bridge.log).toEqual(['ringing', 'noAnswer']);
  });

  it('finds out about voicemail when there is something to say to it', async () => {
    const { callSid } = await placedCall({ detectsVoicemail: true });
    const form = bridge.twilio.calls.get(callSid)?.form;
    expect(form?.get('MachineDetection')).toBe('DetectMessageEnd');
    const { twiml } = await bridge.network.pickUp(callSid);
    await open(twiml, callSid);
    await settled();
    expect(bridge.log).toEqual([]);
    await bridge.network.answeredBy(callSid, 'machine_end_beep');
    expect(bridge.log).toEqual(['answered by voicemail']);
  });

  it.each([
    { status: 400, code: 21211, message: "Invalid 'To' Phone Number", times: 1 },
    { status: 503, code: 20503, message: 'Service Unavailable', times: 1 },
    { status: 500, code: 0, message: '', times: 1 },
    { status: 429, code: 20429, message: 'Too Many Requests', times: 10 },
  ])('and refused with $status is told in Twilio’s words', async (fault) => {
    bridge.twilio.fail({ path: /Calls/, ...fault });
    const leg = bridge.place();
    const refusals: ApiError[] = [];
    leg.accepted?.catch((error: ApiError) => void refusals.push(error));
    // Twilio's rate limit is waited for, a few times.
    while (refusals.length === 0) {
      await settled();
      bridge.real.pass(1_000);
    }
    const [refusal] = refusals;
    expect(refusal?.code).toBe('CARRIER_ERROR');
    expect(refusal?.message).toContain(fault.code === 0 ? `HTTP ${fault.status}` : `${fault.code}`);
    expect(bridge.log).toEqual([`failed: ${refusal?.message}`]);
    leg.hangUp();
    await settled();
    expect(bridge.calls.live).toBe(0);
  });

  it('and no longer wanted before its turn is never placed', async () => {
    await placedCall({ callId: 'call_first' });
    const leg = bridge.place();
    await settled();
    leg.hangUp();
    bridge.real.pass(5_000);
    await leg.accepted;
    expect(bridge.twilio.requestsTo('POST', /Calls\.json/)).toHaveLength(1);
  });

  it('and no longer wanted while it rings is ended at Twilio', async () => {
    const { leg, callSid } = await placedCall();
    const request = ended();
    leg.hangUp();
    await request;
    expect(updatesOf(callSid)).toEqual([{ Status: 'completed' }]);
  });
});

describe('a restart', () => {
  it('ends the calls that were left live at Twilio', async () => {
    const { callSid } = await bridge.dial();
    const { callSid: over } = await bridge.dial();
    bridge.twilio.calls.set(over, {
      ...bridge.twilio.calls.get(over),
      status: 'completed',
    } as never);
    const next = new VoiceBridge();
    for (const [sid, call] of bridge.ledger) next.ledger.set(sid, call);
    next.rest = bridge.rest;
    await next.calls.endLeftovers();
    expect(updatesOf(callSid)).toEqual([{ Status: 'completed' }]);
    expect(next.ledger.size).toBe(0);
  });

  it('hangs up on an old call whose socket broke with the app', async () => {
    const { twiml } = await bridge.dial();
    const next = new VoiceBridge();
    const call = new URL(bridge.redirectOf(twiml)).searchParams.get('call') ?? '';
    const answer = next.calls.voice({ call, line: '1', CallSid: 'CA1', Direction: 'inbound' });
    expect(answer).toContain('<Hangup/>');
    expect(next.arrived).toEqual([]);
  });

  it('leaves live calls alone', async () => {
    const { callSid } = await answeredCall();
    await bridge.calls.endLeftovers();
    expect(updatesOf(callSid)).toEqual([]);
  });
});

describe('the end of the app', () => {
  it('waits until calls are ended at Twilio, also while the agent speaks', async () => {
    const { leg, callSid, caller } = await answeredCall();
    leg.sendFrame(0, new Int16Array(320).fill(5_000));
    leg.hangUp();
    await bridge.calls.close();
    expect(updatesOf(callSid)).toEqual([{ Status: 'completed' }]);
    await caller.until(() => caller.closedWith !== null);
  });

  it('leaves for the next start what Twilio does not end in time, and tries no more', async () => {
    const { leg, callSid } = await placedCall();
    bridge.twilio.fail({ path: /Calls\/CA/, status: 503, code: 20503, message: 'No.', times: 9 });
    const tries = () => bridge.twilio.requestsTo('POST', /Calls\/CA/).length;
    leg.hangUp();
    const closed = bridge.calls.close();
    while (tries() < 1) await settled();
    bridge.real.pass(1_200);
    await closed;
    const before = tries();
    for (let i = 0; i < 30; i += 1) {
      await settled();
      bridge.real.pass(1_000);
    }
    expect(tries()).toBeLessThanOrEqual(before + 1);
    expect(bridge.ledger.has(callSid)).toBe(true);
    expect(bridge.log).toEqual([]);
  });
});

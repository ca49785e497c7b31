import { beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '../../../common/contract/index.ts';
import type { CallLeg, InboundCall, LegObserver } from '../../../main/carriers/carrier.ts';
import { SCREENING_PROMPT } from '../../../main/carriers/simulated/screening-service.ts';
import { SimulatedCarrier } from '../../../main/carriers/simulated/simulated-carrier.ts';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import { ManualTime } from '../../doubles/manual-time.ts';

let real: ManualTime;
let carrier: SimulatedCarrier;
/** What reached the window, and what the far end did, one line each. */
let log: string[];
let arrived: (call: InboundCall, leg: CallLeg) => void;

beforeEach(() => {
  real = new ManualTime();
  log = [];
  arrived = () => {};
  carrier = new SimulatedCarrier({
    clock: new ProductClock({ real }),
    audio: {
      frame: (_callId, frame) => log.push(`frame ${frame}`),
      callerFrame: (_callId, frame) => log.push(`caller frame ${frame}`),
      clear: () => log.push('clear'),
    },
    line: () => 'clear',
    inbound: () => ({
      textReceived: () => ({ messageId: 'm', conversationId: 'c', deliveryId: null }),
      textReceivedShared: () => Promise.reject(new Error('not asked for')),
      callArrived: (call, leg) => arrived(call, leg),
    }),
  });
});

const observer: LegObserver = {
  ringing: () => log.push('ringing'),
  answered: (by) => log.push(`answered by ${by}`),
  notReached: (why) => log.push(why),
  said: ({ text }) => {
    log.push(`line ${text}`);
    return 1;
  },
  audio: ({ position, stream }) => log.push(`audio ${position} of ${stream} at ${elapsed()}`),
  phoneSet: (change) => log.push(`phone ${JSON.stringify(change)}`),
  dtmf: (digits) => log.push(`keys ${digits}`),
  heard: (frame) => log.push(`heard ${frame}`),
  screeningPassed: () => log.push('screening passed'),
  hungUp: () => log.push('hung up'),
  lost: () => log.push('lost'),
  interrupted: () => log.push('interrupted'),
};
const PERSON = { detectsVoicemail: false };
const START = 1_000;
const elapsed = () => real.monotonicMs() - START;

/** An agent calls a person, whose phone rings. */
async function ring(to = '+15550100147') {
  const leg = carrier.placeCall({ callId: 'call_1', from: '+14155550123', to, ...PERSON });
  leg.attach(observer);
  await Promise.resolve();
  return leg;
}

/** A person calls an agent, who picks up. */
function dialled() {
  const legs: CallLeg[] = [];
  arrived = (_call, leg) => {
    legs.push(leg);
    leg.attach(observer);
    leg.answer();
  };
  const { callId } = carrier.dial({ from: '+15550100147', to: '+14155550123' });
  expect(callId).toMatch(/^call_[0-9a-z]{16}$/);
  const [leg] = legs;
  if (!leg) throw new Error('No call arrived.');
  return { callId, leg, person: carrier.person(callId) };
}
const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError) return error.code;
  }
  return null;
};

describe('the person called', () => {
  it.each([
    ['answer', 1_000, 'answered by human'],
    ['voicemail', 4_000, 'answered by voicemail'],
    ['busy', 500, 'busy'],
    ['decline', 2_000, 'declined'],
    ['fail', 500, 'failed'],
    ['noAnswer', 30_000, 'noAnswer'],
    ['ring', 30_000, 'noAnswer'],
  ] as const)('who would %s does so after %d ms', async (behaviour, afterMs, happens) => {
    carrier.callees.set(null, { behaviour, answerAfterMs: null });
    await ring();
    real.pass(afterMs - 1);
    expect(log).toEqual(['ringing']);
    real.pass(1);
    expect(log).toEqual(['ringing', happens]);
    real.pass(60_000);
    expect(log).toHaveLength(2);
  });

  it('takes the time that was set', async () => {
    carrier.callees.set(null, { behaviour: 'answer', answerAfterMs: 7_000 });
    await ring();
    real.pass(6_999);
    expect(log).toEqual(['ringing']);
    real.pass(1);
    expect(log).toEqual(['ringing', 'answered by human']);
  });

  it('can act before the rule does, and then only once', async () => {
    carrier.callees.set(null, { behaviour: 'voicemail', answerAfterMs: null });
    await ring();
    carrier.person('call_1').pickUp();
    real.pass(60_000);
    expect(log).toEqual(['ringing', 'answered by human']);
    expect(codeOf(() => carrier.person('call_1').pickUp())).toBe('CONFLICT');
    expect(codeOf(() => carrier.person('call_1').decline())).toBe('CONFLICT');
  });

  it('lets a service screen the call, which asks, hears the answer and passes it on', async () => {
    carrier.callees.set(null, { behaviour: 'screening', answerAfterMs: null });
    const leg = await ring();
    const person = carrier.person('call_1');
    real.pass(1_000);
    leg.sendFrame(0, new Int16Array(320));
    real.pass(800);
    expect(log.slice(0, 4)).toEqual([
      'ringing',
      'answered by human',
      'frame 0',
      `line ${SCREENING_PROMPT}`,
    ]);
    // The person is not on the line yet.
    expect(codeOf(() => person.say({ text: 'Hi', confidence: 1, speech: 'typed' }))).toBe(
      'CALL_NOT_ANSWERED',
    );
    leg.monitor(new Int16Array(320));
    real.pass(14_000);
    for (let frame = 1; frame < 4; frame += 1) {
      leg.sendFrame(frame, new Int16Array(320));
      real.pass(900);
    }
    expect(log).not.toContain('screening passed');
    real.pass(100);
    expect(log.at(-1)).toBe('screening passed');
    expect(person.say({ text: 'Hi', confidence: 1, speech: 'typed' })).toBe(1);
    real.pass(60_000);
    expect(log.at(-1)).toBe('line Hi');
  });

  it('is not told of a call whose caller says nothing to the screening service', async () => {
    carrier.callees.set(null, { behaviour: 'screening', answerAfterMs: 0 });
    await ring();
    real.pass(0);
    real.pass(800);
    real.pass(14_999);
    expect(log).not.toContain('hung up');
    real.pass(1);
    expect(log.at(-1)).toBe('hung up');
  });

  it('can pick up while the service still asks', async () => {
    carrier.callees.set(null, { behaviour: 'screening', answerAfterMs: 0 });
    await ring();
    real.pass(0);
    carrier.person('call_1').pickUp();
    real.pass(60_000);
    expect(log).toEqual(['ringing', 'answered by human', 'screening passed']);
  });

  it('declines by putting the phone down while it rings, and hangs up later', async () => {
    await ring();
    carrier.person('call_1').putDown();
    expect(log).toEqual(['ringing', 'declined']);
    await ring();
    carrier.person('call_1').pickUp();
    carrier.person('call_1').putDown();
    expect(log.slice(2)).toEqual(['ringing', 'answered by human', 'hung up']);
  });

  it('is not disturbed any more when the agent hung up first', async () => {
    const leg = await ring();
    leg.hangUp();
    real.pass(60_000);
    expect(log).toEqual(['ringing', 'clear']);
    expect(codeOf(() => carrier.person('call_1'))).toBe('CALL_NOT_LIVE');
  });

  it('is never rung when the call ends in the same turn', async () => {
    const leg = carrier.placeCall({ callId: 'call_1', from: '+1', to: '+15550100147', ...PERSON });
    leg.attach(observer);
    leg.hangUp();
    await Promise.resolve();
    real.pass(60_000);
    expect(log).toEqual(['clear']);
  });
});

describe('rules for callees', () => {
  it('hold for one number, else for all, until they are reset', () => {
    const busy = { behaviour: 'busy', answerAfterMs: null } as const;
    const fail = { behaviour: 'fail', answerAfterMs: null } as const;
    carrier.callees.set(null, busy);
    carrier.callees.set('+15550100147', fail);
    expect(carrier.callees.for('+15550100147')).toBe(fail);
    expect(carrier.callees.for('+15550100148')).toBe(busy);
    carrier.callees.reset();
    expect(carrier.callees.for('+15550100147').behaviour).toBe('ring');
  });
});

describe('the person who calls', () => {
  it('speaks, presses keys, hears and hangs up', () => {
    const { callId, leg, person } = dialled();
    expect(person.say({ text: 'Hi', confidence: 1, speech: 'typed' })).toBe(1);
    person.pressKeys('12#');
    leg.sendFrame(0, new Int16Array(320));
    carrier.heard(callId, 0, 5);
    leg.clear();
    person.putDown();
    const spoken = ['line Hi', 'keys 12#', 'frame 0', 'heard 0', 'clear'];
    expect(log).toEqual(['answered by human', ...spoken, 'hung up']);
  });

  it('keeps a microphone live for a second after its last sound, until the call ends', () => {
    const { callId, leg } = dialled();
    expect(carrier.microphoneIsLive).toBe(false);
    carrier.callerSound(callId, 0, new Int16Array(320));
    real.pass(999);
    expect(carrier.microphoneIsLive).toBe(true);
    real.pass(1);
    expect(carrier.microphoneIsLive).toBe(false);
    carrier.callerSound(callId, 0, new Int16Array(320));
    leg.hangUp();
    expect(carrier.microphoneIsLive).toBe(false);
  });

  it('speaks by the count of their microphone; a count that begins anew is another one', () => {
    const { callId } = dialled();
    for (const frame of [3, 4, 9, 0, 1, 1]) carrier.callerSound(callId, frame, new Int16Array(320));
    expect(log.filter((entry) => entry.startsWith('audio'))).toEqual([
      'audio 960 of 1 at 0',
      'audio 1280 of 1 at 0',
      'audio 2880 of 1 at 0',
      'audio 0 of 2 at 0',
      'audio 320 of 2 at 0',
      'audio 320 of 2 at 0',
    ]);
  });

  it('is drowned by a recording, and heard again behind it', () => {
    const { callId, person } = dialled();
    carrier.callerSound(callId, 0, new Int16Array(320));
    person.play(new ProductClock({ real }), new Int16Array(320 * 2));
    real.pass(20);
    carrier.callerSound(callId, 1, new Int16Array(320));
    real.pass(30);
    carrier.callerSound(callId, 2, new Int16Array(320));
    real.pass(60_000);
    expect(log.filter((entry) => entry.startsWith('audio'))).toEqual([
      'audio 0 of 1 at 0',
      'audio 0 of 2 at 20',
      'audio 320 of 2 at 40',
      'audio 640 of 3 at 50',
    ]);
  });

  it('cannot speak on a call that was not answered', async () => {
    await ring();
    const person = carrier.person('call_1');
    const line = { text: 'Hi', confidence: 1, speech: 'typed' } as const;
    expect(codeOf(() => person.say(line))).toBe('CALL_NOT_ANSWERED');
    expect(codeOf(() => person.pressKeys('1'))).toBe('CALL_NOT_ANSWERED');
    person.speak(0, new Int16Array(320));
    expect(log).toEqual(['ringing']);
  });

  it('is told why the call did not come about, and leaves nothing behind', () => {
    let made = '';
    arrived = ({ callId }) => {
      made = callId;
      throw new ApiError('PHONE_NUMBER_NOT_FOUND');
    };
    expect(codeOf(() => carrier.dial({ from: '+1', to: '+2' }))).toBe('PHONE_NUMBER_NOT_FOUND');
    expect(codeOf(() => carrier.person(made))).toBe('CALL_NOT_LIVE');
  });

  it('plays a recording at its own pace: each frame arrives when it has been spoken', () => {
    dialled().person.play(new ProductClock({ real }), new Int16Array(320 * 3 + 100));
    real.pass(80);
    expect(log.filter((entry) => entry.startsWith('audio'))).toEqual([
      'audio 0 of 1 at 20',
      'audio 320 of 1 at 40',
      'audio 640 of 1 at 60',
      'audio 960 of 1 at 80',
    ]);
  });

  it('goes on with silence behind a recording, so that the end of its words is heard', () => {
    const heard: Int16Array[] = [];
    const { person, leg } = dialled();
    leg.attach({ ...observer, audio: ({ samples }) => void heard.push(samples) });
    person.play(new ProductClock({ real }), new Int16Array(320).fill(1_000));
    real.pass(60_000);
    const [words, ...silence] = heard;
    expect(words?.every((sample) => sample === 1_000)).toBe(true);
    expect(silence).toHaveLength(300);
    expect(silence.every((frame) => frame.length === 320 && frame.every((s) => s === 0))).toBe(
      true,
    );
  });

  it('ends that silence with the next sound of the caller', () => {
    const { callId, person } = dialled();
    person.play(new ProductClock({ real }), new Int16Array(320));
    real.pass(60);
    carrier.callerSound(callId, 7, new Int16Array(320));
    real.pass(60_000);
    expect(log.filter((entry) => entry.startsWith('audio'))).toEqual([
      'audio 0 of 1 at 20',
      'audio 320 of 1 at 40',
      'audio 640 of 1 at 60',
      'audio 2240 of 2 at 60',
    ]);
    person.play(new ProductClock({ real }), new Int16Array(320));
    real.pass(40);
    person.play(new ProductClock({ real }), new Int16Array(320 * 2));
    log.length = 0;
    real.pass(60);
    expect(log.filter((entry) => entry.startsWith('audio'))).toEqual([
      'audio 0 of 4 at 60120',
      'audio 320 of 4 at 60140',
      'audio 640 of 4 at 60160',
    ]);
  });

  it('stops playing when the call ends', () => {
    const { leg, person } = dialled();
    person.play(new ProductClock({ real }), new Int16Array(320 * 50));
    real.pass(50);
    leg.hangUp();
    const { length } = log;
    real.pass(5_000);
    expect(log).toHaveLength(length);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { ApiError, type CallLine } from '../../../common/contract/index.ts';
import type { CallLeg, LegObserver } from '../../../main/carriers/carrier.ts';
import { SimulatedCarrier } from '../../../main/carriers/simulated/simulated-carrier.ts';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import { ManualTime } from '../../doubles/manual-time.ts';

let carrier: SimulatedCarrier;
/** What reached the window, and what the agent's side was told, one line each. */
let log: string[];
let legs: CallLeg[];

const nothing = () => {};
const observer: LegObserver = {
  ringing: nothing,
  answered: (by) => log.push(`answered by ${by}`),
  notReached: nothing,
  said: ({ text }) => log.push(`line ${text}`),
  audio: nothing,
  phoneSet: (change) => log.push(`phone ${JSON.stringify(change)}`),
  dtmf: (digits) => log.push(`keys ${digits}`),
  heard: nothing,
  screeningPassed: nothing,
  hungUp: nothing,
  lost: nothing,
  interrupted: nothing,
};

beforeEach(() => {
  log = [];
  legs = [];
  carrier = new SimulatedCarrier({
    clock: new ProductClock({ real: new ManualTime() }),
    audio: {
      frame: (_callId, frame) => log.push(`frame ${frame}`),
      callerFrame: nothing,
      clear: () => log.push('clear'),
    },
    line: () => 'clear',
    inbound: () => ({
      textReceived: () => ({ messageId: 'm', conversationId: 'c', deliveryId: null }),
      textReceivedShared: () => Promise.reject(new Error('not asked for')),
      callArrived: (_call, leg) => {
        legs.push(leg);
        leg.attach(observer);
        leg.answer();
      },
    }),
  });
});

/** Somebody calls an agent, who picks up. */
function dialled(more: { line?: CallLine } = {}) {
  const { callId } = carrier.dial({ from: '+15550100147', to: '+14155550123', ...more });
  const [leg] = legs;
  if (!leg) throw new Error('No call arrived.');
  return { callId, leg, person: carrier.person(callId) };
}

function codeOf(run: () => unknown): string | null {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError) return error.code;
  }
  return null;
}

describe('the telephone of a simulated person', () => {
  it('is silent while muted or on hold, in sound that goes on by its own clock', () => {
    const { callId, leg, person } = dialled();
    const loudness: number[] = [];
    const heard: LegObserver = {
      ...observer,
      audio: ({ samples }) => loudness.push(Math.max(...samples)),
    };
    leg.attach(heard);
    const say = (frame: number) => carrier.callerSound(callId, frame, new Int16Array(320).fill(9));
    say(0);
    person.mute(true);
    say(1);
    person.hold(true);
    person.mute(false);
    say(2);
    person.hold(false);
    say(3);
    expect(loudness).toEqual([9, 0, 0, 9]);
  });

  it('hears nothing on hold, and what was on its way to the ear is dropped', () => {
    const { leg, person } = dialled();
    leg.sendFrame(0, new Int16Array(320));
    person.hold(true);
    leg.sendFrame(1, new Int16Array(320));
    person.hold(false);
    leg.sendFrame(2, new Int16Array(320));
    expect(log).toEqual([
      'answered by human',
      'frame 0',
      'phone {"held":true}',
      'clear',
      'phone {"held":false}',
      'frame 2',
    ]);
  });

  it('says no line that nobody would hear, and presses keys unless on hold', () => {
    const { person } = dialled();
    const line = { text: 'Hi', confidence: 1, speech: 'typed' } as const;
    person.mute(true);
    expect(codeOf(() => person.say(line))).toBe('CONFLICT');
    person.pressKeys('1');
    person.hold(true);
    person.mute(false);
    expect(codeOf(() => person.say(line))).toBe('CONFLICT');
    expect(codeOf(() => person.pressKeys('2'))).toBe('CONFLICT');
    person.hold(false);
    person.say(line);
    expect(log.filter((entry) => /^(keys|line)/.test(entry))).toEqual(['keys 1', 'line Hi']);
  });

  it('tells of each change once, and of a line that is not as lines are', () => {
    const { person } = dialled({ line: 'telephone' });
    person.mute(true);
    person.mute(true);
    person.setLine('telephone');
    person.setLine('clear');
    expect(log).toEqual([
      'answered by human',
      'phone {"line":"telephone"}',
      'phone {"muted":true}',
      'phone {"line":"clear"}',
    ]);
  });

  it('cannot mute or hold a call that was not answered', async () => {
    const leg = carrier.placeCall({
      callId: 'call_1',
      from: '+14155550123',
      to: '+15550100147',
      detectsVoicemail: false,
    });
    leg.attach(observer);
    await Promise.resolve();
    const person = carrier.person('call_1');
    expect(codeOf(() => person.mute(true))).toBe('CALL_NOT_ANSWERED');
    expect(codeOf(() => person.hold(true))).toBe('CALL_NOT_ANSWERED');
  });
});

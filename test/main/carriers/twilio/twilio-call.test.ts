import { beforeEach, describe, expect, it } from 'vitest';
import type { LegObserver } from '../../../../main/carriers/carrier.ts';
import { TwilioCall, type TwilioCallDeps } from '../../../../main/carriers/twilio/twilio-call.ts';
import { settled } from '../../../doubles/call-world.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

const CALL_SID = `CA${'1'.repeat(32)}`;

let real: ManualTime;
let call: TwilioCall;
/** What the session was told, and what was done at Twilio. */
let log: string[];

const observer: LegObserver = {
  ringing: () => log.push('ringing'),
  answered: (by) => log.push(`answered by ${by}`),
  notReached: (why) => log.push(why),
  line: () => 0,
  audio: () => {},
  dtmf: () => {},
  heard: () => {},
  screeningPassed: () => {},
  hungUp: () => log.push('hung up'),
  lost: () => log.push('lost'),
  interrupted: () => {},
};

beforeEach(() => {
  real = new ManualTime();
  log = [];
  call = newCall();
});

function newCall(more: Partial<TwilioCallDeps> = {}): TwilioCall {
  const made = new TwilioCall({
    callId: 'call_1',
    direction: 'outbound',
    callSid: CALL_SID,
    detectsVoicemail: false,
    real,
    control: {
      end: async () => void log.push('ended at Twilio'),
      transfer: async (_sid, to) => void log.push(`transferred to ${to}`),
    },
    onOver: () => log.push('over'),
    onSettled: () => log.push('settled'),
    onUnreachable: () => log.push('unreachable'),
    ...more,
  });
  made.attach(observer);
  return made;
}

describe('who answered', () => {
  it('is known before the agent speaks, when that makes a difference', async () => {
    call = newCall({ detectsVoicemail: true });
    call.lineOpened();
    expect(log).toEqual([]);
    call.detected({ AnsweredBy: 'machine_end_beep' });
    expect(log).toEqual(['answered by voicemail']);
  });

  it('is a person when nothing can be told, or nothing is told', () => {
    call = newCall({ detectsVoicemail: true });
    call.lineOpened();
    real.pass(35_000);
    expect(log).toEqual(['answered by human']);
    call.detected({ AnsweredBy: 'machine_end_beep' });
    expect(log).toEqual(['answered by human']);
  });

  it('may be told before the socket is there', () => {
    call = newCall({ detectsVoicemail: true });
    call.detected({ AnsweredBy: 'human' });
    expect(log).toEqual([]);
    call.lineOpened();
    expect(log).toEqual(['answered by human']);
  });

  it('is nobody to talk to when it is a fax', () => {
    call = newCall({ detectsVoicemail: true });
    call.lineOpened();
    call.detected({ AnsweredBy: 'fax' });
    expect(log).toEqual(['failed']);
  });
});

describe('status callbacks', () => {
  const told = (...statuses: string[]) => {
    call = newCall();
    for (const CallStatus of statuses) call.status({ CallStatus });
    return log;
  };

  it('tell ringing once, however often and late they come', () => {
    expect(told('queued', 'ringing', 'initiated', 'ringing')).toEqual(['ringing']);
  });

  it('that come in the wrong order do no harm', () => {
    expect(told('busy', 'ringing', 'in-progress', 'completed')).toEqual(['busy']);
  });

  it.each([
    ['busy', 'busy'],
    ['no-answer', 'noAnswer'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
  ])('of %s end the call as %s', (status, why) => {
    expect(told('ringing', status)).toEqual(['ringing', why]);
  });

  it('tell a person who declined from a busy line', () => {
    call.status({ CallStatus: 'busy', SipResponseCode: '603' });
    expect(log).toEqual(['declined']);
  });

  it('end a call that was over before its socket came', () => {
    expect(told('ringing', 'in-progress', 'completed')).toEqual(['ringing', 'hung up']);
  });

  it('keep the call from being ended at Twilio a second time', async () => {
    told('completed');
    void call.hangUp();
    await settled();
    expect(log).toEqual(['hung up', 'over', 'settled']);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import type { LegObserver } from '../../../../main/carriers/carrier.ts';
import type { TwilioCall, TwilioCallDeps } from '../../../../main/carriers/twilio/twilio-call.ts';
import { settled } from '../../../doubles/calls/call-harness.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';
import { NotedTwilio } from '../../../doubles/twilio/noted-call.ts';

let real: ManualTime;
let call: TwilioCall;
let twilio: NotedTwilio;
/** What was reported to the session, and done at Twilio. */
let log: string[];

const observer: LegObserver = {
  ringing: () => log.push('ringing'),
  answered: (by) => log.push(`answered by ${by}`),
  notReached: (why) => log.push(why),
  said: () => 0,
  audio: () => {},
  dtmf: () => {},
  phoneSet: () => {},
  heard: () => {},
  screeningPassed: () => {},
  hungUp: () => log.push('hung up'),
  lost: () => log.push('lost'),
  interrupted: () => {},
};

beforeEach(() => {
  real = new ManualTime();
  twilio = new NotedTwilio();
  log = twilio.log;
  call = newCall();
});

function newCall(more: Partial<TwilioCallDeps> = {}): TwilioCall {
  const made = twilio.call({ direction: 'outbound', ...more }, real);
  made.attach(observer);
  return made;
}

/** Lets time pass, and Twilio's responses arrive. */
async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    real.pass(1_000);
    await settled();
  }
}

describe('a line that does not open', () => {
  beforeEach(() => call.status({ CallStatus: 'in-progress' }));

  it('is waited for while the call goes on: a trial account waits for a key', async () => {
    await pass(14);
    expect([log, twilio.asked]).toEqual([[], 0]);
    await pass(163);
    expect(log).toEqual(['late']);
    call.mediaSocketOpened();
    await pass(1_000);
    expect(log).toEqual(['late', 'no longer late', 'answered by human']);
  });

  it('is asked about four times a minute at most', async () => {
    await pass(300);
    expect(twilio.asked).toBeLessThanOrEqual(20);
  });

  it('is waited for no longer than a trial call lasts', async () => {
    await pass(599);
    expect(log).toEqual(['late']);
    await pass(16);
    expect(log).toEqual(['late', 'unreachable', 'lost']);
  });

  it.each([
    ['completed', 'hung up'],
    ['busy', 'busy'],
    ['no-answer', 'noAnswer'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
  ])(
    'of a call that is over (%s) ends as that, though no callback said so',
    async (status, why) => {
      twilio.status = status;
      await pass(60);
      expect(log).toEqual([why]);
      expect(twilio.asked).toBe(1);
    },
  );

  it('does not reach us when Twilio tried and asks where it is again', async () => {
    call.mediaSocketOffered();
    await pass(5);
    call.mediaSocketOffered();
    await pass(10);
    expect(log).toEqual(['unreachable', 'lost']);
  });

  it('survives that Twilio cannot be asked for a moment, and no longer', async () => {
    twilio.status = null;
    await pass(30);
    twilio.status = 'in-progress';
    await pass(15);
    expect(log).toEqual(['late']);
    twilio.status = null;
    await pass(45);
    expect(log).toEqual(['late', 'unreachable', 'lost']);
  });

  it('is nothing to a call that our side has ended', async () => {
    await pass(14);
    void call.hangUp();
    await pass(60);
    expect(log).toEqual(['over', 'ended at Twilio', 'settled']);
    expect(twilio.asked).toBe(0);
  });

  it('is nothing to a call that our side ends while Twilio is asked', async () => {
    real.pass(15_000);
    void call.hangUp();
    await pass(60);
    expect(log).toEqual(['over', 'ended at Twilio', 'settled']);
  });

  it('is another matter than one that was there and broke', async () => {
    call.mediaSocketOpened();
    call.mediaSocketLost();
    await pass(5);
    expect(log).toEqual(['answered by human', 'lost']);
    expect(twilio.asked).toBe(0);
  });

  it('that was there before it was known who answered is not told as unreachable', async () => {
    call = newCall({ detectsVoicemail: true });
    call.mediaSocketOpened();
    call.mediaSocketLost();
    await pass(5);
    expect(log).toEqual(['lost']);
  });
});

describe('who answered', () => {
  it('is known before the agent speaks, when that makes a difference', async () => {
    call = newCall({ detectsVoicemail: true });
    call.mediaSocketOpened();
    expect(log).toEqual([]);
    call.detected({ AnsweredBy: 'machine_end_beep' });
    expect(log).toEqual(['answered by voicemail']);
  });

  it('is a person when nothing can be told, or nothing is told', () => {
    call = newCall({ detectsVoicemail: true });
    call.mediaSocketOpened();
    real.pass(35_000);
    expect(log).toEqual(['answered by human']);
    call.detected({ AnsweredBy: 'machine_end_beep' });
    expect(log).toEqual(['answered by human']);
  });

  it('may be told before the socket is there', () => {
    call = newCall({ detectsVoicemail: true });
    call.detected({ AnsweredBy: 'human' });
    expect(log).toEqual([]);
    call.mediaSocketOpened();
    expect(log).toEqual(['answered by human']);
  });

  it('is nobody to talk to when it is a fax', () => {
    call = newCall({ detectsVoicemail: true });
    call.mediaSocketOpened();
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

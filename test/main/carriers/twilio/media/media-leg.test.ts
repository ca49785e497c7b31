import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeMulaw } from '../../../../../common/rules/sound/mulaw.ts';
import type { CallerSound, LegObserver } from '../../../../../main/carriers/carrier.ts';
import { MediaLeg } from '../../../../../main/carriers/twilio/media/media-leg.ts';
import { settled, squareWave } from '../../../../doubles/calls/call-harness.ts';
import { ManualTime } from '../../../../doubles/manual-time.ts';
import { type SocketPair, socketPair } from '../../../../doubles/servers/socket-pair.ts';
import { NotedTwilio } from '../../../../doubles/twilio/noted-call.ts';

let real: ManualTime;
let pair: SocketPair;
let leg: MediaLeg;
let twilio: NotedTwilio;
/** What was reported to the session, and done at Twilio. */
let log: string[];
let heard: CallerSound[];
/** What Twilio received over the socket. */
let got: { event: string; media?: { payload: string }; mark?: { name: string } }[];

const observer: LegObserver = {
  ringing: () => log.push('ringing'),
  answered: (by) => log.push(`answered by ${by}`),
  notReached: (why) => log.push(why),
  said: () => 0,
  audio: (sound) => heard.push(sound),
  phoneSet: () => log.push('phone set'),
  dtmf: (digits) => log.push(`keys ${digits}`),
  heard: (frame, agoMs, source) => log.push(`heard ${frame}, ${agoMs} ms ago, ${source}`),
  screeningPassed: () => log.push('screening passed'),
  hungUp: () => log.push('hung up'),
  lost: () => log.push('lost'),
  interrupted: () => log.push('interrupted'),
};

beforeEach(async () => {
  real = new ManualTime();
  twilio = new NotedTwilio();
  log = twilio.log;
  heard = [];
  got = [];
  pair = await socketPair();
  leg = newLeg();
});

afterEach(() => pair.close());

function newLeg(more: Partial<{ detectsVoicemail: boolean }> = {}): MediaLeg {
  const call = twilio.call({ direction: 'inbound', ...more }, real);
  return new MediaLeg(call, real);
}

/** A person calls, we pick up, and the socket is open. */
function connect(to: MediaLeg = leg): void {
  to.attach(observer);
  to.answer();
  open(to, pair);
}

function open(to: MediaLeg, { near, far }: SocketPair): void {
  far.on('message', (data) => got.push(JSON.parse(String(data))));
  to.connect({ socket: near, streamSid: 'MZ1' });
}

/** Waits until the leg has read everything sent so far. */
async function say(...messages: object[]): Promise<void> {
  for (const message of messages) pair.far.send(JSON.stringify(message));
  pair.far.ping();
  await once(pair.far, 'pong');
}

/** Waits until Twilio has read everything that the leg has sent so far. */
async function flushed({ near }: SocketPair = pair): Promise<void> {
  near.ping();
  await once(near, 'pong');
}

const frame = () => squareWave(20);
const soundOf = (messages: typeof got) =>
  messages
    .filter(({ event }) => event === 'media')
    .map(({ media }) => decodeMulaw(Buffer.from(media?.payload ?? '', 'base64')));
const marksOf = (messages: typeof got) => messages.flatMap(({ mark }) => mark?.name ?? []);

describe('sound', () => {
  it('of the agent goes out as 160 bytes of µ-law per frame', async () => {
    connect();
    for (let n = 0; n < 5; n += 1) leg.sendFrame(n, frame());
    await flushed();
    const sound = soundOf(got);
    expect(sound.map(({ length }) => length)).toEqual([160, 160, 160, 160, 160]);
    expect(Math.max(...(sound[4] ?? []))).toBeGreaterThan(7_000);
    expect(got.every((message) => 'streamSid' in message)).toBe(true);
  });

  it('that is none, or too much of it, is not heard', async () => {
    connect();
    const payload = Buffer.alloc(20_000).toString('base64');
    await say({ event: 'media', media: { payload } }, { event: 'media' }, { event: 'news' });
    pair.far.send('no JSON');
    await say();
    expect(heard).toEqual([]);
  });
});

describe('marks', () => {
  it('tell that a frame was heard, 20 ms after its first sound', async () => {
    connect();
    leg.sendFrame(7, frame());
    await flushed();
    const [name] = marksOf(got);
    await say({ event: 'mark', mark: { name } });
    expect(log).toContain('heard 7, 20 ms ago, twilioEstimate');
    expect(leg.takeBack()).toBe(0);
  });

  it('that are not back are what can be taken back, once', async () => {
    connect();
    for (let n = 0; n < 3; n += 1) leg.sendFrame(n, frame());
    await flushed();
    await say({ event: 'mark', mark: { name: marksOf(got)[0] } });
    expect([leg.takeBack(), leg.takeBack()]).toEqual([40, 0]);
    await flushed();
    expect(got.filter(({ event }) => event === 'clear')).toHaveLength(1);
  });

  it('do not come from a line that is gone: nothing said into it was heard', async () => {
    connect();
    leg.sendFrame(0, frame());
    pair.far.terminate();
    await once(pair.near, 'close');
    leg.sendFrame(1, frame());
    expect(leg.takeBack()).toBe(40);
  });

  it('that come back because of a clear do not count as heard', async () => {
    connect();
    leg.sendFrame(0, frame());
    leg.clear();
    await flushed();
    expect(got.map(({ event }) => event)).toEqual(['media', 'mark', 'clear']);
    await say({ event: 'mark', mark: { name: marksOf(got)[0] } });
    expect(log.filter((line) => line.startsWith('heard'))).toEqual([]);
  });
});

describe('keys', () => {
  it('of the caller are told one by one', async () => {
    connect();
    await say({ event: 'dtmf', dtmf: { digit: '5' } }, { event: 'dtmf', dtmf: { digit: '55' } });
    expect(log).toContain('keys 5');
    expect(log.filter((line) => line.startsWith('keys'))).toHaveLength(1);
  });

  it('of the agent are heard as tones', async () => {
    connect();
    leg.pressDigits('42');
    await flushed();
    const sound = soundOf(got);
    expect(sound).toHaveLength(20);
    expect(Math.max(...(sound[1] ?? []))).toBeGreaterThan(10_000);
    expect(Math.max(...(sound[8] ?? []))).toBeLessThan(100);
  });
});

describe('the end', () => {
  it('by the caller is told once, and their socket is closed', async () => {
    connect();
    pair.far.send(JSON.stringify({ event: 'stop' }));
    await once(pair.far, 'close');
    leg.hangUp();
    leg.call.status({ CallStatus: 'completed' });
    await settled();
    expect(log).toEqual(['answered by human', 'hung up', 'over', 'settled']);
  });

  it('by the caller is made sure of when no callback says so', async () => {
    connect();
    pair.far.send(JSON.stringify({ event: 'stop' }));
    await once(pair.far, 'close');
    leg.hangUp();
    await settled();
    expect(log).not.toContain('ended at Twilio');
    real.pass(5_000);
    await settled();
    expect(log.slice(-2)).toEqual(['ended at Twilio', 'settled']);
  });

  it('by the agent waits until the last words were heard', async () => {
    connect();
    leg.sendFrame(0, frame());
    leg.hangUp();
    await flushed();
    expect(log).not.toContain('ended at Twilio');
    const closed = once(pair.far, 'close');
    await say({ event: 'mark', mark: { name: marksOf(got).at(-1) } });
    await closed;
    expect(log).toContain('ended at Twilio');
  });

  it('by the agent does not wait for ever', async () => {
    connect();
    leg.sendFrame(0, frame());
    leg.hangUp();
    const closed = once(pair.far, 'close');
    real.pass(2_000);
    await closed;
    expect(log).toContain('ended at Twilio');
  });

  it('by the agent waits for the keys they pressed', async () => {
    connect();
    leg.pressDigits('12345');
    leg.hangUp();
    real.pass(2_500);
    await flushed();
    expect(log).not.toContain('ended at Twilio');
    real.pass(500);
    await once(pair.far, 'close');
    expect(log).toContain('ended at Twilio');
  });

  it('after a transfer leaves the call at Twilio alone', async () => {
    connect();
    leg.transfer('+14155550199');
    leg.hangUp();
    await once(pair.far, 'close');
    expect(log).toEqual(['answered by human', 'over', 'transferred to +14155550199', 'settled']);
  });

  it('by a transfer waits until the last words were heard, and keeps the line till then', async () => {
    connect();
    for (let n = 0; n < 12; n += 1) leg.sendFrame(n, frame());
    leg.transfer('+14155550199');
    leg.hangUp();
    await flushed();
    // As if Twilio were a quarter of a second away.
    real.pass(490);
    await settled();
    expect(log).toEqual(['answered by human', 'over']);
    expect(pair.near.readyState).toBe(pair.near.OPEN);
    const closed = once(pair.far, 'close');
    await say({ event: 'mark', mark: { name: marksOf(got).at(-1) } });
    await closed;
    expect(log.slice(2)).toEqual(['transferred to +14155550199', 'settled']);
  });

  it('by a transfer waits for the keys that were pressed, and not for ever', async () => {
    connect();
    leg.sendFrame(0, frame());
    leg.pressDigits('12345');
    leg.transfer('+14155550199');
    leg.hangUp();
    real.pass(2_500);
    await flushed();
    expect(log).not.toContain('transferred to +14155550199');
    real.pass(500);
    await once(pair.far, 'close');
    expect(log).toContain('transferred to +14155550199');
    expect(log).not.toContain('ended at Twilio');
  });

  it('by a transfer is no transfer when the far end hung up meanwhile', async () => {
    connect();
    leg.sendFrame(0, frame());
    leg.transfer('+14155550199');
    leg.hangUp();
    pair.far.send(JSON.stringify({ event: 'stop' }));
    await once(pair.near, 'message');
    leg.call.status({ CallStatus: 'completed' });
    await once(pair.far, 'close');
    await settled();
    expect(log).toEqual(['answered by human', 'over', 'settled']);
  });
});

describe('a line that breaks', () => {
  it('ends the call 5 s later, with a reason of its own', async () => {
    connect();
    pair.far.terminate();
    await once(pair.near, 'close');
    real.pass(4_999);
    expect(log).not.toContain('lost');
    real.pass(1);
    expect(log).toContain('lost');
  });

  it('goes on when Twilio opens it anew', async () => {
    connect();
    pair.far.terminate();
    await once(pair.near, 'close');
    const second = await socketPair();
    open(leg, second);
    // Longer than a broken line may be gone, but shorter than an open line may be silent.
    real.pass(9_000);
    expect(log).not.toContain('lost');
    leg.sendFrame(9, frame());
    await flushed(second);
    expect(soundOf(got)).toHaveLength(1);
    await second.close();
  });

  it('is noticed when nobody closes it: its other end answers nothing', async () => {
    connect();
    await say({ event: 'media', media: { track: 'inbound', payload: '' } });
    pair.far.pause();
    real.pass(9_999);
    expect(pair.near.readyState).toBe(pair.near.OPEN);
    real.pass(1);
    await once(pair.near, 'close');
    real.pass(5_000);
    expect(log).toContain('lost');
  });

  it('is none when a phone sends no sound in silence', async () => {
    connect();
    for (let n = 0; n < 60; n += 1) {
      real.pass(1_000);
      await flushed();
    }
    expect(pair.near.readyState).toBe(pair.near.OPEN);
    expect(twilio.asked).toBeGreaterThan(0);
    expect(twilio.asked).toBeLessThan(4);
    await say({ event: 'dtmf', dtmf: { digit: '5' } });
    expect(log).toEqual(['answered by human', 'keys 5']);
  });

  it('is no line of a call that is over at Twilio, though nobody said so', async () => {
    connect();
    twilio.status = 'completed';
    for (let n = 0; n < 15; n += 1) {
      real.pass(1_000);
      await flushed();
    }
    expect(log).toEqual(['answered by human', 'hung up']);
  });

  it('is no news once Twilio has said that the call is over', async () => {
    connect();
    leg.call.status({ CallStatus: 'completed' });
    expect(log).toEqual(['answered by human', 'hung up']);
  });
});

import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../common/rules/seeded-random.ts';
import { dtmfTones } from '../../../../../common/rules/sound/dtmf-tones.ts';
import { decodeMulaw, encodeMulaw } from '../../../../../common/rules/sound/mulaw.ts';
import { Resampler } from '../../../../../common/rules/sound/resampler.ts';
import type { CallerSound, LegObserver } from '../../../../../main/carriers/carrier.ts';
import { MediaLeg } from '../../../../../main/carriers/twilio/media/media-leg.ts';
import { TwilioCall } from '../../../../../main/carriers/twilio/twilio-call.ts';
import { readWav } from '../../../../../main/speech/wav.ts';
import { Recorder } from '../../../../../main/voice/recorder.ts';
import { callHarness } from '../../../../doubles/calls/call-harness.ts';
import { jittery, sendOver } from '../../../../doubles/calls/caller-line.ts';
import { ManualTime } from '../../../../doubles/manual-time.ts';
import { type SocketPair, socketPair } from '../../../../doubles/servers/socket-pair.ts';

let pair: SocketPair;
let leg: MediaLeg;
let heard: CallerSound[];

const nothing = () => {};
const observer: LegObserver = {
  ringing: nothing,
  answered: nothing,
  notReached: nothing,
  said: () => 0,
  audio: (sound) => heard.push(sound),
  dtmf: nothing,
  phoneSet: nothing,
  heard: nothing,
  screeningPassed: nothing,
  hungUp: nothing,
  lost: nothing,
  interrupted: nothing,
};

/** A person calls, we pick up, and the socket is open. */
beforeEach(async () => {
  const real = new ManualTime();
  heard = [];
  pair = await socketPair();
  const call = new TwilioCall({
    callId: 'call_1',
    direction: 'inbound',
    callSid: `CA${'1'.repeat(32)}`,
    detectsVoicemail: false,
    real,
    control: { end: async () => {}, transfer: async () => {}, status: async () => null },
    onOver: nothing,
    onLate: nothing,
    onSettled: nothing,
    onUnreachable: nothing,
  });
  leg = new MediaLeg(call, real);
  leg.attach(observer);
  leg.answer();
  leg.connect({ socket: pair.near, streamSid: 'MZ1' });
});

afterEach(() => pair.close());

/** Waits until the leg has read everything sent so far. */
async function say(...messages: object[]): Promise<void> {
  for (const message of messages) pair.far.send(JSON.stringify(message));
  pair.far.ping();
  await once(pair.far, 'pong');
}

const media = (samples: Int16Array, more: Record<string, unknown> = {}) => ({
  event: 'media',
  streamSid: 'MZ1',
  media: {
    track: 'inbound',
    payload: Buffer.from(encodeMulaw(samples)).toString('base64'),
    ...more,
  },
});
/** 20 ms at the telephone's rate. */
const callerFrame = () => new Int16Array(160).fill(1_000);

describe('the sound of a caller at Twilio', () => {
  it('comes in as µ-law, each frame at its place on the clock of the stream', async () => {
    const tone = dtmfTones('5', 8_000);
    const frames = Array.from({ length: 10 }, (_, n) => tone.slice(n * 160, n * 160 + 160));
    // Out of order, as they arrive.
    const order = [0, 2, 1, 3, 5, 4, 9, 6, 8, 7];
    await say(
      ...order.map((n) => media(frames[n] ?? tone, { timestamp: String(74 + n * 20), chunk: '1' })),
    );
    expect(heard.map(({ position }) => position)).toEqual(order.map((n) => (74 + n * 20) * 8));
    for (const { rateHz, stream } of heard) expect([rateHz, stream]).toEqual([8_000, 1]);
    expect(heard.map(({ samples }) => samples)).toEqual(
      order.map((n) => decodeMulaw(encodeMulaw(frames[n] ?? tone))),
    );
  });

  it.each([
    ['no timestamp', {}],
    ['a word', { timestamp: 'soon' }],
    ['nothing', { timestamp: '' }],
    ['null', { timestamp: null }],
    ['less than none', { timestamp: '-40' }],
    ['a fraction', { timestamp: '20.5' }],
    ['an object', { timestamp: {} }],
    ['more than there is time', { timestamp: '9'.repeat(30) }],
  ])('whose time is told as %s follows the frame before', async (_name, told) => {
    await say(
      media(callerFrame(), { timestamp: '100' }),
      ...Array(2).fill(media(callerFrame(), told)),
    );
    expect(heard.map(({ position }) => position)).toEqual([800, 960, 1_120]);
  });

  it('of the outbound track is our own, and not heard', async () => {
    await say(
      media(callerFrame(), { track: 'outbound' }),
      media(callerFrame(), { track: undefined }),
    );
    expect(heard).toHaveLength(1);
  });

  it('of a socket that takes the place of one that broke has a clock of its own', async () => {
    await say(media(callerFrame(), { timestamp: '60000' }));
    const second = await socketPair();
    leg.connect({ socket: second.near, streamSid: 'MZ2' });
    second.far.send(JSON.stringify(media(callerFrame())));
    second.far.ping();
    await once(second.far, 'pong');
    expect(heard.map(({ position, stream }) => [position, stream])).toEqual([
      [480_000, 1],
      [0, 2],
    ]);
    await second.close();
  });

  it('is recorded whole in spite of jitter of 60 ms with reordering', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'agentphone-leg-'));
    const harness = callHarness({}, new Recorder(join(folder, 'call.wav')));
    harness.session.answered();
    leg.attach({ ...observer, audio: (sound) => harness.session.audio(sound) });
    const random = seededRandom(5);
    const sound = decodeMulaw(
      encodeMulaw(new Int16Array(3 * 8_000).map(() => (random() * 2 - 1) * 8_000)),
    );
    const hear = ({ samples, position }: CallerSound) =>
      say(media(samples, { timestamp: String(position / 8) }));
    await sendOver({ pass: harness.pass, hear }, sound, { way: jittery(60) });
    await harness.pass(200);
    harness.session.hangUp('user_hangup');
    const { samples } = readWav(readFileSync(join(folder, 'call.wav')));
    rmSync(folder, { recursive: true });
    const energy = (of: Int16Array) => of.reduce((sum, sample) => sum + sample ** 2, 0);
    const kept = energy(samples) / energy(new Resampler(8_000, 16_000).push(sound));
    expect(kept).toBeGreaterThan(0.99);
    expect(kept).toBeLessThan(1.01);
    expect(harness.data('line.quality')[0]).toMatchObject({ lostMs: 0, stalls: 0 });
  });
});

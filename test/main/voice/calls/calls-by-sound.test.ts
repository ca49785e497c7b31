import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../common/rules/seeded-random.ts';
import { TelephoneLine } from '../../../../common/rules/sound/telephone-line.ts';
import type { CallerSound } from '../../../../main/carriers/carrier.ts';
import { readWav } from '../../../../main/speech/wav.ts';
import { Recorder } from '../../../../main/voice/recorder.ts';
import { type CallHarness, callHarness } from '../../../doubles/calls/call-harness.ts';
import {
  jittery,
  lossy,
  sendOver,
  stalled,
  together,
  type Way,
} from '../../../doubles/calls/caller-line.ts';
import { Voices } from '../../../doubles/calls/spoken-harness.ts';
import { realVad } from '../../../doubles/hearing/real-vad.ts';
import { ScriptedStt } from '../../../doubles/hearing/scripted-hearing.ts';

/**
 * Calls driven by sound alone, on a clear and on a telephone line: real Silero, real voices, and
 * the recording as evidence. The test moves time and waits for the model, so that the speed of the
 * machine makes no difference.
 */
const ANSWER =
  'We are open every day of the week from ten in the morning to four in the afternoon but on three holidays.';
/** Louder than silence after µ-law coding. */
const LOUD = 600;
const FRAME = 320;
const twoUtterances = readWav(
  readFileSync(new URL('../../../fixtures/two-utterances.wav', import.meta.url)),
).samples;

let voices: Voices;
let waitStop: Int16Array;
let yeah: Int16Array;
beforeAll(async () => {
  voices = new Voices();
  waitStop = await voices.say('Wait, stop, I meant the other shop in the harbour.');
  // Made as short as when people say it, because Flite speaks slowly.
  const slow = await voices.say('Yeah.');
  const from = slow.findIndex((sample) => Math.abs(sample) > LOUD);
  yeah = slow.slice(from, from + 16 * 280);
});
afterAll(() => voices.stop());

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-sound-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An answered call, its line, and its VAD. */
async function call(line: 'clear' | 'telephone', ...words: string[]) {
  const { vad, caughtUp } = realVad();
  const recorder = new Recorder(join(folder, 'call.wav'));
  const harness = callHarness({}, recorder, { vad, stt: new ScriptedStt(...words) });
  harness.session.answered();
  const through = line === 'telephone' ? new TelephoneLine() : null;
  /** The caller's microphone is open: sends their sound, or silence, at its own pace. */
  const hear = async (samples: Int16Array) => {
    for (let at = 0; at < samples.length; at += FRAME) {
      const frame = new Int16Array(FRAME);
      frame.set(samples.subarray(at, at + FRAME));
      await harness.pass(20);
      harness.hear(through?.through(frame) ?? frame);
      await caughtUp();
    }
  };
  /** The same over a network that delays or loses frames. */
  const send = async (samples: Int16Array, way: Way) => {
    const heard = async (sound: CallerSound) => {
      harness.session.audio(sound);
      await caughtUp();
    };
    const sound = through?.through(samples) ?? samples;
    const position = harness.callerPosition();
    await sendOver({ pass: harness.pass, hear: heard }, sound, { rateHz: 16_000, way, position });
  };
  return { harness, hear, send, silence: (ms: number) => hear(new Int16Array(ms * 16)) };
}

type SoundCall = Awaited<ReturnType<typeof call>>;

/** The agent is in the middle of its answer to a spoken question. */
async function agentSpeaks({ harness, hear, silence }: SoundCall): Promise<void> {
  await silence(300);
  await hear(waitStop);
  await silence(500);
  harness.responder.last.line(0, ANSWER);
  await silence(400);
  expect(harness.session.phase).toBe('speaking');
}

/** Both sides of the finished call. */
function recording(harness: CallHarness) {
  harness.session.hangUp('user_hangup');
  const { samples } = readWav(readFileSync(join(folder, 'call.wav')));
  return {
    caller: samples.filter((_, n) => n % 2 === 0),
    agent: samples.filter((_, n) => n % 2 === 1),
  };
}

/** When the first sound at or after `fromMs` begins, in milliseconds. */
const firstLoudMs = (samples: Int16Array, fromMs: number) =>
  samples.findIndex((sample, n) => n >= fromMs * 16 && Math.abs(sample) > LOUD) / 16;
const lastSoundMs = (samples: Int16Array, untilMs: number) =>
  (samples.subarray(0, untilMs * 16).findLastIndex((sample) => sample !== 0) + 1) / 16;

function noise(ms: number, loudness: (share: number) => number): Int16Array {
  const random = seededRandom(7);
  const length = ms * 16;
  return new Int16Array(length).map((_, n) => (random() * 2 - 1) * loudness(n / length));
}

describe.each(['clear', 'telephone'] as const)('a call by sound alone on a %s line', (line) => {
  it('hears utterances from their first sound to their end, each in its place', async () => {
    const stt = new ScriptedStt('Do you rent out bicycles?', 'On Sundays, I mean.');
    const { harness, hear, silence } = await call(line, ...(stt.words as string[]));
    await hear(twoUtterances);
    await silence(600);
    // Nothing of an answer was heard in between, so the second utterance continues the first one's
    // line.
    expect(harness.data('transcript.final').map(({ text }) => text)).toEqual([
      'Do you rent out bicycles?',
      'Do you rent out bicycles? On Sundays, I mean.',
    ]);
    const edges = (type: string) =>
      harness.seen.filter((event) => event.type === type).map(({ atUs }) => atUs / 1_000_000);
    // When the clip's utterances begin and end, known from how it was assembled. On the telephone,
    // the model may lose the second one for a moment.
    const starts = edges('caller.speechStarted');
    const ends = edges('caller.stopped');
    const [start = 0, secondStart = 0] = starts;
    expect(Math.abs(start - 0.8)).toBeLessThan(0.15);
    expect(Math.abs((ends[0] ?? 0) - 3.45)).toBeLessThan(0.15);
    expect(Math.abs(secondStart - 3.95)).toBeLessThan(0.15);
    expect(Math.abs((ends.at(-1) ?? 0) - 5.06)).toBeLessThan(0.15);
    expect(starts.length).toBe(line === 'clear' ? 2 : ends.length);
    // The left channel uses the same clock.
    const { caller } = recording(harness);
    expect(Math.abs(firstLoudMs(caller, 0) / 1_000 - start)).toBeLessThan(0.12);
  });

  it.each([
    'When are you open on Sundays?',
    'I would like to rent two bicycles.',
    'Can you hear me now, please?',
    'My name is Anna.',
  ])('tells the end of "%s" by its last sound', async (text) => {
    const { harness, hear, silence } = await call(line, text);
    await silence(300);
    await hear(await voices.say(text));
    await silence(900);
    const { caller } = recording(harness);
    const lastMs = (caller.findLastIndex((sample) => Math.abs(sample) >= 128) + 1) / 16;
    expect(Math.abs(harness.atMs('caller.stopped') - lastMs)).toBeLessThan(40);
  });

  it.each<[string, Way]>([
    [
      'a network that stalls for 0.4 s and for 1.4 s',
      together(stalled(700, 400), stalled(1_800, 1_400)),
    ],
    ['a network that loses 5 % of it', lossy(5, 2)],
    ['jitter of 60 ms with reordering', jittery(60, 3)],
  ])('makes one turn of a sentence in spite of %s', async (_name, way) => {
    const { harness, send, silence } = await call(line, 'Wait, stop, the other shop.');
    await silence(300);
    await send(waitStop, way);
    await silence(900);
    expect(harness.data('transcript.final')).toHaveLength(1);
    const lastMs = 300 + (waitStop.findLastIndex((sample) => Math.abs(sample) > LOUD) + 1) / 16;
    expect(Math.abs(harness.atMs('caller.stopped') - lastMs)).toBeLessThan(250);
  });

  it('is interrupted by speech: the agent falls silent in time, and stays so', async () => {
    const sound = await call(line, 'When are you open?', 'The other shop.');
    const { harness, hear, silence } = sound;
    await agentSpeaks(sound);
    const fromMs = harness.session.log.nowUs() / 1_000;
    await hear(waitStop);
    await silence(500);
    expect(harness.responder.last.turn).toMatchObject({ turn: 2, transcript: 'The other shop.' });
    const decidedMs = harness.atMs('playout.paused', 1);
    const answeredMs = harness.session.log.nowUs() / 1_000;
    harness.responder.last.line(0, 'I see.');
    await silence(400);
    const types = harness.types(1);
    expect(types).toContain('playout.cut');
    expect(types).not.toContain('playout.resumed');

    const { caller, agent } = recording(harness);
    const loudMs = firstLoudMs(caller, fromMs);
    const silentMs = lastSoundMs(agent, answeredMs - 1);
    expect(silentMs).toBeGreaterThan(loudMs);
    expect(silentMs - loudMs).toBeLessThanOrEqual(200);
    expect(silentMs - decidedMs).toBeLessThanOrEqual(20);
    // The agent's next sound is the answer to what was said.
    const nextMs = agent.findIndex((sample, n) => n > silentMs * 16 + 1 && sample !== 0) / 16;
    expect(nextMs).toBeGreaterThanOrEqual(answeredMs - 1);
    expect(Math.abs(nextMs - harness.atMs('playout.started', 2))).toBeLessThan(1);
  });

  it.each<[string, () => Int16Array, string]>([
    ['a "yeah"', () => yeah, 'Yeah.'],
    ['a cough', () => noise(250, (share) => 12_000 * Math.exp(-6 * share)), ''],
    ['a knock', () => noise(30, () => 20_000), ''],
    ['noise in the room', () => noise(1_500, () => 500), ''],
  ])(
    'is not cut by %s: every sample of the answer is heard',
    async (_name, interference, words) => {
      const sound = await call(line, 'When are you open?', words, words);
      const { harness, hear, silence } = sound;
      await agentSpeaks(sound);
      await hear(interference());
      await silence(ANSWER.length * 20 + 1_500);
      expect(harness.types()).not.toContain('playout.cut');
      expect(harness.data('turn.finished')).toEqual([{ outcome: 'heard' }]);
      expect(harness.responder.asked).toHaveLength(1);
      const { agent } = recording(harness);
      expect(agent.filter((sample) => sample !== 0)).toHaveLength(ANSWER.length * FRAME);
    },
  );
});

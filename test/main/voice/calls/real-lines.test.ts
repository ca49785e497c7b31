import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../common/rules/seeded-random.ts';
import { decodeMulaw, encodeMulaw } from '../../../../common/rules/sound/mulaw.ts';
import { readWav } from '../../../../main/speech/wav.ts';
import { Recorder } from '../../../../main/voice/recorder.ts';
import { type CallHarness, callHarness } from '../../../doubles/calls/call-harness.ts';
import {
  clearWay,
  jittery,
  lossy,
  sendOver,
  stalled,
  suppressing,
  together,
  type Way,
} from '../../../doubles/calls/caller-line.ts';
import { LoudnessVad, ScriptedStt } from '../../../doubles/hearing/scripted-hearing.ts';

/** Callers on realistic telephone lines: late, out of order, with gaps, and silent for a while. */
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-lines-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const FRAME = 160;
const frames = (seconds: number) => Math.round(seconds * 50) * FRAME;
const joined = (...parts: Int16Array[]) => Int16Array.from(parts.flatMap((part) => [...part]));
const silence = (seconds: number) => new Int16Array(frames(seconds));

/** A substitute for speech: noise whose loudness rises and falls with syllables, coded as µ-law. */
function speech(seconds: number, seed = 1): Int16Array {
  const random = seededRandom(seed);
  const sound = silence(seconds).map((_, n) => {
    const syllable = 0.6 + 0.4 * Math.sin((2 * Math.PI * 4 * n) / 8_000);
    return (random() * 2 - 1) * 9_000 * syllable;
  });
  return decodeMulaw(encodeMulaw(sound));
}

/** An answered call of a caller with these words, and its line. */
function call(...words: string[]) {
  const path = join(folder, 'call.wav');
  const stt = new ScriptedStt(...words);
  // Each utterance must be a separate turn, because that is what is tested.
  const hearing = { vad: new LoudnessVad(), stt, mergeContinuedSpeech: false };
  const harness = callHarness({}, new Recorder(path), hearing);
  harness.session.answered();
  let position = 0;
  const line = {
    pass: (ms: number) => harness.pass(ms),
    hear: (sound: Parameters<CallHarness['session']['audio']>[0]) => harness.session.audio(sound),
  };
  return {
    harness,
    stt,
    say: async (sound: Int16Array, way: Way = clearWay) => {
      const from = position;
      position += sound.length;
      await sendOver(line, sound, { way, position: from });
    },
    /** Ends the call, and returns the caller's side of the recording. */
    recording: () => {
      harness.session.hangUp('user_hangup');
      const { samples } = readWav(readFileSync(path));
      return samples.filter((_, n) => n % 2 === 0);
    },
  };
}

const said = (harness: CallHarness) => harness.data('transcript.final').map(({ text }) => text);

/** How much of one sound's energy is found in another, at the best-matching delay. */
function sharedEnergy(original: Int16Array, copy: Int16Array): number {
  let best = 0;
  const energy = original.reduce((sum, sample) => sum + sample ** 2, 0);
  for (let lag = -1_920; lag <= 1_920; lag += 1) {
    let product = 0;
    // Every third sample is enough.
    for (let n = Math.max(0, -lag); n < original.length; n += 3) {
      product += (original[n] ?? 0) * (copy[n + lag] ?? 0);
    }
    best = Math.max(best, (3 * product) / energy);
  }
  return best;
}

describe('a recording', () => {
  it.each([
    ['30 ms of jitter in order', inOrder(jittery(30))],
    ['60 ms of jitter with reordering', jittery(60)],
    ['60 ms of jitter with reordering from another day', jittery(60, 99)],
    ['60 ms of jitter in order', inOrder(jittery(60))],
    ['stalls', together(stalled(300, 700), stalled(2_000, 1_500))],
  ])("keeps the caller's energy on a line with %s", async (_name, way) => {
    const sound = joined(speech(4), silence(1));
    const clear = call('Words');
    await clear.say(sound);
    const wanted = clear.recording();
    const { say, recording } = call('Words');
    await say(sound, way);
    const got = recording();
    const ratio = energyOf(got) / energyOf(wanted);
    expect(ratio).toBeGreaterThan(0.99);
    expect(ratio).toBeLessThan(1.01);
    expect(sharedEnergy(wanted, got)).toBeGreaterThan(0.98);
  });

  it('has what came too late to be understood, where it belongs', async () => {
    const { harness, say, recording } = call('Words');
    const sound = joined(speech(1), silence(0.5));
    await say(sound, (n) => (n % 10 === 4 ? 300 : 0));
    await harness.pass(500);
    const got = recording();
    expect(harness.data('line.quality')).toEqual([
      { lostMs: 0, lateMs: 7 * 20, reordered: 0, stalls: 0 },
    ]);
    const clear = call('Words');
    await clear.say(sound);
    expect(sharedEnergy(clear.recording(), got)).toBeGreaterThan(0.97);
  });
});

describe('a sentence', () => {
  it.each([300, 350, 500, 800, 1_200, 1_500])(
    'in which the network stalls for %d ms is one turn',
    async (stallMs) => {
      const { harness, say } = call('The whole sentence');
      await say(joined(speech(2.4), silence(1)), stalled(600, stallMs));
      expect(said(harness)).toEqual(['The whole sentence']);
      expect(harness.atMs('caller.speechStarted')).toBeCloseTo(0, -1);
      expect(Math.abs(harness.atMs('caller.stopped') - 2_400)).toBeLessThan(25);
      expect(Math.abs(harness.atMs('turn.endpointed') - 2_700)).toBeLessThan(45);
      expect(harness.data('line.stalled')).toEqual([{ durationMs: stallMs }]);
    },
  );

  it('that ends during a stall ends when its silence has been heard', async () => {
    const { harness, say } = call('The whole sentence');
    await say(joined(speech(1), silence(1.5)), stalled(900, 1_000));
    expect(said(harness)).toEqual(['The whole sentence']);
    expect(Math.abs(harness.atMs('caller.stopped') - 1_000)).toBeLessThan(25);
    expect(harness.atMs('turn.endpointed')).toBeGreaterThanOrEqual(1_900);
    expect(harness.atMs('turn.endpointed')).toBeLessThan(1_950);
  });

  it('after which nothing comes any more ends all the same', async () => {
    const { harness, say } = call('The first half');
    await say(speech(1));
    await harness.pass(2_000);
    expect(said(harness)).toEqual(['The first half']);
    expect(Math.abs(harness.atMs('caller.stopped') - 1_000)).toBeLessThan(25);
  });

  it.each([5, 10])('of which %d in a hundred frames get lost is one turn', async (percent) => {
    for (const seed of [1, 2, 3]) {
      const { harness, stt, say } = call('The whole sentence');
      await say(joined(speech(4), silence(1)), lossy(percent, seed));
      expect(said(harness)).toEqual(['The whole sentence']);
      expect(stt.heardMs[0]).toBeGreaterThan(4_200);
      expect(Math.abs(harness.atMs('caller.stopped') - 4_000)).toBeLessThan(105);
      harness.session.hangUp('user_hangup');
      const [quality] = harness.data('line.quality');
      expect(quality?.lostMs).toBeGreaterThan(20);
    }
  });

  it('with jitter, losses and a stall at once is one turn', async () => {
    const { harness, say } = call('The whole sentence');
    const way = together(jittery(60, 5), lossy(5, 6), stalled(1_500, 700));
    await say(joined(speech(4), silence(1)), way);
    expect(said(harness)).toEqual(['The whole sentence']);
  });

  it('is not harmed by ten frames that were lost in the one before', async () => {
    const { harness, say } = call('One', 'Two');
    const lost = (n: number) => (n >= 40 && n < 50 ? null : 0);
    await say(joined(silence(1), speech(1), silence(1)), (n) => lost(n - 30));
    await say(joined(speech(2), silence(1)), stalled(600, 350));
    expect(said(harness)).toEqual(['One', 'Two']);
    expect(Math.abs(harness.atMs('caller.stopped', 2) - 5_000)).toBeLessThan(25);
  });
});

describe('an interruption', () => {
  const ANSWER = 'We are open every day of the week from ten to four and on holidays too.';

  async function whileAgentSpeaks(...words: string[]) {
    const made = call('When are you open?', ...words);
    await made.say(joined(speech(0.6), silence(0.4)));
    made.harness.responder.last.line(0, ANSWER);
    await made.say(silence(0.4));
    expect(made.harness.session.phase).toBe('speaking');
    return made;
  }

  it('is not what a stall makes of a cough', async () => {
    const { harness, say } = await whileAgentSpeaks('');
    await say(joined(speech(0.2), silence(1.4)), stalled(180, 1_000));
    expect(harness.types(1)).not.toContain('playout.cut');
    expect(harness.data('caller.dismissed')).toMatchObject([{ why: 'noise' }]);
  });

  it('is decided by the words when they come, however late', async () => {
    const { harness, say } = await whileAgentSpeaks('The other shop');
    await say(joined(speech(1), silence(0.6)), stalled(180, 600));
    expect(harness.types(1)).toContain('playout.cut');
    expect(said(harness)).toEqual(['When are you open?', 'The other shop']);
  });
});

describe('a telephone that sends no frames in silence', () => {
  it('has turns like any other; their end is noticed in time once that is known', async () => {
    const { harness, say } = call('One', 'Two', 'Three');
    const sound = joined(speech(1), silence(3), speech(1, 2), silence(1), speech(1, 3), silence(3));
    await say(sound, suppressing(sound, 8_000));
    expect(said(harness)).toEqual(['One', 'Two', 'Three']);
    const edges = (type: string) =>
      harness.seen.flatMap((e) => (e.type === type ? e.atUs / 1e6 : []));
    for (const [n, atSeconds] of [1, 5, 7].entries()) {
      expect(Math.abs((edges('caller.stopped')[n] ?? 0) - atSeconds)).toBeLessThan(0.03);
    }
    for (const [n, atSeconds] of [4, 6].entries()) {
      expect(Math.abs((edges('caller.speechStarted')[n + 1] ?? 0) - atSeconds)).toBeLessThan(0.03);
    }
    expect(edges('turn.endpointed')[0]).toBeLessThan(3);
    expect(edges('turn.endpointed')[1]).toBeLessThan(5.35);
    expect(edges('turn.endpointed')[2]).toBeLessThan(7.35);
    harness.session.hangUp('user_hangup');
    expect(harness.types()).not.toContain('line.quality');
  });
});

describe('the log of a call', () => {
  it('says nothing of a line that was fine', async () => {
    const { harness, say } = call('Words');
    await say(joined(speech(1), silence(1)), inOrder(jittery(60)));
    harness.session.hangUp('user_hangup');
    expect(harness.types().filter((type) => type.startsWith('line.'))).toEqual([]);
  });

  it('has each stall when it was over, and at the end what was amiss', async () => {
    const { harness, say } = call('Words');
    const way = together(stalled(200, 400), (n) => (n === 60 ? null : 0));
    await say(joined(speech(1), silence(1)), way);
    harness.session.hangUp('user_hangup');
    expect(harness.atMs('line.stalled')).toBeCloseTo(600, 0);
    expect(harness.data('line.quality')).toEqual([
      { lostMs: 20, lateMs: 0, reordered: 0, stalls: 1 },
    ]);
    expect(harness.types().slice(-2)).toEqual(['line.quality', 'call.ended']);
  });
});

function energyOf(samples: Int16Array): number {
  return samples.reduce((sum, sample) => sum + sample ** 2, 0);
}

/** Like a socket: a delayed frame delays those after it. */
function inOrder(way: Way): Way {
  let lastMs = 0;
  return (n) => {
    const delayMs = way(n);
    if (delayMs === null) return null;
    if (n === 0) lastMs = 0;
    lastMs = Math.max(lastMs, n * 20 + delayMs);
    return lastMs - n * 20;
  };
}

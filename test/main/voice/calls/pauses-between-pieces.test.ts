import { describe, expect, it } from 'vitest';
import { pauseAfterMs } from '../../../../common/rules/speech-text/segmentation/pauses.ts';
import { TrimmedTts } from '../../../../main/speech/trimmed-tts.ts';
import type { SpeechRequest, TtsEngine } from '../../../../main/speech/tts.ts';
import { callHarness, squareWave } from '../../../doubles/calls/call-harness.ts';

const PER_MS = 16;
const FRAME_MS = 20;
const silence = (ms: number) => new Int16Array(ms * PER_MS);

/** The sound that a voice makes for a text, and how long each part of it takes to make. */
type Parts = readonly (readonly [waitMs: number, sound: Int16Array])[];

/** A voice's answer in a call: when sound is heard, in milliseconds since its first sample. */
async function heard(answer: string, voice: (text: string) => Parts) {
  let wait: (ms: number) => Promise<void> = () => Promise.resolve();
  const tts: TtsEngine = {
    name: 'scripted',
    voiceFor: (name) => ({ name, substituted: false }),
    async *synthesize({ text }: SpeechRequest) {
      for (const [waitMs, sound] of voice(text)) {
        if (waitMs > 0) await wait(waitMs);
        yield sound;
      }
    },
  };
  const harness = callHarness({}, null, { tts: new TrimmedTts(tts) });
  wait = (ms) => new Promise((resolve) => void harness.clock.after(ms, resolve));
  harness.session.answered();
  await harness.pass(20);
  const frames: { samples: Int16Array; atMs: number }[] = [];
  const startMs = harness.real.monotonicMs();
  harness.leg.sendFrame = (_frame, samples) =>
    frames.push({ samples, atMs: harness.real.monotonicMs() - startMs });
  harness.say('Well?');
  harness.responder.last.line(0, answer);
  harness.responder.last.ended('complete');
  await harness.pass(10_000);
  const length = Math.round((frames.at(-1)?.atMs ?? 0) + FRAME_MS) * PER_MS;
  const all = new Int16Array(length);
  for (const { samples, atMs } of frames) all.set(samples, Math.round(atMs * PER_MS));
  return { harness, sounds: soundsOf(all) };
}

/** Stretches of sound with at least 30 ms of silence between them. */
function soundsOf(samples: Int16Array) {
  const sounds: { fromMs: number; toMs: number }[] = [];
  for (const [n, sample] of samples.entries()) {
    if (Math.abs(sample) < 128) continue;
    const last = sounds.at(-1);
    const atMs = n / PER_MS;
    if (last && atMs - last.toMs < 30) last.toMs = atMs;
    else sounds.push({ fromMs: atMs, toMs: atMs });
  }
  return sounds;
}

const gapsMs = (sounds: ReturnType<typeof soundsOf>) =>
  sounds.slice(1).map(({ fromMs }, n) => fromMs - (sounds[n]?.toMs ?? 0));

describe('the gap between two pieces', () => {
  it.each([
    ['One. Two.', 'One.', 0, 0],
    ['One. Two.', 'One.', 320, 470],
    ['One? Two.', 'One?', 7, 33],
    ['One… Two.', 'One…', 15, 150],
  ])(
    'of %j is what its punctuation asks for, whatever silence the voice adds',
    async (answer, first, before, after) => {
      const { sounds } = await heard(answer, () => [
        [0, silence(before)],
        [0, squareWave(313)],
        [0, silence(after)],
      ]);
      const [gap, ...none] = gapsMs(sounds);
      expect(none).toEqual([]);
      expect(Math.abs((gap ?? 0) - pauseAfterMs(first))).toBeLessThanOrEqual(FRAME_MS / 2 + 1);
    },
  );

  it('is not made longer by a voice that needs a part of it', async () => {
    const { sounds } = await heard('One. Two.', (text) => [
      [text === 'Two.' ? 600 : 0, squareWave(400)],
    ]);
    // The second piece is ready 200 ms after the end of the first.
    const [gap] = gapsMs(sounds);
    expect(Math.abs((gap ?? 0) - pauseAfterMs('One.'))).toBeLessThanOrEqual(FRAME_MS);
  });

  it('is as long as the voice needs where that is more', async () => {
    const { sounds } = await heard('One. Two.', (text) => [
      [text === 'Two.' ? 1_000 : 0, squareWave(400)],
    ]);
    const [gap] = gapsMs(sounds);
    expect(Math.abs((gap ?? 0) - 600)).toBeLessThanOrEqual(FRAME_MS / 2);
  });
});

describe('a silence inside a piece', () => {
  it('is as long as the voice made it', async () => {
    const { sounds } = await heard('One, two.', () => [
      [0, squareWave(400)],
      [0, silence(350)],
      [0, squareWave(400)],
    ]);
    expect(gapsMs(sounds)[0]).toBeCloseTo(350, 0);
  });

  it('is not doubled by a voice that speaks no faster than it is heard', async () => {
    const { sounds } = await heard('One, two.', () => [
      [100, squareWave(100)],
      ...Array.from({ length: 20 }, () => [20, squareWave(20)] as const),
      ...Array.from({ length: 20 }, () => [20, silence(20)] as const),
      ...Array.from({ length: 20 }, () => [20, squareWave(20)] as const),
    ]);
    expect(sounds).toHaveLength(2);
    expect(gapsMs(sounds)[0]).toBeLessThan(400 + 2 * FRAME_MS);
  });
});

describe('the first sound of a turn', () => {
  it('is the first that can be heard, however long the voice is silent before it', async () => {
    const { harness, sounds } = await heard('One.', () => [
      [0, silence(150)],
      [100, silence(150)],
      [100, squareWave(400)],
    ]);
    const at = (type: 'transcript.final' | 'synthesis.firstAudio' | 'playout.started') =>
      harness.atMs(type, 1);
    expect(at('synthesis.firstAudio') - at('transcript.final')).toBe(200);
    expect(at('playout.started')).toBe(at('synthesis.firstAudio'));
    expect(sounds[0]?.fromMs).toBeCloseTo(210, 0);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeMulaw, encodeMulaw } from '../../../common/rules/sound/mulaw.ts';
import { Resampler } from '../../../common/rules/sound/resampler.ts';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import { freshState, loadSilero } from '../../../main/speech/process/silero-model.ts';
import { VadScorer } from '../../../main/speech/process/vad-scorer.ts';
import { SileroVad } from '../../../main/speech/silero-vad.ts';
import { readWav } from '../../../main/speech/wav.ts';
import { VadRecorder } from '../../doubles/hearing/vad-recorder.ts';
import { ManualTime } from '../../doubles/manual-time.ts';

const MODEL = new URL('../../../resources/models/silero-vad-v6.onnx', import.meta.url);
const native = loadSilero(MODEL);
const speech = readWav(
  readFileSync(new URL('../../fixtures/two-utterances.wav', import.meta.url)),
).samples;
/** When the clip's two utterances begin and end, known from how it was assembled. */
const TRUTH = [
  { from: 0.8, to: 3.45 },
  { from: 3.95, to: 5.06 },
];

/** Feeds a clip in 20 ms frames. */
async function hear(clip: Int16Array, model = native): Promise<VadRecorder> {
  const clock = new ProductClock({ real: new ManualTime(), frozen: true });
  const vad = new SileroVad({
    clock,
    onProblem: (message) => expect.fail(message),
    line: (listener) => {
      const scorer = new VadScorer(model, (reply) => {
        if (reply.type === 'vadScores') listener.scores(reply.scores);
        else listener.failed(reply.message);
      });
      return { send: (command) => scorer.handle(command) };
    },
  });
  const recorder = new VadRecorder();
  const stream = vad.open(recorder);
  for (let at = 0; at < clip.length; at += 320) stream.push(clip.subarray(at, at + 320));
  // Returns once no window is waiting for its score.
  await clock.run();
  stream.close();
  return recorder;
}

/** Uniform noise over ±amplitude, the same each time. */
function noise(samples: number, amplitude: number): Int16Array {
  let seed = 1;
  return Int16Array.from({ length: samples }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (seed / 0x3fffffff - 1) * amplitude;
  });
}

const add = (a: Int16Array, b: Int16Array) => a.map((sample, n) => sample + (b[n] ?? 0));

/** @param joinSeconds pauses within an utterance, which has a comma in it */
function expectTruth(recorder: VadRecorder, joinSeconds = 0.2): void {
  const segments = recorder.segments(joinSeconds);
  expect(segments).toHaveLength(TRUTH.length);
  for (const [n, truth] of TRUTH.entries()) {
    expect(Math.abs((segments[n]?.from ?? 0) - truth.from)).toBeLessThan(0.15);
    expect(Math.abs((segments[n]?.to ?? 0) - truth.to)).toBeLessThan(0.15);
  }
}

describe('Silero VAD, the model', () => {
  it('finds where utterances begin and end', async () => {
    expectTruth(await hear(speech));
  });

  it('finds them in a noisy room', async () => {
    expectTruth(await hear(add(speech, noise(speech.length, 300))));
  });

  it('finds them on a telephone line', async () => {
    const narrow = new Resampler(16_000, 8_000);
    const line = decodeMulaw(encodeMulaw(narrow.push(speech)));
    // The line loses the quiet parts of words, so pauses are longer.
    expectTruth(await hear(new Resampler(8_000, 16_000).push(line)), 0.35);
  });

  it('finds them in WebAssembly, where there is no native runtime', async () => {
    const wasm = loadSilero(MODEL, 'wasm');
    expect((await wasm).runtime).toBe('wasm');
    expectTruth(await hear(speech, wasm));
  });

  it('decides within 0.1 s of the first sound', async () => {
    const [first] = (await hear(speech)).edges;
    expect((first?.decidedSeconds ?? 9) - 0.8).toBeLessThan(0.1);
  });

  it('takes neither noise, nor a tone, nor a knock for speech', async () => {
    const tone = Int16Array.from({ length: 32_000 }, (_, n) => 9000 * Math.sin(n * 0.17));
    const knock = new Int16Array(32_000);
    knock.set(noise(800, 20_000), 8000);
    for (const clip of [noise(48_000, 8000), tone, knock]) {
      expect((await hear(clip)).edges).toEqual([]);
    }
  });

  it('scores streams together as it scores them alone', async () => {
    const model = await native;
    const at = (n: number, row: number) =>
      Float32Array.from(
        speech.subarray(13_000 + (n + 3 * row) * 512).subarray(0, 512),
        (s) => s / 32_768,
      );
    const together = [freshState(), freshState(), freshState()];
    const alone = [freshState(), freshState(), freshState()];
    for (let n = 0; n < 20; n += 1) {
      const scores = await model.run(together.map((state, row) => ({ state, window: at(n, row) })));
      for (const [row, state] of alone.entries()) {
        const [score] = await model.run([{ state, window: at(n, row) }]);
        expect(scores[row]).toBeCloseTo(score ?? -1, 4);
      }
    }
  });

  it('says so when its file is missing', async () => {
    const replies: unknown[] = [];
    const missing = loadSilero(new URL('file:///nowhere/silero.onnx'));
    new VadScorer(missing, (reply) => replies.push(reply));
    await missing.catch(() => undefined);
    expect(replies).toEqual([{ type: 'vadFailed', message: expect.stringContaining('ENOENT') }]);
  });
});

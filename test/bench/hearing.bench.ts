/**
 * Measures how soon a caller is detected: from the first loud sample to the VAD's
 * decision, for speech of the embedded voices on a clear and on a telephone line; and a hundred
 * concurrent callers, each speaking half the time, with the process that scores them.
 */

import { decodeMulaw, encodeMulaw } from '../../common/rules/sound/mulaw.ts';
import { Resampler } from '../../common/rules/sound/resampler.ts';
import { percentilesOf } from '../../common/rules/timeline/timeline.ts';
import { childProcessSpawner } from '../../main/platform/process/process-spawner.ts';
import { ProductClock, systemTime } from '../../main/platform/time/clock.ts';
import { SileroVad } from '../../main/speech/silero-vad.ts';
import { SpeechClient } from '../../main/speech/speech-client.ts';
import { VadRecorder } from '../doubles/hearing/vad-recorder.ts';
import { SPEECH_ENTRIES } from '../doubles/processes/entry-points.ts';

const DECISION_MS = { p50: 120, p99: 200 };
const STREAMS = 100;
const SECONDS = 10;
const FRAME = 320;
/** The length of a window: the model keeps up. */
const SCORE_P99_MS = 32;
const LOUD = 500;
const VOICES = ['slt', 'rms', 'awb', 'kal16'];
const LINES = [
  'Wait, stop.',
  'Actually, I meant Friday.',
  'Hold on a second.',
  'Excuse me.',
  'Can I ask something?',
  'No, that is wrong.',
];

const clock = new ProductClock({ frozen: true });
const client = new SpeechClient({
  spawn: childProcessSpawner,
  ...SPEECH_ENTRIES,
  clock,
  onCrash: (exit) => console.error('the speech process died', exit),
  onReplaced: () => {},
});
const vad = new SileroVad({ line: client.vadChannel, clock, onProblem: console.error });

const clips: Int16Array[] = [];
for (const voice of VOICES) {
  for (const text of LINES) {
    const speech = await client.synthesize({ text, voice, speed: 1 }, new AbortController().signal);
    const clip = new Int16Array(speech.length + 16_000);
    clip.set(speech, 8_000);
    clips.push(clip);
  }
}

const reached = [
  await decisions('clear line', clips),
  await decisions('telephone line', clips.map(overTelephone)),
  await crowd(),
];
client.stop();
process.exitCode = reached.every(Boolean) ? 0 : 1;

async function decisions(name: string, heard: readonly Int16Array[]): Promise<boolean> {
  const delays: number[] = [];
  let missed = 0;
  for (const [n, clip] of heard.entries()) {
    const recorder = new VadRecorder();
    const stream = vad.open(recorder);
    stream.push(clip);
    await clock.run();
    stream.close();
    const loud = (clips[n] ?? clip).findIndex((sample) => Math.abs(sample) > LOUD);
    const [first] = recorder.edges;
    if (first) delays.push(first.decidedSeconds * 1000 - loud / 16);
    else missed += 1;
  }
  const { p50, p99 } = percentilesOf(delays);
  console.log(
    `first loud sample to the VAD's decision, ${name}, ${heard.length} clips: p50 ${ms(p50)}, p99 ${ms(p99)}, missed ${missed}`,
  );
  return (
    missed === 0 && (p50 ?? Infinity) <= DECISION_MS.p50 && (p99 ?? Infinity) <= DECISION_MS.p99
  );
}

/**
 * In real time. A window's delay is measured from the push that completes it to its edge or
 * silence.
 */
async function crowd(): Promise<boolean> {
  const speech = Int16Array.from(clips.flatMap((clip) => [...clip.subarray(8_000, -8_000)]));
  const silence = new Int16Array(FRAME);
  const streams = Array.from({ length: STREAMS }, () => vad.open(new VadRecorder()));
  const lateness: number[] = [];
  const cpu = process.cpuUsage();
  // Calls do not begin together, so their windows do not end together.
  for (const [n, stream] of streams.entries()) stream.push(new Int16Array((n * 37) % 512));
  const startedMs = systemTime.monotonicMs();
  for (let frame = 0; frame < SECONDS * 50; frame += 1) {
    await until(startedMs + frame * 20);
    for (const [n, stream] of streams.entries()) {
      // Nor do callers begin to speak together: each has a different two seconds.
      const speaks = Math.floor((frame + n * 2) / 100) % 2 === 0;
      const at = (frame * FRAME + n * 7_919) % (speech.length - FRAME);
      stream.push(speaks ? speech.subarray(at, at + FRAME) : silence);
    }
    // Nothing else is scheduled on this clock, so it returns as soon as every window has its score.
    const pushedMs = systemTime.monotonicMs();
    await clock.run();
    lateness.push(systemTime.monotonicMs() - pushedMs);
  }
  const used = process.cpuUsage(cpu);
  const share = (used.user + used.system) / 10 / (systemTime.monotonicMs() - startedMs);
  for (const stream of streams) stream.close();
  const { p50, p99 } = percentilesOf(lateness);
  console.log(
    `${STREAMS} callers, each speaking half the time: all scores of a frame after p50 ${ms(p50)}, p99 ${ms(p99)}, max ${ms(Math.max(...lateness))}; ${share.toFixed(0)} % of a core on our side`,
  );
  return (p99 ?? Infinity) <= SCORE_P99_MS;
}

function until(atMs: number): Promise<void> {
  return new Promise((resolve) => systemTime.after(atMs - systemTime.monotonicMs(), resolve));
}

function overTelephone(clip: Int16Array): Int16Array {
  const narrow = new Resampler(16_000, 8_000).push(clip);
  return new Resampler(8_000, 16_000).push(decodeMulaw(encodeMulaw(narrow)));
}

function ms(value: number | null | undefined): string {
  return value == null ? '-' : `${value.toFixed(1)} ms`;
}

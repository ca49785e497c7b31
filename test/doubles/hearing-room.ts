import { ProductClock } from '../../main/platform/clock.ts';
import { childProcessSpawner } from '../../main/platform/process-spawner.ts';
import { SileroVad } from '../../main/speech/silero-vad.ts';
import { SpeechClient } from '../../main/speech/speech-client.ts';
import { EchoControl } from '../../main/voice/listening/echo-control.ts';
import type { EchoObserver } from '../../main/voice/listening/echo-stretches.ts';
import { trimmedSpeech } from './trimmed-speech.ts';
import { VadRecorder } from './vad-recorder.ts';

const source = (path: string) => new URL(`../../main/speech/process/${path}`, import.meta.url);
const FRAME = 320;
const US_PER_SAMPLE = 62.5;

/** Flite's voices and the product's ear, in a speech process of their own. */
export class HearingRoom {
  readonly #clock = new ProductClock({ frozen: true });
  readonly #client = new SpeechClient({
    spawn: childProcessSpawner,
    entry: source('speech-process.ts'),
    fliteThreadEntry: source('flite-thread.ts'),
    recogniserThreadEntry: source('recogniser-thread.ts'),
    vadModel: new URL('../../resources/models/silero-vad-v6.onnx', import.meta.url),
    clock: this.#clock,
    onCrash: () => {},
  });
  readonly #vad = new SileroVad({
    line: this.#client.vadLine,
    clock: this.#clock,
    onProblem: (message) => {
      throw new Error(message);
    },
  });

  /** 16 kHz, without silence around it. */
  async say(text: string, voice = 'slt'): Promise<Int16Array> {
    const { signal } = new AbortController();
    return trimmedSpeech(await this.#client.synthesize({ text, voice, speed: 1 }, signal));
  }

  /** Where speech begins, in seconds: when it was decided. */
  async starts(samples: Int16Array): Promise<number[]> {
    const recorder = new VadRecorder();
    const stream = this.#vad.open(recorder);
    stream.push(samples);
    await this.#clock.run();
    stream.close();
    return recorder.edges
      .filter(({ edge }) => edge === 'started')
      .map(({ decidedSeconds }) => decidedSeconds);
  }

  stop(): void {
    this.#client.stop();
  }
}

/** Lines one after the other, with pauses between them, until the time is filled. */
export function monologue(lines: readonly Int16Array[], seconds: number): Int16Array {
  const speech = new Int16Array(seconds * 16_000);
  let at = 0;
  for (let n = 0; at < speech.length; n += 1) {
    at += [4_800, 12_000, 20_800][n % 3] ?? 0;
    const line = lines[n % lines.length] ?? speech;
    if (at >= speech.length) break;
    speech.set(line.subarray(0, speech.length - at), at);
    at += line.length;
  }
  return speech;
}

/** A call in 20 ms frames; what is left of what was heard. */
export function throughEchoControl(
  sent: Int16Array,
  heard: Int16Array,
  observer: EchoObserver = { began: () => {}, ended: () => {} },
): Int16Array {
  const control = new EchoControl(observer);
  const left = new Int16Array(heard.length);
  for (let at = 0; at < heard.length; at += FRAME) {
    control.played(sent.subarray(at, at + FRAME), at * US_PER_SAMPLE);
    left.set(control.hear(heard.subarray(at, at + FRAME), at * US_PER_SAMPLE), at);
  }
  control.close();
  return left;
}

import { childProcessSpawner } from '../../../main/platform/process/process-spawner.ts';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import { SileroVad } from '../../../main/speech/silero-vad.ts';
import { SpeechClient } from '../../../main/speech/speech-client.ts';
import { trimmedPiece } from '../../../main/speech/speech-trimmer.ts';
import { EchoControl } from '../../../main/voice/listening/echo-control.ts';
import type { EchoStretch } from '../../../main/voice/listening/echo-stretches.ts';
import { SPEECH_ENTRIES } from '../processes/entry-points.ts';
import { VadRecorder } from './vad-recorder.ts';

const FRAME = 320;
const US_PER_SAMPLE = 62.5;

/** What echo control leaves of the sound heard in a call. */
export interface FreedSound {
  readonly samples: Int16Array;
  /** When each 20 ms frame of it was passed on, in seconds. */
  readonly toldAt: Float64Array;
}

/** Flite's voices and the product's caller ear, in a separate speech process. */
export class HearingRoom {
  readonly #clock = new ProductClock({ frozen: true });
  readonly #client = new SpeechClient({
    spawn: childProcessSpawner,
    ...SPEECH_ENTRIES,
    clock: this.#clock,
    onCrash: () => {},
    onReplaced: () => {},
  });
  readonly #vad = new SileroVad({
    line: this.#client.vadChannel,
    clock: this.#clock,
    onProblem: (message) => {
      throw new Error(message);
    },
  });

  /** 16 kHz, without surrounding silence. */
  async say(text: string, voice = 'slt'): Promise<Int16Array> {
    const { signal } = new AbortController();
    return trimmedPiece(await this.#client.synthesize({ text, voice, speed: 1 }, signal));
  }

  /** The times, in seconds, at which speech was detected; the sound is fed in frames of 20 ms. */
  async starts(sound: Int16Array | FreedSound): Promise<number[]> {
    const samples = 'toldAt' in sound ? sound.samples : sound;
    const recorder = new VadRecorder();
    const stream = this.#vad.open(recorder);
    stream.push(samples);
    await this.#clock.run();
    stream.close();
    return recorder.edges
      .filter(({ edge }) => edge === 'started')
      .map(({ decidedSeconds }) => {
        const frame = Math.ceil((decidedSeconds * 16_000) / FRAME) - 1;
        return 'toldAt' in sound ? (sound.toldAt[frame] as number) : ((frame + 1) * FRAME) / 16_000;
      });
  }

  stop(): void {
    this.#client.stop();
  }
}

/** Lines one after the other, with pauses between them, until this much time is filled. */
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

/** A call in 20 ms frames; returns what echo control leaves of it. */
export function throughEchoControl(
  sent: Int16Array,
  heard: Int16Array,
  echo: (stretch: EchoStretch) => void = () => {},
): FreedSound {
  const samples = new Int16Array(heard.length);
  const toldAt = new Float64Array(Math.ceil(heard.length / FRAME));
  let until = 0;
  const sound = (left: Int16Array, atUs: number) => {
    const at = Math.round(atUs / US_PER_SAMPLE);
    samples.set(left, at);
    toldAt[Math.floor(at / FRAME)] = until / 16_000;
  };
  const control = new EchoControl({ sound, echo });
  for (let at = 0; at < heard.length; at += FRAME) {
    until = Math.min(heard.length, at + FRAME);
    control.played(sent.subarray(at, at + FRAME), at * US_PER_SAMPLE);
    control.hear(heard.subarray(at, at + FRAME), at * US_PER_SAMPLE);
  }
  control.close();
  return { samples, toldAt };
}

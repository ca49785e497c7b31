import type { RealTime } from '../../../main/platform/time/clock.ts';
import { joinedSamples } from '../../../main/speech/joined-samples.ts';
import type { Recognition, SttEngine, SttStream } from '../../../main/speech/stt.ts';
import type { VadEngine, VadObserver, VadStream } from '../../../main/speech/vad.ts';
import type { CallHarness } from '../calls/call-harness.ts';

/**
 * Loud sound is speech, quiet sound is not; it decides two windows of 32 ms late, like the real
 * VAD.
 */
export class LoudnessVad implements VadEngine {
  readonly name = 'loudness';
  #held: (() => void)[] | null = null;

  /** Simulates a busy VAD: sound waits until `release`. */
  hold(): void {
    this.#held = [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const judge of held) judge();
  }

  open(observer: VadObserver): VadStream {
    let position = 0;
    let onset: number | null = null;
    let speaking = false;
    let last = 0;
    const judge = (samples: Int16Array) => {
      const loud = samples.some((sample) => Math.abs(sample) > 1_000);
      if (loud) onset ??= position;
      position += samples.length;
      if (loud) last = position;
      else if (!speaking) onset = null;
      if (loud && !speaking && onset !== null && position - onset >= 1_024) {
        speaking = true;
        observer.speechStarted(onset, position);
      } else if (!loud && speaking) {
        speaking = false;
        onset = null;
        observer.speechEnded(last, position);
      }
    };
    return {
      push: (samples) => {
        if (this.#held) this.#held.push(() => judge(samples));
        else judge(samples);
      },
      get judgedSamples() {
        return position;
      },
      get rising() {
        return onset !== null && !speaking;
      },
      close() {},
    };
  }
}

/**
 * The result of one recognition: words, at once or after a delay; a failure; or never any result.
 */
export type ScriptedWords =
  | string
  | Error
  | { readonly text: string; readonly afterMs: number }
  | { readonly error: Error; readonly afterMs: number }
  | 'never';

/** Returns what the test put on the list, in order. A failure uses up an entry too. */
export class ScriptedStt implements SttEngine {
  readonly name = 'scripted';
  readonly words: ScriptedWords[];
  readonly heardMs: number[] = [];
  /** The sound that each recognition got, in the order of the requests. */
  readonly heard: Int16Array[] = [];
  /** The time for delays; must be set if there are any. */
  time: Pick<RealTime, 'after'> | null = null;

  constructor(...words: ScriptedWords[]) {
    this.words = words;
  }

  open(): SttStream {
    const pieces: Int16Array[] = [];
    return {
      push: (chunk) => void pieces.push(chunk.slice()),
      finish: (): Promise<Recognition> => {
        const sound = joinedSamples(pieces);
        this.heard.push(sound);
        this.heardMs.push(sound.length / 16);
        return this.#answer(this.words.shift() ?? '');
      },
      close() {},
    };
  }

  #answer(next: ScriptedWords): Promise<Recognition> {
    if (next === 'never') return new Promise(() => {});
    if (next instanceof Error) return Promise.reject(next);
    if (typeof next === 'string') return Promise.resolve({ text: next, confidence: 0.9 });
    return new Promise((resolve, reject) => {
      if (!this.time) throw new Error('A delay needs a time.');
      this.time.after(next.afterMs, () => {
        if ('error' in next) reject(next.error);
        else resolve({ text: next.text, confidence: 0.9 });
      });
    });
  }
}

/** The caller makes a sound of this length: 20 ms frames at their own pace. */
export async function makeSound(
  harness: CallHarness,
  ms: number,
  loud: boolean,
  level = 8_000,
): Promise<void> {
  const frame = new Int16Array(320).fill(loud ? level : 0);
  for (let passed = 0; passed < ms; passed += 20) {
    await harness.pass(20);
    harness.hear(frame);
  }
  await harness.pass(0);
}

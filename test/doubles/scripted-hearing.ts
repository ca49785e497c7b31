import type { Recognition, SttEngine, SttStream } from '../../main/speech/stt.ts';
import type { VadEngine, VadObserver, VadStream } from '../../main/speech/vad.ts';
import type { CallWorld } from './call-world.ts';

/** Loud is speech, quiet is none; decided two windows of 32 ms late, as the real one decides. */
export class LoudnessVad implements VadEngine {
  readonly name = 'loudness';
  #held: (() => void)[] | null = null;

  /** It is busy: what it is given waits until `release`. */
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
      close() {},
    };
  }
}

/** Understands whatever the test put on the list, in order. */
export class ScriptedStt implements SttEngine {
  readonly name = 'scripted';
  readonly words: (string | Error)[];
  readonly heardMs: number[] = [];

  constructor(...words: (string | Error)[]) {
    this.words = words;
  }

  open(): SttStream {
    let samples = 0;
    return {
      push: (chunk) => {
        samples += chunk.length;
      },
      finish: (): Promise<Recognition> => {
        this.heardMs.push(samples / 16);
        const next = this.words.shift() ?? '';
        if (next instanceof Error) return Promise.reject(next);
        return Promise.resolve({ text: next, confidence: 0.9 });
      },
      close() {},
    };
  }
}

/** The caller makes sound for so long: 20 ms frames at their own pace. */
export async function makeSound(world: CallWorld, ms: number, loud: boolean): Promise<void> {
  const frame = new Int16Array(320).fill(loud ? 8_000 : 0);
  for (let passed = 0; passed < ms; passed += 20) {
    await world.pass(20);
    world.session.hear(frame);
  }
  await world.pass(0);
}

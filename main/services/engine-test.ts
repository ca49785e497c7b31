import type { EngineTest } from '../../common/contract/index.ts';
import type { RealTime } from '../platform/clock.ts';
import type { TtsEngine } from '../speech/tts.ts';
import type { Engines } from './engines.ts';

const SENTENCE = 'Good morning. This is a test of the telephone.';
const SPEAKING_RATE = { voice: '', speed: 1 };
/** The recogniser is given sound as a call would, in frames of 20 ms, only faster. */
const FRAME_SAMPLES = 320;

export interface EngineTesterDeps {
  readonly engines: Engines;
  /** The embedded voice, which speaks to the recogniser. */
  readonly flite: TtsEngine;
  readonly real: RealTime;
}

/** Tries engines outside of a call. Failures are answers, not errors. */
export class EngineTester {
  readonly #deps: EngineTesterDeps;

  constructor(deps: EngineTesterDeps) {
    this.#deps = deps;
  }

  async test(engine: 'stt' | 'tts'): Promise<EngineTest> {
    try {
      return engine === 'tts' ? await this.#testVoice() : await this.#testRecogniser();
    } catch (error) {
      return failed((error as Error).message);
    }
  }

  async #testVoice(): Promise<EngineTest> {
    const { engines, real } = this.#deps;
    const tts = engines.chosenVoice();
    const startedMs = real.monotonicMs();
    let firstAudioMs: number | null = null;
    let samples = 0;
    const request = { text: SENTENCE, ...SPEAKING_RATE };
    for await (const chunk of tts.synthesize(request, new AbortController().signal)) {
      firstAudioMs ??= Math.round(real.monotonicMs() - startedMs);
      samples += chunk.length;
    }
    if (firstAudioMs === null) return failed(`${tts.name} answered, but with no sound.`);
    const seconds = (samples / 16_000).toFixed(1);
    const message = `${tts.name} spoke ${seconds} seconds with the voice ${tts.voiceFor('').name}.`;
    return { ok: true, message, firstAudioMs, firstTextMs: null };
  }

  async #testRecogniser(): Promise<EngineTest> {
    const { engines, flite, real } = this.#deps;
    const { stt } = engines.current();
    if (!stt) {
      return failed(
        'No recogniser is chosen: callers can only type. Choose a model for this computer, a provider with a key, or a server of your own.',
      );
    }
    const { signal } = new AbortController();
    const options = { language: 'en-US', mode: 'fast' } as const;
    const stream = stt.open(options, { partial: () => undefined });
    try {
      const request = { text: SENTENCE, ...SPEAKING_RATE };
      for await (const chunk of flite.synthesize(request, signal)) {
        for (let at = 0; at < chunk.length; at += FRAME_SAMPLES) {
          stream.push(chunk.subarray(at, at + FRAME_SAMPLES));
        }
      }
      const askedMs = real.monotonicMs();
      const { text } = await stream.finish(signal);
      const firstTextMs = Math.round(real.monotonicMs() - askedMs);
      if (text === '') return failed(`${stt.name} answered, but heard no words in "${SENTENCE}"`);
      return {
        ok: true,
        message: `${stt.name} heard "${text}" where "${SENTENCE}" was said.`,
        firstAudioMs: null,
        firstTextMs,
      };
    } finally {
      stream.close();
    }
  }
}

function failed(message: string): EngineTest {
  return { ok: false, message, firstAudioMs: null, firstTextMs: null };
}

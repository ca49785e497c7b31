import type { EngineTest, ModelTier } from '../../../common/contract/index.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { TtsEngine } from '../../speech/tts.ts';
import type { Engines } from './engines.ts';

const SENTENCE = 'Good morning. This is a test of the telephone.';
/** A conversation just long enough for an answer, which should be short. */
const QUESTION = {
  system: 'You answer the telephone. Answer in one short sentence.',
  messages: [{ role: 'user', content: 'Good morning. Can you hear me?' }],
  tools: [],
} as const;
const SPEAKING_RATE = { voice: '', speed: 1 };
/** The recogniser gets sound as in a call, in frames of 20 ms, only faster. */
const FRAME_SAMPLES = 320;

export interface EngineTesterDeps {
  readonly engines: Engines;
  /** The embedded voice, which supplies the recogniser's test sentence. */
  readonly flite: TtsEngine;
  readonly clock: Pick<Clock, 'real' | 'flow'>;
}

/** Tests engines outside of a call. Failures are reported as results rather than thrown. */
export class EngineTester {
  readonly #deps: EngineTesterDeps;

  constructor(deps: EngineTesterDeps) {
    this.#deps = deps;
  }

  /** @param tier the tier whose model is tested */
  async test(engine: 'stt' | 'tts' | 'llm', tier: ModelTier = 'balanced'): Promise<EngineTest> {
    // The virtual voice takes product time, which a frozen clock must supply in the meantime.
    const end = this.#deps.clock.flow();
    try {
      switch (engine) {
        case 'tts':
          return await this.#testVoice();
        case 'stt':
          return await this.#testRecogniser();
        case 'llm':
          return await this.#testModel(tier);
      }
    } catch (error) {
      return failed((error as Error).message);
    } finally {
      end();
    }
  }

  async #testVoice(): Promise<EngineTest> {
    const { engines, clock } = this.#deps;
    const tts = engines.chosenVoice();
    const startedMs = clock.real.monotonicMs();
    let firstAudioMs: number | null = null;
    let samples = 0;
    const request = { text: SENTENCE, ...SPEAKING_RATE };
    for await (const chunk of tts.synthesize(request, new AbortController().signal)) {
      firstAudioMs ??= Math.round(clock.real.monotonicMs() - startedMs);
      samples += chunk.length;
    }
    const seconds = (samples / 16_000).toFixed(1);
    const message = `${tts.name} spoke ${seconds} seconds with the voice ${tts.voiceFor('').name}.`;
    return { ok: true, message, firstAudioMs, firstTextMs: null, usage: null };
  }

  async #testModel(tier: ModelTier): Promise<EngineTest> {
    const { engines, clock } = this.#deps;
    const model = engines.model(tier);
    if (model.provider === 'offline') {
      return failed(
        'No model is linked: hosted agents answer from the question → answer lines of their prompt. Choose a provider with a key, or a server of your own.',
      );
    }
    let startedMs = clock.real.monotonicMs();
    let firstTextMs: number | null = null;
    let text = '';
    const { usage } = await model.converse(
      QUESTION,
      {
        // Loading and connecting happen once, and say nothing about the model.
        requestSent: () => {
          startedMs = clock.real.monotonicMs();
        },
        text: (delta) => {
          firstTextMs ??= Math.round(clock.real.monotonicMs() - startedMs);
          text += delta;
        },
      },
      new AbortController().signal,
    );
    if (firstTextMs === null) return failed(`${model.name} answered, but with no words.`);
    const message = `${model.name} answered: "${shortened(text)}"`;
    return { ok: true, message, firstAudioMs: null, firstTextMs, usage };
  }

  async #testRecogniser(): Promise<EngineTest> {
    const { engines, flite, clock } = this.#deps;
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
      const askedMs = clock.real.monotonicMs();
      const { text } = await stream.finish(signal);
      const firstTextMs = Math.round(clock.real.monotonicMs() - askedMs);
      if (text === '') return failed(`${stt.name} answered, but heard no words in "${SENTENCE}"`);
      return {
        ok: true,
        message: `${stt.name} heard "${text}" where "${SENTENCE}" was said.`,
        firstAudioMs: null,
        firstTextMs,
        usage: null,
      };
    } finally {
      stream.close();
    }
  }
}

function failed(message: string): EngineTest {
  return { ok: false, message, firstAudioMs: null, firstTextMs: null, usage: null };
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

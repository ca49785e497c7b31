import type { Spoken } from '../../common/rules/speech-text/normalise/spoken-for.ts';
import {
  type EngineVoice,
  type SpeechRequest,
  type TtsEngine,
  type WordsRequest,
  wordsOf,
} from './tts.ts';

/** After this many failures in a row, the first engine is no longer tried. */
const MOST_FAILURES = 2;

/**
 * Uses a second engine for what the first one cannot speak, with a warning. One instance per call.
 */
export class FallbackTts implements TtsEngine {
  readonly name: string;
  readonly #first: TtsEngine;
  readonly #second: TtsEngine;
  #failures = 0;

  constructor(first: TtsEngine, second: TtsEngine) {
    this.name = first.name;
    this.#first = first;
    this.#second = second;
  }

  voiceFor(voiceId: string): EngineVoice {
    return this.#first.voiceFor(voiceId);
  }

  words(request: WordsRequest): Spoken {
    return wordsOf(this.#failures < MOST_FAILURES ? this.#first : this.#second, request);
  }

  async *synthesize(request: SpeechRequest, signal: AbortSignal): AsyncGenerator<Int16Array> {
    if (this.#failures < MOST_FAILURES) {
      let begun = false;
      try {
        for await (const samples of this.#first.synthesize(request, signal)) {
          begun = true;
          yield samples;
        }
        this.#failures = 0;
        return;
      } catch (error) {
        // A sentence in two voices would be worse than one that is cut off.
        if (begun || signal.aborted) throw error;
        this.#failures += 1;
        const { name } = this.#second;
        const how = this.#failures < MOST_FAILURES ? 'instead' : 'for the rest of the call';
        request.warn?.(`${(error as Error).message} ${name} speaks ${how}.`);
      }
    }
    yield* this.#second.synthesize(request, signal);
  }
}

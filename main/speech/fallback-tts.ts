import type { EngineVoice, SpeechRequest, TtsEngine } from './tts.ts';

/** Speaks with another engine what the first one cannot, and says so each time. */
export class FallbackTts implements TtsEngine {
  readonly name: string;
  readonly #first: TtsEngine;
  readonly #second: TtsEngine;

  constructor(first: TtsEngine, second: TtsEngine) {
    this.name = first.name;
    this.#first = first;
    this.#second = second;
  }

  voiceFor(voiceId: string): EngineVoice {
    return this.#first.voiceFor(voiceId);
  }

  async *synthesize(request: SpeechRequest, signal: AbortSignal): AsyncGenerator<Int16Array> {
    let begun = false;
    try {
      for await (const samples of this.#first.synthesize(request, signal)) {
        begun = true;
        yield samples;
      }
      return;
    } catch (error) {
      // Half a sentence in one voice and half in another would be worse than a cut one.
      if (begun || signal.aborted) throw error;
      request.warn?.(`${(error as Error).message} ${this.#second.name} speaks instead.`);
    }
    yield* this.#second.synthesize(request, signal);
  }
}

import type { Spoken } from '../../common/rules/speech-text/normalise/spoken-for.ts';
import { noSound, SpeechTrimmer } from './speech-trimmer.ts';
import {
  type EngineVoice,
  type SpeechRequest,
  type TtsEngine,
  type WordsRequest,
  wordsOf,
} from './tts.ts';

/**
 * An engine that streams, without the silence that it adds around its speech: its first samples are
 * audible, and the pauses between pieces are left to us. If words produce no sound, that is a
 * failure.
 */
export class TrimmedTts implements TtsEngine {
  readonly name: string;
  readonly #engine: TtsEngine;

  constructor(engine: TtsEngine) {
    this.name = engine.name;
    this.#engine = engine;
  }

  voiceFor(voiceId: string): EngineVoice {
    return this.#engine.voiceFor(voiceId);
  }

  words(request: WordsRequest): Spoken {
    return wordsOf(this.#engine, request);
  }

  async *synthesize(request: SpeechRequest, signal: AbortSignal): AsyncGenerator<Int16Array> {
    const trimmer = new SpeechTrimmer();
    let wordless = false;
    const worded = (words: Spoken) => {
      wordless = words.spoken === '';
      request.worded?.(words);
    };
    try {
      for await (const samples of this.#engine.synthesize({ ...request, worded }, signal)) {
        const sound = trimmer.push(samples);
        if (sound.length > 0) yield sound;
      }
    } catch (error) {
      // A voice that is cut off should not click.
      if (trimmer.begun && !signal.aborted) yield trimmer.end();
      throw error;
    }
    if (trimmer.begun) yield trimmer.end();
    else if (!wordless) throw noSound(this.name);
  }
}

import { EMBEDDED_VOICE } from '../../common/rules/speech-text/normalise/speaks.ts';
import { type Spoken, spokenFor } from '../../common/rules/speech-text/normalise/spoken-for.ts';
import type { SpeechClient } from './speech-client.ts';
import type { EngineVoice, SpeechRequest, TtsEngine, WordsRequest } from './tts.ts';

/** The embedded voice: offline, no key, a whole sentence at a time, of words that it reads right. */
export class FliteTts implements TtsEngine {
  readonly name = 'flite';
  readonly voiceFor: (voiceId: string) => EngineVoice;
  readonly #speech: Pick<SpeechClient, 'synthesize'>;

  /** @param voiceFor the Flite voice (slt, rms, awb, kal16) that speaks for a voice id */
  constructor(
    speech: Pick<SpeechClient, 'synthesize'>,
    voiceFor: (voiceId: string) => EngineVoice,
  ) {
    this.#speech = speech;
    this.voiceFor = voiceFor;
  }

  words({ text, language = 'en-US', keepMarkup = false }: WordsRequest): Spoken {
    return spokenFor(text, { language, says: EMBEDDED_VOICE, keepMarkup });
  }

  async *synthesize(request: SpeechRequest, signal: AbortSignal): AsyncIterable<Int16Array> {
    const voice = this.voiceFor(request.voice).name;
    const { speed, worded, isAwaited = true } = request;
    const words = this.words(request);
    worded?.(words);
    const text = words.spoken;
    if (text !== '') yield await this.#speech.synthesize({ text, voice, speed, isAwaited }, signal);
  }
}

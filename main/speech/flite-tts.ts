import type { SpeechClient } from './speech-client.ts';
import type { EngineVoice, SpeechRequest, TtsEngine } from './tts.ts';

/** The embedded voice: offline, no key, a whole sentence at a time. */
export class FliteTts implements TtsEngine {
  readonly name = 'flite';
  readonly voiceFor: (voiceId: string) => EngineVoice;
  readonly #speech: SpeechClient;

  /** @param voiceFor the Flite voice (slt, rms, awb, kal16) that speaks for a voice id */
  constructor(speech: SpeechClient, voiceFor: (voiceId: string) => EngineVoice) {
    this.#speech = speech;
    this.voiceFor = voiceFor;
  }

  async *synthesize(request: SpeechRequest, signal: AbortSignal): AsyncIterable<Int16Array> {
    const voice = this.voiceFor(request.voice).name;
    const { text, speed, language, warn, isAwaited = true } = request;
    if (language && !language.startsWith('en')) {
      warn?.(`The embedded voice speaks English only; the agent's language is ${language}.`);
    }
    yield await this.#speech.synthesize({ text, voice, speed, isAwaited }, signal);
  }
}

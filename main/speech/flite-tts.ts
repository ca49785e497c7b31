import { fliteVoiceFor } from './flite-voices.ts';
import type { SpeechClient } from './speech-client.ts';
import type { EngineVoice, SpeechRequest, TtsEngine } from './tts.ts';

/** The embedded voice: offline, no key, a whole sentence at a time. */
export class FliteTts implements TtsEngine {
  readonly name = 'flite';
  readonly #speech: SpeechClient;

  constructor(speech: SpeechClient) {
    this.#speech = speech;
  }

  voiceFor(voiceId: string): EngineVoice {
    return fliteVoiceFor(voiceId);
  }

  async *synthesize(request: SpeechRequest, signal: AbortSignal): AsyncIterable<Int16Array> {
    const voice = this.voiceFor(request.voice).name;
    yield await this.#speech.synthesize(
      { text: request.text, voice, speed: request.speed },
      signal,
    );
  }
}

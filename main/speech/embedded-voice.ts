import { EMBEDDED_VOICE } from '../../common/rules/speech-text/normalise/speaks.ts';
import { spokenFor } from '../../common/rules/speech-text/normalise/spoken-for.ts';
import type { SpeechClient } from './speech-client.ts';
import { noSound, trimmedPiece } from './speech-trimmer.ts';
import type { EngineVoice, TtsEngine, WordsRequest } from './tts.ts';

const NAME = 'flite';

/**
 * The embedded voice, Flite: offline, without a key, synthesising a whole sentence at a time. It
 * gets words that it reads correctly, and the silence around its speech is removed.
 *
 * @param voiceFor returns the Flite voice (slt, rms, awb, kal16) for a voice id
 */
export function embeddedVoice(
  speech: Pick<SpeechClient, 'synthesize'>,
  voiceFor: (voiceId: string) => EngineVoice,
): TtsEngine {
  const words = ({ text, language = 'en-US', keepMarkup = false }: WordsRequest) =>
    spokenFor(text, { language, says: EMBEDDED_VOICE, keepMarkup });
  return {
    name: NAME,
    voiceFor,
    words,
    async *synthesize(request, signal) {
      const voice = voiceFor(request.voice).name;
      const { speed, worded, isAwaited = true } = request;
      const put = words(request);
      worded?.(put);
      const text = put.spoken;
      if (text === '') return;
      const sound = trimmedPiece(
        await speech.synthesize({ text, voice, speed, isAwaited }, signal),
      );
      if (sound.length === 0) throw noSound(NAME);
      yield sound;
    },
  };
}

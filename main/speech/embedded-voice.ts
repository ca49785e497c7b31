import { FliteTts } from './flite-tts.ts';
import type { SpeechClient } from './speech-client.ts';
import { TrimmedTts } from './trimmed-tts.ts';
import type { EngineVoice, TtsEngine } from './tts.ts';

/**
 * The embedded voice as calls are given it: Flite, without the silence around its sentences.
 *
 * @param voiceFor the Flite voice (slt, rms, awb, kal16) that speaks for a voice id
 */
export function embeddedVoice(
  speech: Pick<SpeechClient, 'synthesize'>,
  voiceFor: (voiceId: string) => EngineVoice,
): TtsEngine {
  return new TrimmedTts(new FliteTts(speech, voiceFor));
}

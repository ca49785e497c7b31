import { joinedSamples } from '../../../main/speech/joined-samples.ts';
import { SpeechTrimmer } from '../../../main/speech/speech-trimmer.ts';

/** A whole piece as every engine's comes to a call: without the silence around it. */
export function trimmedSpeech(samples: Int16Array): Int16Array {
  const trimmer = new SpeechTrimmer();
  return joinedSamples([trimmer.push(samples), trimmer.end()]);
}

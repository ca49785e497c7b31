import type { EngineVoice } from './tts.ts';

/** The voices inside the embedded Flite; all of them 16 kHz. */
export const FLITE_VOICES = [
  { id: 'flite-slt', name: 'slt', title: 'Slt (built in)', gender: 'female', accent: 'American' },
  { id: 'flite-rms', name: 'rms', title: 'Rms (built in)', gender: 'male', accent: 'American' },
  { id: 'flite-awb', name: 'awb', title: 'Awb (built in)', gender: 'male', accent: 'Scottish' },
  { id: 'flite-kal', name: 'kal16', title: 'Kal (built in)', gender: 'male', accent: 'American' },
] as const;

/** First names of catalogue voices that are male; the embedded engine has one female voice. */
const MALE = /brian|adam|josh|daniel|onyx|echo|fable|ash|male\b|george|liam|will/i;

/** The Flite voice for a voice id: itself, or the nearest by gender. */
export function fliteVoiceFor(voiceId: string): EngineVoice {
  const own = FLITE_VOICES.find((voice) => voice.id === voiceId);
  if (own) return { name: own.name, substituted: false };
  return { name: MALE.test(voiceId) ? 'rms' : 'slt', substituted: true };
}

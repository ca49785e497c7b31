import { z } from 'zod';
import { DateTime, Nullable } from './common.ts';

/** Agents: the personas that answer calls and texts (api.md 3 and 4.1). */

export const LANGUAGES = [
  'af-ZA',
  'ar-SA',
  'az-AZ',
  'bg-BG',
  'bs-BA',
  'ca-ES',
  'cs-CZ',
  'cy-GB',
  'da-DK',
  'de-DE',
  'el-GR',
  'en-AU',
  'en-GB',
  'en-IN',
  'en-NZ',
  'en-US',
  'es-419',
  'es-ES',
  'fa-IR',
  'fi-FI',
  'fil-PH',
  'fr-CA',
  'fr-FR',
  'gl-ES',
  'he-IL',
  'hi-IN',
  'hr-HR',
  'hu-HU',
  'hy-AM',
  'id-ID',
  'is-IS',
  'it-IT',
  'ja-JP',
  'kk-KZ',
  'kn-IN',
  'ko-KR',
  'lt-LT',
  'lv-LV',
  'mk-MK',
  'mr-IN',
  'ms-MY',
  'ne-NP',
  'nl-BE',
  'nl-NL',
  'no-NO',
  'pl-PL',
  'pt-BR',
  'pt-PT',
  'ro-RO',
  'ru-RU',
  'sk-SK',
  'sl-SI',
  'sr-RS',
  'sv-SE',
  'sw-KE',
  'ta-IN',
  'th-TH',
  'tr-TR',
  'uk-UA',
  'ur-IN',
  'vi-VN',
  'yue-CN',
  'zh-CN',
] as const;

export const VoiceMode = z.enum(['webhook', 'hosted']);
export const ModelTier = z.enum(['turbo', 'balanced', 'max']);
export const SttMode = z.enum(['fast', 'accurate']);
export const AmbientSound = z.enum(['none', 'office', 'coffee-shop', 'outdoor']);
export const DenoisingMode = z.enum([
  'noise-cancellation',
  'noise-and-background-speech-cancellation',
]);

/** The voice of an agent that never chose one. */
export const DEFAULT_VOICE_ID = 'custom_voice_ea22ba5fdfaa18f39c274851c1';

export const AgentNumber = z.object({
  id: z.string(),
  phoneNumber: z.string(),
  status: z.string(),
  type: z.string(),
});

export const Agent = z.object({
  id: z.string(),
  name: z.string(),
  description: Nullable(z.string()),
  voiceMode: VoiceMode,
  enableMessaging: z.boolean(),
  modelTier: ModelTier,
  systemPrompt: Nullable(z.string()),
  beginMessage: Nullable(z.string()),
  voice: z.string(),
  transferNumber: Nullable(z.string()),
  customTools: Nullable(z.array(z.record(z.string(), z.unknown()))),
  voicemailMessage: Nullable(z.string()),
  callScreeningIdentity: Nullable(z.string()),
  callScreeningPurpose: Nullable(z.string()),
  sttMode: SttMode,
  ambientSound: AmbientSound,
  denoisingMode: DenoisingMode,
  /** Caller silence after which the call is hung up. */
  maxSilenceMs: z.number().int(),
  /** Factor on the speaking rate, 0.5-2. */
  voiceSpeed: z.number(),
  interruptionSensitivity: z.number(),
  enableBackchannel: z.boolean(),
  language: z.string(),
  createdAt: DateTime,
  numbers: z.array(AgentNumber),
});
export type Agent = z.infer<typeof Agent>;

export const Voice = z.object({
  voice_id: z.string(),
  voice_name: z.string(),
  provider: z.string(),
  gender: Nullable(z.string()),
  accent: Nullable(z.string()),
  preview_audio_url: Nullable(z.string()),
});
export type Voice = z.infer<typeof Voice>;

import { z } from 'zod';
import { DateTime, ListOf, Nullable } from './common.ts';

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
export type ModelTier = z.infer<typeof ModelTier>;
export const SttMode = z.enum(['fast', 'accurate']);
export const AmbientSound = z.enum(['none', 'office', 'coffee-shop', 'outdoor']);
export type AmbientSound = z.infer<typeof AmbientSound>;
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

export const VoiceList = z.object({ data: z.array(Voice) });
export const AgentList = ListOf(Agent);

export const MAX_CUSTOM_TOOLS = 20;

/** A tool that the model of a hosted agent may call (api.md 3). */
export const CustomTool = z.object({
  name: z
    .string()
    .max(64)
    .regex(/^[A-Za-z0-9_-]+$/, 'Use letters, digits, _ and - only'),
  description: z.string().min(1).max(1024),
  url: z.url({ protocol: /^https?$/, error: 'Must be an http or https URL' }).max(2048),
  method: z.enum(['GET', 'POST']).default('POST'),
  headers: z.record(z.string(), z.string()).nullish(),
  /** JSON Schema of the arguments. */
  parameters: z.record(z.string(), z.unknown()).nullish(),
  timeoutMs: z.number().int().min(1_000).max(120_000).nullish(),
  speakDuringExecution: z.boolean().nullish(),
  executionMessage: z.string().max(500).nullish(),
});
export type CustomTool = z.infer<typeof CustomTool>;

const LanguageCode = z.enum(LANGUAGES);
const Prompt = z.string().max(100_000);

/** Fields that create and update share. Absent means "as it is" or the default. */
const agentFields = {
  description: z.string().max(2_000).nullish(),
  voiceMode: VoiceMode.optional(),
  enableMessaging: z.boolean().nullish(),
  modelTier: ModelTier.optional(),
  systemPrompt: Prompt.nullish(),
  beginMessage: z.string().max(5_000).nullish(),
  /** A `voice_id` of `GET /v1/agents/voices`. */
  voice: z.string().min(1).max(200).nullish(),
  /** E.164; `""` removes it. */
  transferNumber: z.string().max(50).nullish(),
  customTools: z.array(CustomTool).max(MAX_CUSTOM_TOOLS).nullish(),
  /** `""` removes it. */
  voicemailMessage: z.string().max(1_000).nullish(),
  callScreeningIdentity: z.string().max(100).nullish(),
  callScreeningPurpose: z.string().max(300).nullish(),
  sttMode: SttMode.optional(),
  ambientSound: AmbientSound.optional(),
  denoisingMode: DenoisingMode.optional(),
  maxSilenceMs: z.number().int().min(10_000).max(3_600_000).nullish(),
  voiceSpeed: z.number().min(0.5).max(2).nullish(),
  interruptionSensitivity: z.number().min(0).max(1).nullish(),
  enableBackchannel: z.boolean().nullish(),
  language: LanguageCode.optional(),
};
const AgentName = z.string().min(1).max(100);

export const CreateAgentRequest = z.object({ name: AgentName, ...agentFields });
export type CreateAgentRequest = z.infer<typeof CreateAgentRequest>;

export const UpdateAgentRequest = z.object({ name: AgentName.nullish(), ...agentFields });
export type UpdateAgentRequest = z.infer<typeof UpdateAgentRequest>;

export const DeletedAgent = z.object({
  success: z.literal(true),
  id: z.string(),
  name: z.string(),
});
export type DeletedAgent = z.infer<typeof DeletedAgent>;

export const AttachNumberRequest = z.object({ numberId: z.string().min(1) });
export const AttachedNumber = z.object({ agentId: z.string(), number: AgentNumber });
export const DetachedNumber = z.object({
  success: z.literal(true),
  agentId: z.null(),
  numberId: z.string(),
});

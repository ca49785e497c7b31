import { z } from 'zod';
import { LANGUAGES, MAX_CUSTOM_TOOLS } from '../lists/agents.ts';
import { DateTime, E164, ListOf, Nullable, WebUrl } from './common.ts';

/** Agents: the personas that answer calls and texts (docs/reference/provider/agents.md#fields). */

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

/** The voice of an agent for which none was chosen. */
export const DEFAULT_VOICE_ID = 'custom_voice_ea22ba5fdfaa18f39c274851c1';

export const AgentNumber = z.object({
  id: z.string().describe('Id of the number.'),
  phoneNumber: E164.describe('The number in E.164 form.'),
  status: z.string().describe('`active` while it can be used.'),
  type: z.string().describe('`imessage` for a line that can send iMessages, else `sms`.'),
});

export const Agent = z.object({
  id: z.string().describe('Id of the agent.'),
  name: z.string().describe('Name that people see.'),
  description: Nullable(z.string()).describe('What the agent is for.'),
  voiceMode: VoiceMode.describe(
    'Who answers in calls: your `webhook`, or a `hosted` language model.',
  ),
  enableMessaging: z.boolean().describe('Whether the hosted model may send texts during a call.'),
  modelTier: ModelTier.describe('Which model a hosted agent runs on.'),
  systemPrompt: Nullable(z.string()).describe('Instructions to the hosted model.'),
  beginMessage: Nullable(z.string()).describe('What the agent says first when a call is answered.'),
  voice: z.string().describe('The `voice_id` it speaks with.'),
  transferNumber: Nullable(z.string()).describe('Where it may transfer a call, in E.164 form.'),
  customTools: Nullable(z.array(z.record(z.string(), z.unknown()))).describe(
    'Tools that the hosted model may call.',
  ),
  voicemailMessage: Nullable(z.string()).describe('What it leaves on a voicemail.'),
  callScreeningIdentity: Nullable(z.string()).describe(
    'Who it says it is when a call screener asks.',
  ),
  callScreeningPurpose: Nullable(z.string()).describe('Why it calls, when a call screener asks.'),
  sttMode: SttMode.describe('Whether recognition favours speed or accuracy.'),
  ambientSound: AmbientSound.describe('Background sound that the caller hears.'),
  denoisingMode: DenoisingMode.describe(
    "What the provider filters from the caller's sound; kept, not simulated here.",
  ),
  maxSilenceMs: z
    .number()
    .int()
    .describe('Caller silence, in milliseconds, after which the call is hung up.'),
  voiceSpeed: z.number().describe('Factor on the speaking rate, 0.5 to 2.'),
  interruptionSensitivity: z
    .number()
    .describe('How easily a caller interrupts the agent: 0 hardly, 1 at once.'),
  enableBackchannel: z
    .boolean()
    .describe('Whether the agent says short words of attention while it listens.'),
  language: z.string().describe('Language of recognition and speech.'),
  createdAt: DateTime.describe('When the agent was created.'),
  numbers: z.array(AgentNumber).describe('Its numbers; the one attached first is its caller id.'),
});
export type Agent = z.infer<typeof Agent>;

export const Voice = z.object({
  voice_id: z.string().describe("What an agent's `voice` takes."),
  voice_name: z.string().describe('Name of the voice.'),
  name: z.string().describe('The same name, as the official Python client reads it.'),
  provider: z.string().describe('Who makes the voice.'),
  gender: Nullable(z.string()).describe('How the voice sounds.'),
  accent: Nullable(z.string()).describe('Where the voice sounds from.'),
  preview_audio_url: Nullable(z.string()).describe('Address of a sample.'),
});
export type Voice = z.infer<typeof Voice>;

export const VoiceList = z.object({
  data: z.array(Voice).describe('All voices that an agent can speak with.'),
});
export const AgentList = ListOf(Agent);

/**
 * A tool that the model of a hosted agent may call
 * (docs/reference/provider/agents.md#custom-tools).
 */
export const CustomTool = z.object({
  name: z
    .string()
    .max(64)
    .regex(/^[A-Za-z0-9_-]+$/, 'Use letters, digits, _ and - only')
    .describe('Name the model calls it by; unique in the agent.'),
  description: z
    .string()
    .min(1)
    .max(1024)
    .describe('Tells the model what the tool does and when to use it.'),
  url: WebUrl.max(2048).describe('Where the call of the tool is sent.'),
  method: z
    .enum(['GET', 'POST'])
    .default('POST')
    .describe('How the arguments go: in the query of a GET, or in the body of a POST.'),
  headers: z
    .record(z.string(), z.string().nullable())
    .nullish()
    .describe('Headers to send along; null leaves one out.'),
  parameters: z.record(z.string(), z.unknown()).nullish().describe('JSON Schema of the arguments.'),
  timeoutMs: z
    .number()
    .int()
    .min(1_000)
    .max(120_000)
    .nullish()
    .describe('How long the tool may take, in milliseconds.'),
  speakDuringExecution: z
    .boolean()
    .nullish()
    .describe('Whether the agent says something while the tool runs.'),
  executionMessage: z.string().max(500).nullish().describe('What it says while the tool runs.'),
});
export type CustomTool = z.infer<typeof CustomTool>;

const LanguageCode = z.enum(LANGUAGES);
const Prompt = z.string().max(100_000);

/**
 * Fields that create and update share. On update, an absent field stays as it is; on create, it
 * gets its default.
 */
const agentFields = {
  description: z.string().max(2_000).nullish().describe('What the agent is for.'),
  voiceMode: VoiceMode.optional().describe(
    'Who answers in calls: your `webhook` (the default), or a `hosted` language model, which needs a `systemPrompt`.',
  ),
  enableMessaging: z
    .boolean()
    .nullish()
    .describe('Whether the hosted model may send texts during a call; on by default.'),
  modelTier: ModelTier.optional().describe(
    'Which model a hosted agent runs on; `balanced` by default.',
  ),
  systemPrompt: Prompt.nullish().describe('Instructions to the hosted model.'),
  beginMessage: z
    .string()
    .max(5_000)
    .nullish()
    .describe('What the agent says first when a call is answered.'),
  voice: z.string().min(1).max(200).nullish().describe('A `voice_id` of `GET /v1/agents/voices`.'),
  transferNumber: z
    .string()
    .max(50)
    .nullish()
    .describe('Where it may transfer a call, in E.164 form; an empty text removes it.'),
  customTools: z
    .array(CustomTool)
    .max(MAX_CUSTOM_TOOLS)
    .nullish()
    .describe('Tools that the hosted model may call; replaces the whole list.'),
  voicemailMessage: z
    .string()
    .max(1_000)
    .nullish()
    .describe('What it leaves on a voicemail; an empty text removes it.'),
  callScreeningIdentity: z
    .string()
    .max(100)
    .nullish()
    .describe('Who it says it is when a call screener asks.'),
  callScreeningPurpose: z
    .string()
    .max(300)
    .nullish()
    .describe('Why it calls, when a call screener asks.'),
  sttMode: SttMode.optional().describe(
    'Whether recognition favours speed (the default) or accuracy.',
  ),
  ambientSound: AmbientSound.optional().describe(
    'Background sound that the caller hears; none by default.',
  ),
  denoisingMode: DenoisingMode.optional().describe(
    "What the provider filters from the caller's sound; kept, not simulated here.",
  ),
  maxSilenceMs: z
    .number()
    .int()
    .min(10_000)
    .max(3_600_000)
    .nullish()
    .describe(
      'Caller silence, in milliseconds, after which the call is hung up; 10 minutes by default.',
    ),
  voiceSpeed: z
    .number()
    .min(0.5)
    .max(2)
    .nullish()
    .describe('Factor on the speaking rate; 1 by default.'),
  interruptionSensitivity: z
    .number()
    .min(0)
    .max(1)
    .nullish()
    .describe(
      'How easily a caller interrupts the agent, from 0 (hardly) to 1 (at once); 0.8 by default.',
    ),
  enableBackchannel: z
    .boolean()
    .nullish()
    .describe('Whether the agent says short words of attention while it listens; on by default.'),
  language: LanguageCode.optional().describe(
    'Language of recognition and speech; `en-US` by default.',
  ),
};
const AgentName = z.string().min(1).max(100);

export const CreateAgentRequest = z.object({
  name: AgentName.describe('Name that people see.'),
  ...agentFields,
});
export type CreateAgentRequest = z.infer<typeof CreateAgentRequest>;

export const UpdateAgentRequest = z.object({
  name: AgentName.nullish().describe('Name that people see.'),
  ...agentFields,
});
export type UpdateAgentRequest = z.infer<typeof UpdateAgentRequest>;

export const DeletedAgent = z.object({
  success: z.literal(true).describe('Always true; failures are error answers.'),
  id: z.string().describe('Id of the deleted agent.'),
  name: z.string().describe('Name it had.'),
});
export type DeletedAgent = z.infer<typeof DeletedAgent>;

export const AttachNumberRequest = z.object({
  numberId: z
    .string()
    .min(1)
    .describe('The number to attach; it leaves the agent that has it now.'),
});
export const AttachedNumber = z.object({
  agentId: z.string().describe('The agent that has the number now.'),
  number: AgentNumber.describe('The number.'),
});
export const DetachedNumber = z.object({
  success: z.literal(true).describe('Always true; failures are error answers.'),
  agentId: z.null().describe('Null: the number has no agent now.'),
  numberId: z.string().describe('The number, active still.'),
});

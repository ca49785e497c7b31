import { z } from 'zod';
import {
  AmbientSound,
  DenoisingMode,
  LANGUAGES,
  ModelTier,
  SttMode,
  VoiceMode,
} from '../../../common/contract/index.ts';
import { given, path, type Tool, tool } from './tool.ts';

const agent_id = z.string().describe('Id of the agent');

/** Arguments of the tools for creating and updating, and the API's names for them. */
const agentFields = {
  description: z.string().optional().describe('What the agent is for'),
  voice_mode: VoiceMode.optional().describe(
    'webhook: your server answers each turn; hosted: a model answers by system_prompt',
  ),
  system_prompt: z.string().optional().describe('Instructions; needed for hosted agents'),
  begin_message: z.string().optional().describe('First words of a call'),
  voice: z.string().optional().describe('A voice_id of list_voices'),
  model_tier: ModelTier.optional(),
  transfer_number: z.string().optional().describe('Where calls are transferred; "" removes it'),
  voicemail_message: z.string().optional().describe('Left on voicemail; "" removes it'),
  voice_speed: z.number().min(0.5).max(2).optional(),
  interruption_sensitivity: z.number().min(0).max(1).optional(),
  enable_backchannel: z.boolean().optional(),
  enable_messaging: z.boolean().optional(),
  stt_mode: SttMode.optional(),
  ambient_sound: AmbientSound.optional(),
  denoising_mode: DenoisingMode.optional(),
  max_silence_ms: z.number().int().min(10_000).max(3_600_000).optional(),
  language: z.enum(LANGUAGES).optional(),
};

export const AGENT_TOOLS: readonly Tool[] = [
  tool({
    name: 'list_agents',
    description: 'List agents with their phone numbers.',
    input: { limit: z.number().int().min(1).max(100).optional() },
    effect: 'readOnly',
    run: (call, { limit }) => call('GET', '/v1/agents', { query: { limit } }),
  }),
  tool({
    name: 'create_agent',
    description: 'Create an agent. It has no phone number until one is attached.',
    input: { name: z.string().min(1).max(100), ...agentFields },
    effect: 'changes',
    run: (call, args) => call('POST', '/v1/agents', { body: agentBody(args) }),
  }),
  tool({
    name: 'update_agent',
    description: 'Change an agent. What is not given stays as it is.',
    input: { agent_id, name: z.string().min(1).max(100).optional(), ...agentFields },
    effect: 'changes',
    run: (call, { agent_id: id, ...args }) =>
      call('PATCH', path`/v1/agents/${id}`, { body: agentBody(args) }),
  }),
  tool({
    name: 'delete_agent',
    description: 'Delete an agent. Its numbers, conversations and calls stay.',
    input: { agent_id },
    effect: 'destructive',
    run: (call, { agent_id: id }) => call('DELETE', path`/v1/agents/${id}`),
  }),
  tool({
    name: 'get_agent',
    description: 'Get one agent with its phone numbers.',
    input: { agent_id },
    effect: 'readOnly',
    run: (call, { agent_id: id }) => call('GET', path`/v1/agents/${id}`),
  }),
  tool({
    name: 'attach_number',
    description: 'Attach a phone number to an agent. The first one is its caller id.',
    input: { agent_id, number_id: z.string() },
    effect: 'changes',
    run: (call, { agent_id: id, number_id }) =>
      call('POST', path`/v1/agents/${id}/numbers`, { body: { numberId: number_id } }),
  }),
  tool({
    name: 'detach_number',
    description: 'Detach a phone number from an agent. The number stays yours.',
    input: { agent_id, number_id: z.string() },
    effect: 'changes',
    run: (call, { agent_id: id, number_id }) =>
      call('DELETE', path`/v1/agents/${id}/numbers/${number_id}`),
  }),
  tool({
    name: 'list_voices',
    description: 'List the voices an agent can speak with.',
    input: {},
    effect: 'readOnly',
    run: (call) => call('GET', '/v1/agents/voices'),
  }),
];

/** `voice_mode` becomes `voiceMode` in the API, and so on; names without `_` stay the same. */
function agentBody(args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given(args)).map(([name, value]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}

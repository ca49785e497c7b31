import { z } from 'zod';
import { ModelTier } from '../../api/agents.ts';
import { defineOperation } from '../definition/define.ts';

/**
 * `typed`: no recogniser, so only typed lines are understood. `local`: a model on this computer.
 */
export const STT_KINDS = ['typed', 'local', 'openai', 'deepgram', 'elevenlabs'] as const;
/**
 * `flite`: the embedded voice. `virtual`: a voice without sound, whose length and cost are computed
 * from the text, so that a call on a frozen clock is the same in every run.
 */
export const TTS_KINDS = [
  'flite',
  'virtual',
  'openai',
  'elevenlabs',
  'cartesia',
  'deepgram',
] as const;
/**
 * `offline`: no model; the embedded dialogue answers. `openai`: also any server with a compatible
 * API.
 */
export const LLM_KINDS = ['offline', 'openai', 'anthropic', 'google'] as const;
export type LlmKind = (typeof LLM_KINDS)[number];

/**
 * The address of a server that is compatible with the provider's API, without query and
 * credentials.
 */
export const BaseUrl = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine((text) => {
    const { username, password, search, hash } = new URL(text);
    return `${username}${password}${search}${hash}` === '';
  }, 'It must have no user, password, query or fragment.')
  .transform((text) => text.replace(/\/+$/, ''));

/** No spaces or control characters, because it is sent in a header. */
const ApiKey = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{1,500}$/, 'It must be 1 to 500 visible ASCII characters.');

const Name = z.string().trim().min(1).max(200);

const access = {
  baseUrl: BaseUrl.nullish().describe(
    "Address of a server with the provider's API, such as http://127.0.0.1:11434/v1. Left out: the provider's own. For `local`: where models are fetched from.",
  ),
  apiKey: ApiKey.nullish().describe(
    'Key of the provider; it is never shown again. Left out: the stored one, as long as kind and server stay the same. Null removes it.',
  ),
  model: Name.nullish().describe(
    "The provider's name of a model. Left out: its default. For `local`: an id of `model.list`.",
  ),
};
const tierModel = (tier: string) =>
  Name.nullish().describe(`Model for agents of the tier ${tier}. Left out: as \`model\` says.`);

export const EngineChange = z.object({
  stt: z
    .object({
      kind: z
        .enum(STT_KINDS)
        .describe(
          '`typed`: no recogniser, only typed lines are understood. `local`: a model on this computer. Others need a key or a server of your own.',
        ),
      ...access,
    })
    .optional()
    .describe(
      'What hears. Left out: as it is. What is left out within it: the default, the key apart.',
    ),
  tts: z
    .object({
      kind: z
        .enum(TTS_KINDS)
        .describe(
          '`flite`: the embedded voice. `virtual`: no sound, its length computed from the text. Others need a key or a server of your own.',
        ),
      ...access,
      voice: Name.nullish().describe(
        "The provider's voice, for every agent. Left out: one that fits the agent's.",
      ),
      fallbackToFlite: z
        .boolean()
        .default(true)
        .describe(
          'Whether the embedded voice speaks a piece that this one fails to speak, with a warning.',
        ),
    })
    .optional()
    .describe(
      'What speaks. Left out: as it is. What is left out within it: the default, the key apart.',
    ),
  llm: z
    .object({
      kind: z
        .enum(LLM_KINDS)
        .describe(
          '`offline`: no model, the embedded dialogue answers. `openai`: also any server with a compatible API, such as Ollama.',
        ),
      ...access,
      tiers: z
        .object({
          turbo: tierModel('turbo'),
          balanced: tierModel('balanced'),
          max: tierModel('max'),
        })
        .optional()
        .describe('A model for each tier of the agents. Left out: `model` is for all of them.'),
    })
    .optional()
    .describe(
      'What thinks. Left out: as it is. What is left out within it: the default, the key apart.',
    ),
});
export type EngineChange = z.infer<typeof EngineChange>;

const view = {
  /** The address in use; null for kinds that need no server. */
  baseUrl: z.string().nullable(),
  /** Null: the provider's default. */
  model: z.string().nullable(),
  /** Whether a key is stored. The key itself is never shown. */
  hasApiKey: z.boolean(),
  /** What is missing before it can be used, and what to do; null if nothing is missing. */
  problem: z.string().nullable(),
  /** What the provider has announced about the model in use, with the date; null if nothing. */
  notice: z.string().nullable(),
};

export const EnginesView = z.object({
  stt: z.object({ kind: z.enum(STT_KINDS), ...view }),
  tts: z.object({
    kind: z.enum(TTS_KINDS),
    ...view,
    voice: z.string().nullable(),
    fallbackToFlite: z.boolean(),
  }),
  llm: z.object({
    kind: z.enum(LLM_KINDS),
    ...view,
    /** The models chosen; null: `model`, or the provider's default for that tier. */
    tiers: z.object({
      turbo: z.string().nullable(),
      balanced: z.string().nullable(),
      max: z.string().nullable(),
    }),
    /** The models in use, per tier. */
    models: z.object({ turbo: z.string(), balanced: z.string(), max: z.string() }),
  }),
  /** `memory`: keys are lost when the app quits. */
  keysKeptIn: z.enum(['memory', 'system']),
});
export type EnginesView = z.infer<typeof EnginesView>;

export const EngineTest = z.object({
  ok: z.boolean(),
  /** What was heard or spoken, or what went wrong and what to do. */
  message: z.string(),
  /** For a voice, the time from the request to its first sound. */
  firstAudioMs: z.number().nullable(),
  /**
   * For a recogniser, the time from the end of the test sentence to its transcript; for a model, from
   * the request to its first token.
   */
  firstTextMs: z.number().nullable(),
  /** For a model, the tokens that the test took. */
  usage: z.object({ inputTokens: z.number().int(), outputTokens: z.number().int() }).nullable(),
});
export type EngineTest = z.infer<typeof EngineTest>;

export const LocalModelServer = z.object({
  /** The program's name as its users know it. */
  name: z.string(),
  /** To be passed to `engines.set` with kind `openai`. */
  baseUrl: z.string(),
  models: z.array(z.string()),
});
export type LocalModelServer = z.infer<typeof LocalModelServer>;

export const ENGINE_OPERATIONS = [
  defineOperation({
    name: 'engines.get',
    description: 'The engines that hear, speak and think. Keys are never shown.',
    input: z.object({}),
    output: EnginesView,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'engines.set',
    description: 'Chooses engines; what is left out stays. The next call takes them up.',
    input: EngineChange,
    output: EnginesView,
    effect: 'changes',
  }),
  defineOperation({
    name: 'engines.test',
    description: 'Tries the chosen voice, recogniser or model once, and says how fast it was.',
    input: z.object({
      engine: z
        .enum(['stt', 'tts', 'llm'])
        .describe('`stt` hears a sentence, `tts` speaks one, `llm` answers one.'),
      modelTier: ModelTier.default('balanced').describe("Which tier's model is tried, for `llm`."),
    }),
    output: EngineTest,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'engines.discover',
    description:
      'Servers of models that run on this computer: Ollama, LM Studio, llama.cpp, vLLM. Looks at their usual ports on loopback only.',
    input: z.object({}),
    output: z.object({ items: z.array(LocalModelServer) }),
    effect: 'readOnly',
  }),
] as const;

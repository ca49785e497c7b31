import { z } from 'zod';
import { ModelTier } from '../../api/agents.ts';
import { defineOperation } from '../define.ts';

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

/**
 * A field that is absent or null means the provider's default. For `local`, `baseUrl` is the mirror
 * to download models from, and `model` is the id of a model.
 */
const access = {
  baseUrl: BaseUrl.nullish(),
  /**
   * If absent, the stored key is kept as long as kind and server stay the same. Null removes it.
   */
  apiKey: ApiKey.nullish(),
  model: Name.nullish(),
};

export const EngineChange = z.object({
  stt: z.object({ kind: z.enum(STT_KINDS), ...access }).optional(),
  tts: z
    .object({
      kind: z.enum(TTS_KINDS),
      ...access,
      /** The provider's voice to use for every agent. */
      voice: Name.nullish(),
      /** If the engine fails to speak a piece, the embedded voice does, with a warning. */
      fallbackToFlite: z.boolean().default(true),
    })
    .optional(),
  llm: z
    .object({
      kind: z.enum(LLM_KINDS),
      ...access,
      /** One model per tier of the agents; `model` alone applies to all tiers. */
      tiers: z
        .object({ turbo: Name.nullish(), balanced: Name.nullish(), max: Name.nullish() })
        .optional(),
    })
    .optional(),
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
      engine: z.enum(['stt', 'tts', 'llm']),
      /** Which tier's model to test, for `llm`. */
      modelTier: ModelTier.default('balanced'),
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

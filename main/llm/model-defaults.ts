import type { LlmKind, ModelTier } from '../../common/contract/index.ts';

/** How much a model may reason before it answers: on the phone, every second of it is silence. */
export type Reasoning = 'none' | 'minimal' | 'low';

export interface TierModel {
  readonly model: string;
  /** Null: the model does not reason. */
  readonly reasoning: Reasoning | null;
}

/**
 * A model provider that requires a key at its own address; at another address the key is optional.
 */
export interface ModelProvider {
  /** The name shown in messages. */
  readonly label: string;
  readonly baseUrl: string;
  readonly tiers: Readonly<Record<ModelTier, TierModel>>;
}

/**
 * The default model per tier: turbo answers fastest, max best. Names from the catalogues of
 * @ai-sdk/openai 4.0.118, @ai-sdk/anthropic 4.0.105 and @ai-sdk/google 4.0.121 (November 2026);
 * review them when those are updated. Each with the least reasoning that it allows: that is why
 * claude-sonnet-5 is used rather than 5-5, which cannot switch it off.
 */
export const MODEL_PROVIDERS: Readonly<Record<Exclude<LlmKind, 'offline'>, ModelProvider>> = {
  openai: {
    label: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    tiers: {
      turbo: { model: 'gpt-6-luna', reasoning: 'none' },
      balanced: { model: 'gpt-6.1-terra', reasoning: 'none' },
      max: { model: 'gpt-6.1-sol', reasoning: 'low' },
    },
  },
  anthropic: {
    label: 'Anthropic',
    baseUrl: 'https://api.anthropic.com/v1',
    tiers: {
      turbo: { model: 'claude-haiku-5-5', reasoning: 'none' },
      balanced: { model: 'claude-sonnet-5', reasoning: 'none' },
      max: { model: 'claude-opus-5-5', reasoning: 'low' },
    },
  },
  google: {
    label: 'Google',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
    tiers: {
      turbo: { model: 'gemini-3.5-flash-lite', reasoning: 'minimal' },
      balanced: { model: 'gemini-3.8-flash', reasoning: 'minimal' },
      max: { model: 'gemini-4-argon', reasoning: 'low' },
    },
  },
};

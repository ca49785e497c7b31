import type { CallModel, ModelTier } from '../../../common/contract/index.ts';
import { AiSdkModel } from '../../llm/ai-sdk-model.ts';
import type { LanguageModel } from '../../llm/language-model.ts';
import { MODEL_PROVIDERS } from '../../llm/model-defaults.ts';
import type { ModelHttp } from '../../llm/model-http.ts';
import { OfflineModel } from '../../llm/offline-model.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { EngineChoice } from './engine-choice.ts';

type LlmChoice = EngineChoice['llm'];

export interface ModelDeps {
  readonly http: ModelHttp;
  readonly clock: Clock;
}

/** The model of a tier. If it cannot be used (no key), it says so when asked. */
export function languageModel(
  choice: LlmChoice,
  apiKey: string | null,
  tier: ModelTier,
  { http, clock }: ModelDeps,
): LanguageModel {
  const { kind } = choice;
  if (kind === 'offline') return new OfflineModel();
  const { label, baseUrl: usual, tiers } = MODEL_PROVIDERS[kind];
  const baseUrl = choice.baseUrl ?? usual;
  const named = choice.tiers[tier] ?? choice.model;
  const isProviders = baseUrl === usual;
  return new AiSdkModel({
    access: {
      kind,
      label: isProviders ? label : `The ${label}-compatible server`,
      baseUrl,
      isProviders,
      apiKey,
      model: named ?? tiers[tier].model,
    },
    // An unknown model gets no reasoning effort: we do not know the least that it accepts.
    reasoning: named === null ? tiers[tier].reasoning : null,
    http,
    clock,
  });
}

/** The model that answered a call, as it is linked now; null if no model is linked. */
export function sameModel(
  wanted: CallModel | null,
  model: (tier: ModelTier) => LanguageModel,
): LanguageModel | null {
  const linked = (['balanced', 'turbo', 'max'] as const).map(model);
  const same = linked.find(
    ({ provider, name }) => provider === wanted?.provider && name === wanted.name,
  );
  // For a call answered by a webhook, or by a model no longer linked, use the balanced tier.
  const found = same ?? linked[0];
  return found === undefined || found.provider === 'offline' ? null : found;
}

/** The model of each tier, by the provider's name for it. */
export function modelNames({ kind, model, tiers }: LlmChoice): Record<ModelTier, string> {
  const nameOf = (tier: ModelTier) =>
    kind === 'offline'
      ? 'offline'
      : (tiers[tier] ?? model ?? MODEL_PROVIDERS[kind].tiers[tier].model);
  return { turbo: nameOf('turbo'), balanced: nameOf('balanced'), max: nameOf('max') };
}

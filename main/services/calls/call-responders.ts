import type {
  Agent,
  CallModel,
  CreateCallRequest,
  ModelTier,
} from '../../../common/contract/index.ts';
import type { LanguageModel } from '../../llm/language-model.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { StoredCall } from '../../store/calls/calls.ts';
import { HostedResponder } from '../../voice/responding/hosted-responder.ts';
import type { ModelRequestLog } from '../../voice/responding/model-request-log.ts';
import type { Responder } from '../../voice/responding/responder.ts';
import type { ModelSetups } from '../hosted/model-setup.ts';

export interface CallRespondersDeps {
  readonly clock: Clock;
  /** Asks the agent's webhook. One for all calls: each turn names its call. */
  readonly webhook: Responder;
  /** The model for a call that begins now. */
  readonly model: (tier: ModelTier) => LanguageModel;
  readonly conversations: ModelSetups;
  readonly requests: ModelRequestLog;
}

export type HostedOverrides = Pick<CreateCallRequest, 'systemPrompt' | 'modelTier' | 'variables'>;

export interface CallResponder {
  readonly responder: Responder;
  /** Null if it is the agent's webhook. */
  readonly model: CallModel | null;
}

/**
 * A call with its own prompt is hosted, whatever the agent's mode
 * (docs/reference/provider/hosted.md#which-calls-are-hosted).
 */
export function isHosted(agent: Agent, request: HostedOverrides): boolean {
  return Boolean(request.systemPrompt) || agent.voiceMode === 'hosted';
}

/** Chooses a call's responder at its beginning; later changes apply to the next call. */
export class CallResponders {
  readonly #deps: CallRespondersDeps;

  constructor(deps: CallRespondersDeps) {
    this.#deps = deps;
  }

  of(call: StoredCall, agent: Agent, request: HostedOverrides, keepMarkup: boolean): CallResponder {
    const { clock, webhook, conversations, requests } = this.#deps;
    if (!isHosted(agent, request)) return { responder: webhook, model: null };
    const ownPrompt = request.systemPrompt || null;
    // The call's tier only applies together with the call's prompt.
    const tier = (ownPrompt === null ? null : request.modelTier) ?? agent.modelTier;
    const model = this.#deps.model(tier);
    // Connects while the phone rings or the greeting is spoken.
    model.prepare?.();
    const conversation = conversations.of(agent, {
      accountId: call.accountId,
      systemPrompt: ownPrompt,
      variables: request.variables,
      call,
    });
    return {
      responder: new HostedResponder({ clock, model, conversation, requests, keepMarkup }),
      model: { provider: model.provider, name: model.name },
    };
  }
}

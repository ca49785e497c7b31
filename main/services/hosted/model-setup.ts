import type { Agent } from '../../../common/contract/index.ts';
import type { ModelSetup } from '../../voice/responding/hosted-tool.ts';
import { builtInTools, type CallTexts } from './built-in-tools.ts';
import { type CustomToolDeps, customTools } from './custom-tool.ts';
import { systemPrompt } from './prompt.ts';

export interface ModelSetupsDeps extends CustomToolDeps {
  readonly texts: CallTexts;
  /** IANA name of the machine's time zone. */
  readonly timeZone: string;
}

export interface ConversationRequest {
  readonly accountId: string;
  /** Replaces the agent's own prompt. */
  readonly systemPrompt?: string | null | undefined;
  readonly variables?: Readonly<Record<string, string | null>> | null | undefined;
  /** Null in the playground, which has no call. */
  readonly call: {
    readonly direction: 'inbound' | 'outbound' | 'web';
    readonly numberId: string | null;
    readonly from: string;
    readonly to: string;
  } | null;
}

/** What a hosted agent is given and can do, according to its current settings. */
export class ModelSetups {
  readonly #deps: ModelSetupsDeps;

  constructor(deps: ModelSetupsDeps) {
    this.#deps = deps;
  }

  of(agent: Agent, request: ConversationRequest): ModelSetup {
    const { clock, texts, timeZone } = this.#deps;
    const { accountId, call } = request;
    const hasLine = call === null || call.numberId !== null;
    const tools = [
      ...builtInTools({
        accountId,
        transferNumber: agent.transferNumber,
        texts: agent.enableMessaging && hasLine ? texts : null,
      }),
      ...customTools(
        agent.customTools ?? [],
        { accountId, agentId: agent.id, language: agent.language },
        this.#deps,
      ),
    ];
    const system = systemPrompt({
      agentName: agent.name,
      prompt: request.systemPrompt ?? agent.systemPrompt ?? '',
      variables: request.variables ?? {},
      language: agent.language,
      call,
      nowMs: clock.now(),
      timeZone,
      tools: tools.map(({ name }) => name),
    });
    return { system, language: agent.language, tools };
  }
}

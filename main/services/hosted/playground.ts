import {
  ApiError,
  type ModelTier,
  type OperationInput,
  type PlaygroundAnswer,
} from '../../../common/contract/index.ts';
import {
  type LanguageModel,
  ModelFailure,
  type ModelResult,
  type ModelTool,
} from '../../llm/language-model.ts';
import type { RealTime } from '../../platform/time/clock.ts';
import {
  type HostedTool,
  MOST_TOOL_CALLS,
  TOO_MANY_TOOL_CALLS,
  type ToolOutcome,
} from '../../voice/responding/hosted-tool.ts';
import type { Agents } from '../agents/agents.ts';
import { ArgumentCheck } from '../agents/schema-check.ts';
import { BUILT_IN_TOOLS } from '../agents/tool-names.ts';
import type { ModelSetups } from './model-setup.ts';

export interface PlaygroundDeps {
  readonly agents: Agents;
  readonly conversations: ModelSetups;
  readonly model: (tier: ModelTier) => LanguageModel;
  readonly real: RealTime;
}

type ToolCall = PlaygroundAnswer['toolCalls'][number];

/** The answers of built-in tools that cannot work without a call. */
const PRETENDED: Readonly<Record<string, unknown>> = {
  [BUILT_IN_TOOLS.sendMessage]: { ok: true, sent: true, note: 'Only tried out; nothing was sent.' },
  [BUILT_IN_TOOLS.readMessages]: { messages: [] },
};

const SWITCHED_OFF =
  'Tools are switched off in the playground, so this one was not called. Answer without it.';

/** Talks to an agent by text, with the prompt and tools it would have in a call. */
export class Playground {
  readonly #deps: PlaygroundDeps;

  constructor(deps: PlaygroundDeps) {
    this.#deps = deps;
  }

  /**
   * Can be aborted with `signal`, including the model's tools.
   * @throws `NOT_FOUND` for an unknown agent, `MODEL_FAILED` if the model does not answer
   */
  async say(
    accountId: string,
    input: OperationInput<'playground.say'>,
    signal: AbortSignal,
  ): Promise<PlaygroundAnswer> {
    const { agents, conversations, real } = this.#deps;
    const agent = agents.get(accountId, input.agentId);
    const model = this.#deps.model(input.modelTier ?? agent.modelTier);
    const { systemPrompt, variables } = input;
    const { system, tools } = conversations.of(agent, {
      accountId,
      systemPrompt,
      variables,
      call: null,
    });
    const answer = new Answer(real);
    try {
      const result = await model.converse(
        {
          system,
          messages: [...input.history, { role: 'user', content: input.text }],
          tools: tools.map((tool) => answer.tool(tool, input.runTools)),
        },
        { requestSent: () => answer.sent(), text: (delta) => answer.add(delta) },
        signal,
      );
      return answer.done(model, result);
    } catch (error) {
      if (error instanceof ModelFailure) throw new ApiError('MODEL_FAILED', error.message);
      throw error;
    }
  }
}

/** One answer while it arrives. */
class Answer {
  readonly #real: RealTime;
  readonly #startedMs: number;
  readonly #toolCalls: ToolCall[] = [];
  /** Time from the start until the request was sent, which excludes loading the SDK. */
  #sentMs: number | null = null;
  #firstTextMs: number | null = null;
  #text = '';
  #toolsStarted = 0;
  /** A tool was called after the last words, so the next words begin a new sentence. */
  #breaks = false;

  constructor(real: RealTime) {
    this.#real = real;
    this.#startedMs = real.monotonicMs();
  }

  sent(): void {
    this.#sentMs ??= this.#elapsedMs();
  }

  add(delta: string): void {
    this.#firstTextMs ??= this.#elapsedMs() - (this.#sentMs ?? 0);
    if (this.#breaks && this.#text !== '') this.#text += '\n';
    this.#breaks = false;
    this.#text += delta;
  }

  /** @param runs whether custom tools are really called */
  tool(tool: HostedTool, runs: boolean): ModelTool {
    const { name, description, parameters } = tool;
    return {
      name,
      description,
      parameters,
      run: async (args, signal) => {
        this.#toolsStarted += 1;
        if (this.#toolsStarted > MOST_TOOL_CALLS) {
          return { answer: { error: TOO_MANY_TOOL_CALLS }, endsTurn: false };
        }
        const since = this.#elapsedMs();
        const { ok, answer, deliveryId, action } = await outcomeOf(tool, args, runs, signal);
        const durationMs = this.#elapsedMs() - since;
        this.#toolCalls.push({ name, args, ok, answer, durationMs, deliveryId });
        this.#breaks = true;
        return { answer, endsTurn: action !== null };
      },
    };
  }

  done(model: LanguageModel, { usage }: ModelResult): PlaygroundAnswer {
    return {
      text: this.#text.trim(),
      provider: model.provider,
      model: model.name,
      toolCalls: this.#toolCalls,
      firstTextMs: this.#firstTextMs,
      totalMs: this.#elapsedMs(),
      usage,
    };
  }

  #elapsedMs(): number {
    return Math.round(this.#real.monotonicMs() - this.#startedMs);
  }
}

async function outcomeOf(
  tool: HostedTool,
  args: Readonly<Record<string, unknown>>,
  runs: boolean,
  signal: AbortSignal,
): Promise<Pick<ToolOutcome, 'ok' | 'answer' | 'deliveryId' | 'action'>> {
  if (!tool.builtIn && !runs) {
    return { ok: false, answer: { error: SWITCHED_OFF }, deliveryId: null, action: null };
  }
  const pretended = tool.builtIn ? PRETENDED[tool.name] : undefined;
  if (pretended !== undefined && new ArgumentCheck(tool.parameters).fault(args) === null) {
    return { ok: true, answer: pretended, deliveryId: null, action: null };
  }
  return tool.run(args, null, signal);
}

/**
 * What a hosted agent thinks with: a model at a provider, or the embedded offline dialogue. One
 * conversation step at a time; the tool calls within a step are run by the model's own loop.
 */
export interface LanguageModel {
  /** `openai`, `anthropic`, `google`, or `offline`. */
  readonly provider: string;
  /** The provider's name of it, for people and logs; `offline` for the embedded dialogue. */
  readonly name: string;
  /**
   * Answers the last message of the person. Text is told as it arrives; tools are run in between.
   * Aborting `signal` closes the connection at once.
   *
   * @throws ModelFailure
   */
  converse(
    request: ModelRequest,
    observer: ModelObserver,
    signal: AbortSignal,
  ): Promise<ModelResult>;
}

export interface ModelRequest {
  readonly system: string;
  /** Oldest first; the last one is the person's. */
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  /** BCP 47: the language of the answer. */
  readonly language: string;
}

export interface ModelMessage {
  readonly role: 'user' | 'agent';
  /** Of the agent: only what was heard. */
  readonly content: string;
}

export interface ModelTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments, an object. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Runs it; what it resolves to (JSON) is told to the model. A failure is told as one, not thrown. */
  run(args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<unknown>;
}

export interface ModelObserver {
  /** The request's bytes are on their way. */
  requestSent?(): void;
  /** Response headers of the provider. */
  responseStarted?(status: number): void;
  /** Text as it arrives: a token or a few. */
  text(delta: string): void;
}

export interface ModelUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface ModelResult {
  readonly usage: ModelUsage;
  /** `toolLimit`: it would have gone on calling tools. */
  readonly finish: 'complete' | 'length' | 'filtered' | 'toolLimit';
}

/** The model could not answer. `message` says what happened, why, and what to do; no secret in it. */
export class ModelFailure extends Error {
  readonly why:
    | 'unreachable'
    | 'refusedKey'
    | 'rateLimited'
    | 'unknownModel'
    | 'providerError'
    | 'malformed'
    | 'timeout';

  constructor(why: ModelFailure['why'], message: string) {
    super(message);
    this.name = 'ModelFailure';
    this.why = why;
  }
}

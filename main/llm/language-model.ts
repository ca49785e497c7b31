/**
 * What a hosted agent thinks with: a model at a provider, or the embedded offline dialogue. One
 * conversation step at a time; the tool calls within a step are run by the model's own loop.
 */
export interface LanguageModel {
  /** `openai`, `anthropic`, `google`, or `offline`. */
  readonly provider: string;
  /** The provider's name of it, for people and logs; `offline` for the embedded dialogue. */
  readonly name: string;
  /** A call begins: loads what the first answer would have to wait for. Fails in silence. */
  prepare?(): void;
  /**
   * Answers the last message of the person. Text is told as it arrives; tools are run in between.
   * Aborting `signal` closes the connection at once and rejects; nothing is told any more.
   *
   * @throws ModelFailure, or the signal's reason after an abort
   */
  converse(
    request: ModelRequest,
    observer: ModelObserver,
    signal: AbortSignal,
  ): Promise<ModelResult>;
}

export interface ModelRequest {
  /** The agent's own prompt first: the offline dialogue reads its name and its answers in it. */
  readonly system: string;
  /** Oldest first; the last one is the person's. Empty ones are left out. */
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
}

export interface ModelMessage {
  readonly role: 'user' | 'agent';
  /** For the agent, only what was heard. */
  readonly content: string;
}

export interface ModelTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments, an object. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /**
   * Runs it; a failure is told as an answer, not thrown. The arguments are an object, but nobody has
   * held them against the schema yet.
   */
  run(args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<ModelToolResult>;
}

export interface ModelToolResult {
  /** JSON for the model. */
  readonly answer: unknown;
  /** There is nothing to say after it (the call was hung up): the model is not asked any more. */
  readonly endsTurn: boolean;
}

export interface ModelObserver {
  /**
   * The request's bytes are on the socket: once per step, so again after each round of tools. `url`
   * has no query. The offline dialogue sends nothing and tells nothing.
   */
  requestSent?(url: string): void;
  /** Response headers of the provider, once per step. */
  responseStarted?(status: number): void;
  /** Text as it arrives: a token or a few. */
  text(delta: string): void;
  /** The server takes no tools, so it is asked without them; `message` says so in words. */
  toolsRefused?(message: string): void;
  /** The model called a tool that it does not have; it is told so. */
  unknownTool?(name: string): void;
}

export interface ModelUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface ModelResult {
  /** Usage of all steps; 0 where the provider reports none. */
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
    | 'noTools'
    | 'providerError'
    | 'malformed'
    | 'timeout';

  constructor(why: ModelFailure['why'], message: string) {
    super(message);
    this.name = 'ModelFailure';
    this.why = why;
  }
}

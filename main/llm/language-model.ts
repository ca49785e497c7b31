/**
 * What a hosted agent thinks with: a model of a provider, or the embedded offline dialogue. One
 * conversation step at a time; tool calls within a step are executed by the model's own loop.
 */
export interface LanguageModel {
  /** `openai`, `anthropic`, `google`, or `offline`. */
  readonly provider: string;
  /** The model's name at its provider, for people and logs; `offline` for the embedded dialogue. */
  readonly name: string;
  /**
   * A call begins: loads whatever the first answer would have to wait for. Failures are ignored.
   */
  prepare?(): void;
  /**
   * Answers the person's last message. Text is passed on as it arrives; tools are run in between.
   * Aborting `signal` closes the connection at once and rejects; the observer is not called after
   * that.
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
  /**
   * Begins with the agent's own prompt, from which the offline dialogue takes its name and its
   * answers.
   */
  readonly system: string;
  /** Oldest first; the last one is the person's. Empty messages are left out. */
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
}

export interface ModelMessage {
  readonly role: 'user' | 'agent';
  /** If the agent said it, only the words that were heard. */
  readonly content: string;
}

export interface ModelTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments, of type object. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /**
   * Runs the tool; failures are returned as answers, not thrown. The arguments are an object, but
   * not validated against the schema yet.
   */
  run(args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<ModelToolResult>;
}

export interface ModelToolResult {
  /** The JSON that the model gets. */
  readonly answer: unknown;
  /** Nothing can be said after it (the call was hung up), so the model is not asked again. */
  readonly endsTurn: boolean;
}

export interface ModelObserver {
  /**
   * A request is about to be sent, once per step. `body` is exactly what goes out, without headers,
   * so it contains no key; from the offline dialogue, it is what that was given.
   */
  asked?(body: string): void;
  /**
   * The oldest request that was asked and not answered yet is over, however it ended. Unlike the
   * others, this is called after an abort too.
   */
  answered?(answer: StepAnswer): void;
  /**
   * The last byte of the request is on the socket: once per step, so again after each round of
   * tools. `url` has no query. Not called by the offline dialogue, which sends nothing.
   */
  requestSent?(url: string): void;
  /** The provider's response headers arrived; once per step. */
  responseStarted?(status: number): void;
  /** Text as it arrives: a token or a few. */
  text(delta: string): void;
  /** The server does not support tools, so it is asked without them; `message` explains this. */
  toolsRefused?(message: string): void;
  /** The model called an unknown tool, and was told so. */
  unknownTool?(name: string): void;
}

/** What came back on one request. */
export interface StepAnswer {
  readonly outcome: 'complete' | 'failed' | 'aborted';
  /** Null unless it failed. */
  readonly message: string | null;
  readonly text: string;
  /** `arguments` as JSON. */
  readonly toolCalls: readonly { readonly name: string; readonly arguments: string }[];
  /** In the provider's word; null if it gave none. */
  readonly finish: string | null;
  /** Null if the provider did not report it. */
  readonly usage: ModelUsage | null;
  /** From the request on the wire to the first words or tool call; null if none came. */
  readonly firstTokenMs: number | null;
  readonly durationMs: number;
}

export interface ModelUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface ModelResult {
  /** The usage of all steps together; 0 if the provider reports none. */
  readonly usage: ModelUsage;
  /** `toolLimit`: it wanted to call further tools. */
  readonly finish: 'complete' | 'length' | 'filtered' | 'toolLimit';
}

/**
 * The model could not answer. `message` says what happened, why, and what to do, and contains no
 * secrets.
 */
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

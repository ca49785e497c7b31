import type { LanguageModel as SdkModel, ToolSet } from 'ai';
import type { Clock } from '../platform/time/clock.ts';
import {
  type LanguageModel,
  ModelFailure,
  type ModelMessage,
  type ModelObserver,
  type ModelRequest,
  type ModelResult,
  type ModelTool,
} from './language-model.ts';
import type { Reasoning } from './model-defaults.ts';
import {
  type ModelAccess,
  malformed,
  missingKey,
  streamError,
  toolsUnused,
} from './model-failures.ts';
import type { ModelFetch, ModelHttp } from './model-http.ts';
import { sdkModel } from './providers.ts';
import { StepNotes } from './step-notes.ts';

/** The maximum rounds of tool calls within one answer, because no caller waits longer. */
const MOST_STEPS = 8;
/** About twenty minutes of speech: a model that writes more has lost its way. */
const MOST_CHARACTERS = 20_000;
/** Stands in for the person's words, for providers that require them to come first. */
const OPENING = '(The conversation begins.)';

type Sdk = typeof import('ai');

export interface AiSdkModelDeps {
  readonly access: ModelAccess;
  /** How much it may reason before it answers; null: the provider's default. */
  readonly reasoning: Reasoning | null;
  readonly http: ModelHttp;
  readonly clock: Clock;
}

/** A model of a provider, or of a server with a compatible API, through the AI SDK. */
export class AiSdkModel implements LanguageModel {
  readonly provider: string;
  readonly name: string;
  readonly #deps: AiSdkModelDeps;

  constructor(deps: AiSdkModelDeps) {
    this.#deps = deps;
    this.provider = deps.access.kind;
    this.name = deps.access.model;
  }

  prepare(): void {
    // A failure here does not matter; it is reported when an answer is needed.
    const unused: ModelFetch = () => Promise.reject(new Error('Only prepared.'));
    void Promise.all([loadSdk(), sdkModel(this.#deps.access, unused)]).catch(() => {});
  }

  async converse(
    request: ModelRequest,
    observer: ModelObserver,
    signal: AbortSignal,
  ): Promise<ModelResult> {
    const { access, clock } = this.#deps;
    if (access.isProviders && access.apiKey === null) throw missingKey(access);
    // Aborting the answer on our side must close the connection too.
    const broken = new AbortController();
    const landed = clock.flow();
    try {
      const either = AbortSignal.any([signal, broken.signal]);
      return await this.#withToolsIfTaken(request, observer, either);
    } catch (error) {
      broken.abort();
      signal.throwIfAborted();
      throw asFailure(access, error);
    } finally {
      landed();
    }
  }

  /**
   * If the server does not support tools, asks again without them, which is better than no answer.
   */
  async #withToolsIfTaken(
    request: ModelRequest,
    observer: ModelObserver,
    signal: AbortSignal,
  ): Promise<ModelResult> {
    const { access, http } = this.#deps;
    const key = `${access.baseUrl} ${access.model}`;
    const without = { ...request, tools: [] };
    if (request.tools.length === 0) return this.#stream(request, observer, signal);
    if (http.toolless.has(key)) {
      observer.toolsRefused?.(toolsUnused(access));
      return this.#stream(without, observer, signal);
    }
    try {
      return await this.#stream(request, observer, signal);
    } catch (error) {
      const failure = asFailure(access, error);
      if (failure.why !== 'noTools' || signal.aborted) throw error;
      http.toolless.add(key);
      observer.toolsRefused?.(failure.message);
      return this.#stream(without, observer, signal);
    }
  }

  /** Notes each step for the observer, also one that breaks off. */
  async #stream(
    request: ModelRequest,
    observer: ModelObserver,
    signal: AbortSignal,
  ): Promise<ModelResult> {
    const { access, clock } = this.#deps;
    const notes = new StepNotes(clock, observer);
    // At once: whoever reads what was asked may be here before the connection is closed.
    const broken = () => notes.broken(null);
    signal.addEventListener('abort', broken);
    try {
      return await this.#read(request, notes, observer, signal);
    } catch (error) {
      notes.broken(signal.aborted ? null : asFailure(access, error).message);
      throw error;
    } finally {
      signal.removeEventListener('abort', broken);
    }
  }

  async #read(
    request: ModelRequest,
    notes: StepNotes,
    observer: ModelObserver,
    signal: AbortSignal,
  ): Promise<ModelResult> {
    const { access, http, reasoning } = this.#deps;
    const sdk = await loadSdk();
    signal.throwIfAborted();
    const model: SdkModel = await sdkModel(
      access,
      http.fetchFor(access, notes.watching(observer), signal),
    );
    let ended = false;
    const tools = sdkTools(sdk, request.tools, () => {
      ended = true;
    });
    const { stream } = sdk.streamText({
      model,
      ...(request.system === '' ? {} : { instructions: request.system }),
      messages: sdkMessages(request.messages),
      tools,
      ...(reasoning ? { reasoning } : {}),
      stopWhen: [sdk.isStepCount(MOST_STEPS), () => ended],
      // A caller is waiting on the phone, so report a failure instead of silently retrying.
      maxRetries: 0,
      abortSignal: signal,
      telemetry: { isEnabled: false },
      // Errors arrive in the stream; by default the SDK would also print them to the console.
      onError: () => {},
    });
    let characters = 0;
    let called = false;
    let result: ModelResult | null = null;
    // Read to the end, because only then is the connection free for the next turn.
    for await (const part of stream) {
      signal.throwIfAborted();
      switch (part.type) {
        case 'text-delta':
          characters += part.text.length;
          if (characters > MOST_CHARACTERS) throw malformed(access, 'it did not stop talking');
          if (part.text !== '') {
            notes.text(part.text);
            observer.text(part.text);
          }
          break;
        case 'tool-input-start':
          notes.began();
          break;
        case 'tool-call':
          called = true;
          notes.toolCall(part.toolName, part.input);
          if (!(part.toolName in tools)) observer.unknownTool?.(part.toolName);
          break;
        case 'error':
          if (characters === 0 || !isUnended(part.error)) throw part.error;
          // The text is complete but without a finish reason, which some servers omit.
          notes.finished(null, null);
          result = { usage: { inputTokens: 0, outputTokens: 0 }, finish: 'complete' };
          break;
        case 'finish-step':
          notes.finished(part.rawFinishReason ?? part.finishReason, part.usage);
          break;
        case 'finish': {
          const { inputTokens, outputTokens } = part.totalUsage;
          const usage = { inputTokens: inputTokens ?? 0, outputTokens: outputTokens ?? 0 };
          const isEmpty = characters === 0 && !called && UNFINISHED.has(part.finishReason);
          if (isEmpty) throw malformed(access, 'there was nothing in it that could be understood');
          result = { usage, finish: ended ? 'complete' : finishOf(part.finishReason) };
          break;
        }
        default:
          break;
      }
    }
    signal.throwIfAborted();
    if (!result) throw malformed(access, 'it ended in the middle');
    return result;
  }
}

/** Loaded on first use, so that the app starts without it. */
async function loadSdk(): Promise<Sdk> {
  // The SDK prints warnings to the console, where they help no one.
  globalThis.AI_SDK_LOG_WARNINGS = false;
  return import('ai');
}

function sdkMessages(messages: readonly ModelMessage[]) {
  const said = messages.filter(({ content }) => content.trim() !== '');
  const opening = { role: 'user' as const, content: OPENING };
  return [
    // Anthropic and Google refuse a conversation that begins with the agent, as one with a greeting
    // does.
    ...(said[0]?.role === 'user' ? [] : [opening]),
    ...said.map(({ role, content }) =>
      role === 'user'
        ? { role: 'user' as const, content }
        : { role: 'assistant' as const, content },
    ),
  ];
}

/** @param onEnding called when a tool was run that ends the turn */
function sdkTools(sdk: Sdk, tools: readonly ModelTool[], onEnding: () => void): ToolSet {
  return Object.fromEntries(
    tools.map((tool) => [
      tool.name,
      sdk.tool({
        description: tool.description,
        inputSchema: sdk.jsonSchema(tool.parameters),
        execute: async (args: unknown, { abortSignal }) => {
          if (typeof args !== 'object' || args === null || Array.isArray(args)) {
            return { error: 'The arguments must be a JSON object.' };
          }
          const { answer, endsTurn } = await tool.run(
            args as Record<string, unknown>,
            abortSignal ?? new AbortController().signal,
          );
          if (endsTurn) onEnding();
          return answer;
        },
      }),
    ]),
  );
}

/**
 * Finish reasons of incomplete answers, for example from servers that are not compatible after all.
 */
const UNFINISHED: ReadonlySet<string> = new Set(['other', 'interrupted', 'error']);

function finishOf(reason: string): ModelResult['finish'] {
  switch (reason) {
    case 'length':
      return 'length';
    case 'content-filter':
      return 'filtered';
    case 'tool-calls':
      return 'toolLimit';
    default:
      return 'complete';
  }
}

/** Whether the stream is complete and only lacks a finish reason. */
function isUnended(error: unknown): boolean {
  return error instanceof Error && /ended without a finish/i.test(error.message);
}

/**
 * Errors that the SDK throws for answers in an unknown form; those of providers have other names.
 */
const NOT_UNDERSTOOD: ReadonlySet<string> = new Set([
  'Error',
  'TypeError',
  'AI_JSONParseError',
  'AI_TypeValidationError',
  'AI_InvalidResponseDataError',
  'AI_EmptyResponseBodyError',
]);

function asFailure(access: ModelAccess, error: unknown): ModelFailure {
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    if (inner instanceof ModelFailure) return inner;
    if (NOT_UNDERSTOOD.has(inner.name)) return malformed(access, 'a piece of it makes no sense');
  }
  return streamError(access, error instanceof Error ? error.message : error);
}

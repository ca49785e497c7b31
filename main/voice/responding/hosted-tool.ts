import type { VoiceTurn } from './turn-webhook.ts';

/** The limit within one answer, because no caller waits longer. */
export const MOST_TOOL_CALLS = 20;
/** The answer that the model gets to any call beyond the limit. */
export const TOO_MANY_TOOL_CALLS =
  'No more tools can be called in this answer. Say what you know so far.';

/** What a hosted model is given, and what it can do. The services assemble it; `voice` runs it. */
export interface ModelSetup {
  /** What the agent is and knows, how to speak on the phone, and who is calling. */
  readonly system: string;
  /** BCP 47: the language in which to answer. */
  readonly language: string;
  readonly tools: readonly HostedTool[];
}

export interface HostedTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments, of type object. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly builtIn: boolean;
  /** The URL to call; null for a built-in tool. */
  readonly url: string | null;
  /**
   * What the agent says while the tool runs; null: nothing, for example because the tool will
   * refuse these arguments.
   */
  announcement(args: Readonly<Record<string, unknown>>): string | null;
  /** Does not reject. Can be aborted with `signal`. */
  run(
    args: Readonly<Record<string, unknown>>,
    site: ToolSite,
    signal: AbortSignal,
  ): Promise<ToolOutcome>;
}

/** Where a tool runs: in the turn of a call, or null in the playground, which has no call. */
export type ToolSite = Pick<
  VoiceTurn,
  'callId' | 'turn' | 'numberId' | 'from' | 'to' | 'direction'
> | null;

export interface ToolOutcome {
  readonly ok: boolean;
  /** The JSON that the model gets. */
  readonly answer: unknown;
  /** HTTP status; null if there was none. */
  readonly status: number | null;
  /** The delivery under which the inspector shows the request; null if none was sent. */
  readonly deliveryId: string | null;
  /** What went wrong, why, and what to do; null on success. */
  readonly message: string | null;
  /** What to do with the call once everything was spoken. Nothing can be said after it. */
  readonly action: 'hangup' | 'transfer' | null;
  /** Keys to send into the call, at once. */
  readonly digits: string | null;
}

import type { VoiceTurn } from './turn-webhook.ts';

/** Within one answer; nobody waits longer on the phone. */
export const MOST_TOOL_CALLS = 20;
/** What the model is told of those beyond. */
export const TOO_MANY_TOOL_CALLS =
  'No more tools can be called in this answer. Say what you know so far.';

/** What a hosted model is told, and what it may do. The services make it; `voice` runs it. */
export interface ModelSetup {
  /** What the agent is and knows, how to speak on the phone, and who is on the line. */
  readonly system: string;
  /** BCP 47: the language of the answers. */
  readonly language: string;
  readonly tools: readonly HostedTool[];
}

export interface HostedTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments, an object. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly builtIn: boolean;
  /** Where it is called; null for a built-in tool. */
  readonly url: string | null;
  /** Said while it works; null: it works in silence, or it will not: these arguments it refuses. */
  announcement(args: Readonly<Record<string, unknown>>): string | null;
  /** Does not reject. Aborting `signal` breaks it off. */
  run(
    args: Readonly<Record<string, unknown>>,
    site: ToolSite,
    signal: AbortSignal,
  ): Promise<ToolOutcome>;
}

/** Where a tool runs: the turn of a call, or null where somebody only types (the playground). */
export type ToolSite = Pick<
  VoiceTurn,
  'callId' | 'turn' | 'numberId' | 'from' | 'to' | 'direction'
> | null;

export interface ToolOutcome {
  readonly ok: boolean;
  /** JSON for the model. */
  readonly answer: unknown;
  /** HTTP status; null where there was none. */
  readonly status: number | null;
  /** Under which the inspector has the request; null when none was sent. */
  readonly deliveryId: string | null;
  /** What went wrong, why, and what to do; null when nothing did. */
  readonly message: string | null;
  /** What is to happen to the call when everything was spoken; there is nothing to say after it. */
  readonly action: 'hangup' | 'transfer' | null;
  /** Keys to press into the call, at once. */
  readonly digits: string | null;
}

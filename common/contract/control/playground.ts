import { z } from 'zod';
import { ModelTier } from '../api/agents.ts';
import { defineOperation } from './define.ts';

/** One message of a playground conversation. */
const PlaygroundMessage = z.object({ role: z.enum(['user', 'agent']), content: z.string() });

export const PlaygroundToolCall = z.object({
  name: z.string(),
  args: z.record(z.string(), z.unknown()),
  ok: z.boolean(),
  /** What was returned to the model. */
  answer: z.unknown(),
  durationMs: z.number(),
  /**
   * The delivery under which the inspector shows the request; null for built-in tools, which are
   * only simulated here.
   */
  deliveryId: z.string().nullable(),
});

export const PlaygroundAnswer = z.object({
  text: z.string(),
  /** `offline` if no model is configured. */
  provider: z.string(),
  model: z.string(),
  toolCalls: z.array(PlaygroundToolCall),
  /** From the request to the first text; null if no text came. */
  firstTextMs: z.number().nullable(),
  totalMs: z.number(),
  usage: z.object({ inputTokens: z.number().int(), outputTokens: z.number().int() }),
});
export type PlaygroundAnswer = z.infer<typeof PlaygroundAnswer>;

export const PLAYGROUND_OPERATIONS = [
  defineOperation({
    name: 'playground.say',
    description:
      'Talks to an agent by text, without a call: one line, one answer. Its prompt can be tried out before it is saved.',
    input: z.object({
      agentId: z.string().min(1),
      text: z.string().trim().min(1).max(5_000),
      /** The conversation so far, oldest message first. */
      history: z.array(PlaygroundMessage).max(200).default([]),
      /** Replaces the agent's own prompt. */
      systemPrompt: z.string().max(100_000).optional(),
      modelTier: ModelTier.optional(),
      variables: z.record(z.string(), z.string().nullable()).optional(),
      /**
       * True: custom tools are really called. False: the model is informed that they are switched
       * off.
       */
      runTools: z.boolean().default(false),
    }),
    output: PlaygroundAnswer,
    effect: 'changes',
  }),
] as const;

import { z } from 'zod';
import { ModelTier } from '../api/agents.ts';
import { defineOperation } from './define.ts';

/** One thing said in the playground. */
const PlaygroundMessage = z.object({ role: z.enum(['user', 'agent']), content: z.string() });

export const PlaygroundToolCall = z.object({
  name: z.string(),
  args: z.record(z.string(), z.unknown()),
  ok: z.boolean(),
  /** What the model was told. */
  answer: z.unknown(),
  durationMs: z.number(),
  /** Under which the inspector has the request; null for built-in tools, which only pretend. */
  deliveryId: z.string().nullable(),
});

export const PlaygroundAnswer = z.object({
  text: z.string(),
  /** `offline`: no model is linked. */
  provider: z.string(),
  model: z.string(),
  toolCalls: z.array(PlaygroundToolCall),
  /** From the request to the first text; null when there was none. */
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
      /** What was said before, oldest first. */
      history: z.array(PlaygroundMessage).max(200).default([]),
      /** In place of the agent's own. */
      systemPrompt: z.string().max(100_000).optional(),
      modelTier: ModelTier.optional(),
      variables: z.record(z.string(), z.string().nullable()).optional(),
      /** Custom tools are really called; otherwise the model is told that they are switched off. */
      runTools: z.boolean().default(false),
    }),
    output: PlaygroundAnswer,
    effect: 'changes',
  }),
] as const;

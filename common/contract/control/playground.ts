import { z } from 'zod';
import { ModelTier } from '../api/agents.ts';
import { defineOperation } from './definition/define.ts';

/** One message of a playground conversation. */
const PlaygroundMessage = z.object({
  role: z.enum(['user', 'agent']).describe('Who said it: `user` is the person.'),
  content: z.string().describe('What was said.'),
});

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
      agentId: z
        .string()
        .min(1)
        .describe('Id of the agent whose prompt, tools and model are used.'),
      text: z.string().trim().min(1).max(5_000).describe('What the person says.'),
      history: z
        .array(PlaygroundMessage)
        .max(200)
        .default([])
        .describe('The conversation so far, oldest message first; nothing is remembered here.'),
      systemPrompt: z
        .string()
        .max(100_000)
        .optional()
        .describe("Takes the place of the agent's own prompt, this once. Left out: its own."),
      modelTier: ModelTier.optional().describe(
        "Which model answers. Left out: that of the agent's tier.",
      ),
      variables: z
        .record(z.string(), z.string().nullable())
        .optional()
        .describe('Values for `{{placeholders}}` of the prompt, by name: {"city": "Graz"}.'),
      runTools: z
        .boolean()
        .default(false)
        .describe(
          'Whether custom tools are really called. If not, the model is told that they are switched off.',
        ),
    }),
    output: PlaygroundAnswer,
    effect: 'changes',
  }),
] as const;

import { z } from 'zod';

/** How much of a request to a model is kept: more than a prompt, its tools and a long call need. */
export const MOST_MODEL_BODY_CHARACTERS = 262_144;
/** How much is kept of the words of one answer, and of the arguments of one tool call. */
export const MOST_MODEL_ANSWER_CHARACTERS = 32_768;
/** How many tool calls of one answer are kept. */
export const MOST_MODEL_TOOL_CALLS = 50;

/** Text that may have been cut at its end. */
export const CutText = z.object({
  text: z.string().describe('The text, or its beginning.'),
  characters: z
    .number()
    .int()
    .min(0)
    .describe('How long the whole is. If `text` is shorter, it was cut at its own length.'),
});
export type CutText = z.infer<typeof CutText>;

const Arguments = CutText.describe('The arguments, as JSON.');

/** What came back on one request. */
export const ModelAnswer = z.object({
  outcome: z
    .enum(['complete', 'failed', 'aborted'])
    .describe('`aborted`: the caller spoke or the call ended before the answer was complete.'),
  message: z
    .string()
    .max(20_000)
    .nullable()
    .describe('What went wrong, why, and what to do; null unless it failed.'),
  text: CutText.describe('The words that the model wrote, spoken or not.'),
  toolCalls: z
    .array(z.object({ name: z.string(), arguments: Arguments }))
    .max(MOST_MODEL_TOOL_CALLS)
    .describe('The tools that the model called, in order.'),
  finish: z
    .string()
    .max(200)
    .nullable()
    .describe('Why it ended, in the word of the provider; null if none came.'),
  usage: z
    .object({ inputTokens: z.number().int().min(0), outputTokens: z.number().int().min(0) })
    .nullable()
    .describe('What the provider counted; null if it did not say.'),
  firstTokenMs: z
    .number()
    .min(0)
    .nullable()
    .describe('From the request on the wire to the first words or tool call; null if none came.'),
  durationMs: z.number().min(0).describe('From the request on the wire to the end of the answer.'),
});
export type ModelAnswer = z.infer<typeof ModelAnswer>;

/** A part of a message that was sent to a model. */
export const AskedPart = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({
    kind: z.literal('toolCall'),
    name: z.string(),
    arguments: z.string().describe('As JSON.'),
  }),
  z.object({
    kind: z.literal('toolResult'),
    name: z.string().nullable().describe('The tool; null if the request does not say.'),
    text: z.string().describe('What the tool answered.'),
  }),
  z.object({
    kind: z.literal('other'),
    json: z.string().describe('A part of an unknown kind, as it was sent.'),
  }),
]);
export type AskedPart = z.infer<typeof AskedPart>;

export const AskedMessage = z.object({
  role: z.string().describe('In the word of the provider; the prompt has `system`.'),
  parts: z.array(AskedPart),
});
export type AskedMessage = z.infer<typeof AskedMessage>;

export const OfferedTool = z.object({
  name: z.string(),
  description: z.string(),
  parameters: z.unknown().describe('JSON Schema of the arguments.'),
});
export type OfferedTool = z.infer<typeof OfferedTool>;

/** A request taken apart, whatever form its provider has for it. */
export const AskedRequest = z.object({
  messages: z.array(AskedMessage).describe('In the order in which they were sent, prompt first.'),
  tools: z.array(OfferedTool).describe('The tools that were offered.'),
  parameters: z
    .record(z.string(), z.unknown())
    .describe('Everything else in the body: model, temperature, limits.'),
});
export type AskedRequest = z.infer<typeof AskedRequest>;

/** One request of a hosted call to its model. */
export const ModelRequestItem = z.object({
  number: z.number().int().min(0).describe('Counts from 0 within the call, in order of asking.'),
  turn: z.number().int().min(0).describe('The agent turn that it was for; 0 is the greeting.'),
  provider: z
    .string()
    .describe('`offline` is the embedded dialogue: no model was linked, and nothing was sent.'),
  model: z.string().describe("The model's name at its provider."),
  startedAt: z.iso.datetime().describe('When it was sent, in product time.'),
  body: CutText.describe(
    'The body exactly as it left, without headers. For the offline dialogue, what it was given.',
  ),
  request: AskedRequest.nullable().describe(
    'The body taken apart; null if it was cut or is in an unknown form.',
  ),
  answer: ModelAnswer.nullable().describe(
    'Null while the model answers, and if the app ended meanwhile.',
  ),
});
export type ModelRequestItem = z.infer<typeof ModelRequestItem>;

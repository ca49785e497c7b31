import { z } from 'zod';
import { ModelTier } from './agents.ts';
import {
  DateTime,
  E164,
  ListOf,
  Nullable,
  PageQuery,
  QueryBoolean,
  QueryInteger,
} from './common.ts';

/** Calls (docs/reference/provider/calls.md). The SDK types all of them `unknown`. */

export const CallDirection = z.enum(['inbound', 'outbound', 'web']);
export const CallStatus = z.enum(['in-progress', 'completed', 'failed']);

export const CallSummary = z.object({
  id: z.string().describe('Id of the call.'),
  agentId: Nullable(z.string()).describe('The agent that talks; null once it is deleted.'),
  agentName: Nullable(z.string()).describe('Its name now; null once it is deleted.'),
  phoneNumberId: Nullable(z.string()).describe('Your number in the call; null for a web call.'),
  phoneNumber: Nullable(E164).describe('The same number in E.164 form.'),
  fromNumber: z
    .string()
    .describe(
      'Who calls: E.164, or what the carrier gave where there is no number; empty when it is hidden.',
    ),
  toNumber: z.string().describe('Who is called.'),
  direction: CallDirection.describe(
    'Who started it: somebody calling in, the agent calling out, or a web page.',
  ),
  status: z
    .enum([...CallStatus.options, 'ending'])
    .describe('Where the call stands; `ending` only in the answer of `end`.'),
  startedAt: DateTime.describe('When it began to ring or was placed.'),
  endedAt: Nullable(DateTime).describe('When it ended; null while it runs.'),
  durationSeconds: Nullable(z.number().int()).describe('How long it lasted; null while it runs.'),
  lastTranscriptSnippet: Nullable(z.string()).describe(
    'Latest words of the conversation, shortened.',
  ),
  recordingUrl: Nullable(z.string()).describe(
    'Address of the WAV file; null without the recording add-on.',
  ),
  recordingAvailable: z.boolean().describe('Whether the call was recorded.'),
  disconnectionReason: Nullable(z.string()).describe(
    'Why it ended, such as `user_hangup`; null while it runs.',
  ),
});
export type CallSummary = z.infer<typeof CallSummary>;

/** One exchange: what the human said, and what the agent answered. */
export const TranscriptTurn = z.object({
  id: z.string().describe('Id of the turn.'),
  transcript: z.string().describe('What the human said; empty for the greeting.'),
  confidence: Nullable(z.number()).describe(
    'How sure recognition was, 0 to 1; null when nobody spoke.',
  ),
  response: Nullable(z.string()).describe('What the agent answered; null when it has not.'),
  createdAt: DateTime.describe('When the turn began.'),
});
export type TranscriptTurn = z.infer<typeof TranscriptTurn>;

export const TranscriptEntry = z.object({
  role: z.enum(['user', 'agent']).describe('Who spoke: the human (`user`) or the `agent`.'),
  content: z.string().describe('What was said.'),
  createdAt: Nullable(DateTime).describe('When it was said.'),
});
export type TranscriptEntry = z.infer<typeof TranscriptEntry>;

export const CallDetail = CallSummary.extend({
  transcripts: z.array(TranscriptTurn).describe('The turns so far, oldest first.'),
});
export type CallDetail = z.infer<typeof CallDetail>;

/** `warnings` is our own addition: the service never sends any. */
export const CreatedCall = CallDetail.extend({
  warnings: z
    .array(z.string())
    .optional()
    .describe('What of your account this call does not heed here, such as a SIP trunk.'),
});
export type CreatedCall = z.infer<typeof CreatedCall>;

export const CallTranscript = z.object({
  callId: z.string().describe('Id of the call.'),
  status: CallStatus.describe('Where the call stands.'),
  direction: CallDirection.describe('Who started it.'),
  durationSeconds: Nullable(z.number().int()).describe('How long it lasted; null while it runs.'),
  transcript: z.array(TranscriptEntry).describe('Who said what, oldest first.'),
  data: z.array(TranscriptTurn).describe('The same as pairs of utterance and answer.'),
});
export type CallTranscript = z.infer<typeof CallTranscript>;

export const CreateCallRequest = z.looseObject({
  agentId: z.string().describe('The agent that makes the call; it needs a number.'),
  toNumber: z.string().describe('Whom to call, in E.164 form.'),
  fromNumberId: z
    .string()
    .nullish()
    .describe("Which of the agent's numbers calls; the one attached first by default."),
  initialGreeting: z
    .string()
    .nullish()
    .describe('What is said when somebody answers; an empty text waits silently for them.'),
  voice: z.string().nullish().describe("A `voice_id` for this call; the agent's by default."),
  systemPrompt: z
    .string()
    .nullish()
    .describe(
      "Instructions for this call; with them a hosted model runs it whatever the agent's mode.",
    ),
  modelTier: ModelTier.nullish().describe(
    'Which model runs the call; counts only with `systemPrompt`.',
  ),
  variables: z
    .record(z.string(), z.string().nullable())
    .nullish()
    .describe('Values for `{{name}}` placeholders in prompt and greeting.'),
  callScreeningIdentity: z
    .string()
    .max(100)
    .nullish()
    .describe('Who the agent says it is when a call screener asks.'),
  callScreeningPurpose: z
    .string()
    .max(300)
    .nullish()
    .describe('Why it calls, when a call screener asks.'),
  disableRecording: z
    .boolean()
    .nullish()
    .describe('True keeps no recording of this call, only its transcript.'),
  waitForCompletion: z
    .boolean()
    .nullish()
    .describe('True answers only when the call is over, with its transcripts.'),
  maxWaitSeconds: z
    .number()
    .int()
    .min(10)
    .max(600)
    .nullish()
    .describe('How long `waitForCompletion` waits at most.'),
});
export type CreateCallRequest = z.infer<typeof CreateCallRequest>;

export const CreateWebCallRequest = z.looseObject({
  agentId: z.string().describe('The agent to talk to.'),
  metadata: z
    .record(z.string(), z.unknown())
    .nullish()
    .describe('Data of your own, kept with the call.'),
  variables: z
    .record(z.string(), z.string().nullable())
    .nullish()
    .describe('Values for `{{name}}` placeholders in prompt and greeting; hosted agents only.'),
});
export type CreateWebCallRequest = z.infer<typeof CreateWebCallRequest>;

export interface CallListQuery {
  readonly limit: number;
  readonly offset: number;
  readonly agentId?: string | undefined;
  readonly numberId?: string | undefined;
  readonly status?: z.infer<typeof CallStatus> | undefined;
  readonly direction?: z.infer<typeof CallDirection> | undefined;
  readonly type?: 'pstn' | 'web' | undefined;
  /** Matches a part of either number. */
  readonly search?: string | undefined;
}

export const CallList = ListOf(CallSummary);

export const CallsQuery = PageQuery().extend({
  status: CallStatus.optional().describe('Only calls that stand here.'),
  direction: CallDirection.optional().describe('Only calls started this way.'),
  type: z
    .enum(['pstn', 'web'])
    .optional()
    .describe('Only telephone calls (`pstn`) or only web calls.'),
  search: z.string().max(100).optional().describe('Part of either number.'),
});

export const GetCallQuery = z.object({
  wait: QueryBoolean.optional().describe('True answers only when the call is over.'),
  timeout: QueryInteger(1, 600)
    .optional()
    .describe('How many seconds to wait at most; 120 by default.'),
});

export const WebCall = z.object({
  callId: z.string().describe('Id of the call.'),
  id: z.string().describe('The same id.'),
  accessToken: z.string().describe('What the web page joins with; dies 30 seconds after creation.'),
  agentId: z.string().describe('The agent that answers.'),
  status: z.string().describe('Where the call stands.'),
  direction: z.literal('web').describe('Always `web`.'),
  startedAt: DateTime.describe('When it was created.'),
});
export type WebCall = z.infer<typeof WebCall>;

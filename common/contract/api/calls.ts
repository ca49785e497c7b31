import { z } from 'zod';
import { ModelTier } from './agents.ts';
import { DateTime, ListOf, Nullable, PageQuery, QueryInteger } from './common.ts';

/** Calls (api.md 3 and 4.7). All typed `unknown` in the SDK; shapes after api.md's "A" column. */

export const CallDirection = z.enum(['inbound', 'outbound', 'web']);
export const CallStatus = z.enum(['in-progress', 'completed', 'failed']);

export const CallSummary = z.object({
  id: z.string(),
  agentId: Nullable(z.string()),
  phoneNumberId: Nullable(z.string()),
  phoneNumber: Nullable(z.string()),
  fromNumber: z.string(),
  toNumber: z.string(),
  direction: CallDirection,
  /** `ending` only in the answer of `end`. */
  status: z.enum([...CallStatus.options, 'ending']),
  startedAt: DateTime,
  endedAt: Nullable(DateTime),
  durationSeconds: Nullable(z.number().int()),
  lastTranscriptSnippet: Nullable(z.string()),
  recordingUrl: Nullable(z.string()),
  recordingAvailable: z.boolean(),
  disconnectionReason: Nullable(z.string()),
});
export type CallSummary = z.infer<typeof CallSummary>;

/** One exchange: what the human said, and what the agent answered. */
export const TranscriptTurn = z.object({
  id: z.string(),
  transcript: z.string(),
  confidence: Nullable(z.number()),
  response: Nullable(z.string()),
  createdAt: DateTime,
});
export type TranscriptTurn = z.infer<typeof TranscriptTurn>;

export const TranscriptEntry = z.object({
  role: z.enum(['user', 'agent']),
  content: z.string(),
  createdAt: Nullable(DateTime),
});
export type TranscriptEntry = z.infer<typeof TranscriptEntry>;

export const CallDetail = CallSummary.extend({ transcripts: z.array(TranscriptTurn) });
export type CallDetail = z.infer<typeof CallDetail>;

export const CallTranscript = z.object({
  callId: z.string(),
  status: CallStatus,
  direction: CallDirection,
  durationSeconds: Nullable(z.number().int()),
  transcript: z.array(TranscriptEntry),
  data: z.array(TranscriptTurn),
});
export type CallTranscript = z.infer<typeof CallTranscript>;

export const CreateCallRequest = z.looseObject({
  agentId: z.string(),
  toNumber: z.string(),
  fromNumberId: z.string().nullish(),
  /** `""`: wait silently for the callee. */
  initialGreeting: z.string().nullish(),
  voice: z.string().nullish(),
  systemPrompt: z.string().nullish(),
  modelTier: ModelTier.nullish(),
  variables: z.record(z.string(), z.string().nullable()).nullish(),
  callScreeningIdentity: z.string().max(100).nullish(),
  callScreeningPurpose: z.string().max(300).nullish(),
  disableRecording: z.boolean().nullish(),
  waitForCompletion: z.boolean().nullish(),
  maxWaitSeconds: z.number().int().min(10).max(600).nullish(),
});
export type CreateCallRequest = z.infer<typeof CreateCallRequest>;

export const CreateWebCallRequest = z.looseObject({
  agentId: z.string(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  variables: z.record(z.string(), z.string().nullable()).nullish(),
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
  /** Substring of either number. */
  readonly search?: string | undefined;
}

export const CallList = ListOf(CallSummary);

export const CallsQuery = PageQuery().extend({
  status: CallStatus.optional(),
  direction: CallDirection.optional(),
  type: z.enum(['pstn', 'web']).optional(),
  search: z.string().max(100).optional(),
});

export const GetCallQuery = z.object({
  /** Waits until the call is over, at most `timeout` seconds. */
  wait: z.stringbool().optional(),
  timeout: QueryInteger(1, 600).optional(),
});

export const WebCall = z.object({
  callId: z.string(),
  id: z.string(),
  /** Dies 30 seconds after creation. */
  accessToken: z.string(),
  agentId: z.string(),
  status: z.string(),
  direction: z.literal('web'),
  startedAt: DateTime,
});
export type WebCall = z.infer<typeof WebCall>;

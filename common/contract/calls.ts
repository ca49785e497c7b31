import { z } from 'zod';
import { CALL_LINES } from './lists/call-lines.ts';

/** A call as control operations and the window show it, in more detail than the API does. */

export const CallPhase = z.enum(['ringing', 'listening', 'thinking', 'speaking', 'ended']);
export type CallPhase = z.infer<typeof CallPhase>;

/** How a simulated line sounds, to both ends. */
export const CallLine = z.enum(CALL_LINES);
export type CallLine = z.infer<typeof CallLine>;

/** The telephone of the simulated person in a call. */
export const CallerPhone = z.object({
  /** Silence goes to the agent instead of their sound. */
  muted: z.boolean(),
  /** They neither hear nor are heard. */
  held: z.boolean(),
  line: CallLine,
});
export type CallerPhone = z.infer<typeof CallerPhone>;

export const CallTurn = z.object({
  /** Turn 0 is the greeting. */
  index: z.number().int(),
  caller: z.string().nullable(),
  /** What the caller heard. */
  agent: z.string().nullable(),
  outcome: z.enum(['heard', 'silent', 'interrupted', 'failed']).nullable(),
});
export type CallTurn = z.infer<typeof CallTurn>;

export const CallView = z.object({
  id: z.string(),
  phase: CallPhase,
  /** The coarse status of the API. */
  status: z.enum(['in-progress', 'completed', 'failed']),
  direction: z.enum(['inbound', 'outbound', 'web']),
  carrier: z.enum(['simulated', 'twilio']),
  /**
   * E.164. For a caller without a number, whatever the carrier sent, and `""` if that was nothing.
   */
  from: z.string(),
  to: z.string(),
  agentId: z.string().nullable(),
  numberId: z.string().nullable(),
  startedAt: z.iso.datetime(),
  answeredAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  durationSeconds: z.number().int().nullable(),
  disconnectionReason: z.string().nullable(),
  recordingAvailable: z.boolean(),
  /** Null where the person is on a real telephone, whose keys nobody here knows. */
  phone: CallerPhone.nullable(),
  /** Who answers: the agent's webhook, or a hosted model. */
  responder: z.enum(['webhook', 'hosted']),
  /** Which model answers a hosted call; provider `offline` is the embedded dialogue. */
  model: z.object({ provider: z.string(), name: z.string() }).nullable(),
  /** Tokens used and tools called so far. */
  usage: z.object({
    inputTokens: z.number().int(),
    outputTokens: z.number().int(),
    toolCalls: z.number().int(),
  }),
  turns: z.array(CallTurn),
});
export type CallView = z.infer<typeof CallView>;

export const CallMoment = z.enum([
  'ringing',
  'answered',
  'greeted',
  'agentSpeaking',
  'agentTurn',
  'ended',
]);
export type CallMoment = z.infer<typeof CallMoment>;

export const CalleeBehaviour = z.enum([
  'ring',
  'answer',
  'busy',
  'noAnswer',
  'voicemail',
  'decline',
  'fail',
  'screening',
]);
export type CalleeBehaviour = z.infer<typeof CalleeBehaviour>;

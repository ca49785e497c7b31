import { z } from 'zod';
import { CalleeBehaviour, CallLine, CallMoment, CallView } from '../calls.ts';
import { ModelRequestItem } from '../model-requests.ts';
import { CallExportFormat, LatencySummary, Timeline } from '../timeline.ts';
import { defineOperation } from './define.ts';

const CallId = z.object({ callId: z.string().min(1) });
const Page = z.object({
  limit: z.number().int().min(1).max(200).default(50),
  offset: z.number().int().min(0).default(0),
  /** Goes on behind this call. */
  before: z.string().min(1).max(200).optional(),
});

/** What the person at the other end of a call can do. */
export const CALL_OPERATIONS = [
  defineOperation({
    name: 'call.place',
    description:
      'Somebody dials an agent\'s number. An empty "from" hides theirs; sip:bob@example.com and client:ada call without one.',
    input: z.object({
      from: z.string().max(1_000),
      to: z.string().min(1),
      /** How the line sounds; left out, as the setting says. */
      line: CallLine.optional(),
    }),
    output: z.object({ callId: z.string() }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'call.answer',
    description: 'The person called picks up.',
    input: CallId,
    output: CallView,
    effect: 'changes',
  }),
  defineOperation({
    name: 'call.decline',
    description: 'The person called declines.',
    input: CallId,
    output: CallView,
    effect: 'changes',
  }),
  defineOperation({
    name: 'call.hangUp',
    description: 'The person at the other end hangs up.',
    input: CallId,
    output: CallView,
    effect: 'changes',
  }),
  defineOperation({
    name: 'call.say',
    description:
      'The person says a line. During agent speech it is a barge-in. "synthesised" also makes it audible.',
    input: CallId.extend({
      text: z.string().trim().min(1).max(5_000),
      confidence: z.number().min(0).max(1).default(1),
      speech: z.enum(['typed', 'synthesised']).default('typed'),
    }),
    output: z.object({ turnIndex: z.number().int() }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'call.play',
    description:
      'Plays a recording as the person: 16-bit PCM WAV, through voice activity detection and recognition.',
    input: CallId.extend({
      wav: z
        .string()
        .min(1)
        .max(28_000_000)
        .describe('Base64; where the app runs in plain Node, also the absolute path of a file.'),
    }),
    output: z.object({ durationMs: z.number() }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'call.dtmf',
    description: 'The person presses keys.',
    input: CallId.extend({ digits: z.string().regex(/^[0-9*#]{1,64}$/) }),
    output: CallView,
    effect: 'changes',
  }),
  defineOperation({
    name: 'call.mute',
    description:
      'The person mutes their telephone, or with "on": false no longer: silence goes to the agent. Lines are refused meanwhile; keys still sound.',
    input: CallId.extend({ on: z.boolean().default(true) }),
    output: CallView,
    effect: 'changes',
  }),
  defineOperation({
    name: 'call.hold',
    description:
      'The person puts the call on hold, or with "on": false takes it back: they hear nothing, and silence goes to the agent, who is not told.',
    input: CallId.extend({ on: z.boolean().default(true) }),
    output: CallView,
    effect: 'changes',
  }),
  defineOperation({
    name: 'line.set',
    description: 'Changes how the line of a simulated call sounds, from now on.',
    input: CallId.extend({ line: CallLine }),
    output: CallView,
    effect: 'changes',
  }),
  defineOperation({
    name: 'call.waitFor',
    description:
      'Waits until the call is ringing, answered, greeted, speaking, past an agent turn, or ended. Answers at once if it already happened.',
    input: CallId.extend({
      event: CallMoment,
      turn: z.number().int().min(0).optional(),
      timeoutMs: z.number().int().min(0).max(600_000).default(30_000),
    }),
    output: CallView,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'call.get',
    description: 'One call with its turns.',
    input: CallId,
    output: CallView,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'call.list',
    description: 'Calls, newest first.',
    input: Page,
    output: z.object({ items: z.array(CallView), total: z.number().int() }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'call.timeline',
    description: 'The latency timeline of a call: every millisecond with its owner.',
    input: CallId,
    output: Timeline,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'call.events',
    description: 'The event log of a call, the truth that everything else is derived from.',
    input: CallId.extend({ afterSeq: z.number().int().min(-1).default(-1) }),
    output: z.object({
      items: z.array(
        z.object({
          seq: z.number().int(),
          atUs: z.number().int(),
          type: z.string(),
          turn: z.number().int().nullable(),
          data: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'call.modelRequests',
    description:
      'What the model of a hosted call saw: each request as it was sent, with messages, tools and parameters, and what was answered. In order; a turn with tools has several.',
    input: z.object({
      callId: z.string().min(1).describe('The call.'),
      turn: z.number().int().min(0).optional().describe('Only those of this turn. Default: all.'),
      afterNumber: z
        .number()
        .int()
        .min(-1)
        .default(-1)
        .describe('Goes on behind the request with this number.'),
      limit: z.number().int().min(1).max(50).default(20).describe('How many at most.'),
    }),
    output: z.object({
      items: z.array(ModelRequestItem),
      hasMore: z.boolean().describe('Whether there are more behind the last one.'),
    }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'call.export',
    description:
      'A call to take away: its event log as JSON lines, a page of its timeline, its recording, or one turn as Markdown, JSON, or a Vitest or pytest test.',
    input: CallId.extend({
      format: CallExportFormat,
      /** For the formats markdown, json, test and pytest. Default: the last turn. */
      turn: z.number().int().min(0).optional(),
      /** Limit for the response latency, in milliseconds. */
      budgetMs: z.number().min(1).max(60_000).optional(),
      /** Limit for the longest silence within an answer, in milliseconds. */
      silenceBudgetMs: z.number().min(1).max(60_000).optional(),
    }),
    output: z.object({
      fileName: z.string(),
      contentType: z.string(),
      encoding: z.enum(['utf8', 'base64']),
      content: z.string(),
    }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'latency.summary',
    description:
      'Response latency and silence within answers over the newest calls: percentiles over turns, per call, per agent and per part, with the trend.',
    input: z.object({
      agentId: z.string().min(1).optional(),
      /** How many of the newest calls to include. */
      limit: z.number().int().min(1).max(200).default(50),
      budgetMs: z.number().min(1).max(60_000).optional(),
      silenceBudgetMs: z.number().min(1).max(60_000).optional(),
    }),
    output: LatencySummary,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'callee.set',
    description:
      'What happens when an agent dials out: to one number, or to every number without a rule of its own.',
    input: z.object({
      number: z.string().min(1).optional(),
      behaviour: CalleeBehaviour,
      answerAfterMs: z.number().int().min(0).max(120_000).optional(),
    }),
    output: z.object({
      number: z.string().nullable(),
      behaviour: CalleeBehaviour,
      answerAfterMs: z.number().int().nullable(),
    }),
    effect: 'changes',
  }),
] as const;

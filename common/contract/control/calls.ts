import { z } from 'zod';
import { CalleeBehaviour, CallLine, CallMoment, CallView } from '../calls.ts';
import { ModelRequestItem } from '../model-requests.ts';
import { CallExportFormat, LatencySummary, Timeline } from '../timeline.ts';
import { defineOperation } from './definition/define.ts';
import { Limit } from './definition/inputs.ts';

const CallId = z.object({
  callId: z
    .string()
    .min(1)
    .describe('Id of the call: `call.place` and `call.list` answer with it.'),
});
const Page = z.object({
  limit: Limit,
  offset: z
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('How many of the newest to skip. Ignored where `before` is given.'),
  before: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Id of a call: answers those that began earlier. Left out: from the newest on.'),
});
const Turn = z.number().int().min(0).optional();
const BudgetMs = z
  .number()
  .min(1)
  .max(60_000)
  .optional()
  .describe('Longest response latency that is in order, in milliseconds; 800 by default.');
const SilenceBudgetMs = z
  .number()
  .min(1)
  .max(60_000)
  .optional()
  .describe('Longest silence within an answer that is in order, in milliseconds; 2000 by default.');

/** What happens when an agent calls this number. */
const CalleeRuleView = z.object({
  /** Null: every number without a rule of its own. */
  number: z.string().nullable(),
  behaviour: CalleeBehaviour,
  /** Null: the time that is usual for the behaviour. */
  answerAfterMs: z.number().int().nullable(),
});

/** What the person at the other end of a call can do. */
export const CALL_OPERATIONS = [
  defineOperation({
    name: 'call.place',
    description:
      'Somebody dials an agent\'s number. An empty "from" hides theirs; sip:bob@example.com and client:ada call without one.',
    input: z.object({
      from: z
        .string()
        .max(1_000)
        .describe(
          'Who calls: a number such as +12025550147 or (202) 555-0147, a SIP address, a client, or empty for a hidden number.',
        ),
      to: z.string().min(1).describe('One of your numbers, such as +14155550123.'),
      line: CallLine.optional().describe(
        'How the line sounds: `clear`, or `telephone` (8 kHz µ-law both ways). Left out: as `settings.set` says.',
      ),
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
      text: z.string().trim().min(1).max(5_000).describe('The words that the agent understands.'),
      confidence: z
        .number()
        .min(0)
        .max(1)
        .default(1)
        .describe('How sure the recogniser was, from 0 to 1: `data.confidence` of the voice turn.'),
      speech: z
        .enum(['typed', 'synthesised'])
        .default('typed')
        .describe(
          '`typed` is understood at once; `synthesised` is spoken first, by the embedded voice and at the pace of speech.',
        ),
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
        .describe(
          'A WAV file in base64, about ten minutes at most. Where the app runs in plain Node, also the absolute path of one.',
        ),
    }),
    output: z.object({ durationMs: z.number() }),
    effect: 'changes',
  }),
  defineOperation({
    name: 'call.dtmf',
    description: 'The person presses keys.',
    input: CallId.extend({
      digits: z
        .string()
        .regex(/^[0-9*#]{1,64}$/)
        .describe('Keys in the order in which they are pressed: 0 to 9, * and #, at most 64.'),
    }),
    output: CallView,
    effect: 'changes',
  }),
  defineOperation({
    name: 'call.mute',
    description:
      'The person mutes their telephone, or with "on": false no longer: silence goes to the agent. Lines are refused meanwhile; keys still sound.',
    input: CallId.extend({
      on: z.boolean().default(true).describe('True mutes; false ends it.'),
    }),
    output: CallView,
    effect: 'changes',
  }),
  defineOperation({
    name: 'call.hold',
    description:
      'The person puts the call on hold, or with "on": false takes it back: they hear nothing, and silence goes to the agent, who is not told.',
    input: CallId.extend({
      on: z.boolean().default(true).describe('True holds the call; false takes it back.'),
    }),
    output: CallView,
    effect: 'changes',
  }),
  defineOperation({
    name: 'line.set',
    description: 'Changes how the line of a simulated call sounds, from now on.',
    input: CallId.extend({
      line: CallLine.describe('`clear`, or `telephone`: 8 kHz µ-law in both directions.'),
    }),
    output: CallView,
    effect: 'changes',
  }),
  defineOperation({
    name: 'call.waitFor',
    description:
      'Waits until the call is ringing, answered, greeted, speaking, past an agent turn, or ended. Answers at once if it already happened.',
    input: CallId.extend({
      event: CallMoment.describe(
        '`agentTurn`: a turn is over, its last sound too. `agentSpeaking`: its first sound is heard. `greeted`: the greeting is over, or there is none.',
      ),
      turn: Turn.describe(
        'Which turn, for `agentTurn` and `agentSpeaking`; 0 is the greeting. Left out: the latest turn, or any that speaks.',
      ),
      timeoutMs: z
        .number()
        .int()
        .min(0)
        .max(600_000)
        .default(30_000)
        .describe(
          'How long to wait, in milliseconds of real time; then the answer is WAIT_TIMEOUT. A frozen clock is moved along meanwhile.',
        ),
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
    input: CallId.extend({
      afterSeq: z
        .number()
        .int()
        .min(-1)
        .default(-1)
        .describe('Only events after the one with this `seq`; -1 for all.'),
    }),
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
    input: CallId.extend({
      turn: Turn.describe('Only those of this turn. Default: all.'),
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
      format: CallExportFormat.describe(
        'The whole call as `events` (JSON lines), `html` (its timeline) or `wav`; one turn as `markdown`, `json`, `test` (Vitest) or `pytest`.',
      ),
      turn: Turn.describe(
        'Which turn, for the formats of one turn; 0 is the greeting. Left out: the last.',
      ),
      budgetMs: BudgetMs,
      silenceBudgetMs: SilenceBudgetMs,
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
      agentId: z
        .string()
        .min(1)
        .optional()
        .describe('Only calls of the agent with this id. Left out: of all agents.'),
      limit: z
        .number()
        .int()
        .min(1)
        .max(200)
        .default(50)
        .describe('How many of the newest calls to include.'),
      budgetMs: BudgetMs,
      silenceBudgetMs: SilenceBudgetMs,
    }),
    output: LatencySummary,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'callee.set',
    description:
      'What happens when an agent dials out: to one number, or to every number without a rule of its own.',
    input: z.object({
      number: z
        .string()
        .min(1)
        .optional()
        .describe(
          'The number called, such as +12025550147. Left out: every number without a rule of its own.',
        ),
      behaviour: CalleeBehaviour.describe(
        '`ring` rings in the softphone until somebody answers; all others act by themselves. `screening`: a service asks who calls, then the person picks up.',
      ),
      answerAfterMs: z
        .number()
        .int()
        .min(0)
        .max(120_000)
        .optional()
        .describe(
          'Milliseconds of ringing before that happens. Left out: answer and screening 1000, decline 2000, voicemail 4000, busy and fail 500, noAnswer 30000. `ring` ignores it.',
        ),
    }),
    output: CalleeRuleView,
    effect: 'changes',
  }),
  defineOperation({
    name: 'callee.list',
    description:
      'What happens when an agent dials out: first to every number without a rule of its own, then by number.',
    input: z.object({}),
    output: z.object({ items: z.array(CalleeRuleView) }),
    effect: 'readOnly',
  }),
] as const;

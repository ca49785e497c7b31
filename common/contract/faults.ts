import { z } from 'zod';
import { ERROR_CODES } from './errors.ts';
import {
  API_FAULTS,
  DELIVERY_FAULTS,
  JSON_SPELLINGS,
  STREAM_FAULTS,
  WHATSAPP_FAULTS,
} from './lists/faults.ts';

/**
 * Faults that are switched on to see how a developer's code copes. A rule counts its hits and ends
 * after `times`.
 */

const Often = {
  times: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe('How many hits until the fault ends. Left out: until `fault.clear` or a restart.'),
  rate: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Share of what matches that is hit, such as 0.2 for one in five. Left out: all.'),
  seed: z
    .number()
    .int()
    .optional()
    .describe('A whole number that makes `rate` choose the same requests in every run.'),
};
const DelayMs = z.number().int().min(0).max(86_400_000).optional();
const DeliveryMatchText = z
  .string()
  .max(500)
  .optional()
  .describe(
    'Which deliveries, in the filter language of the delivery list: `event:agent.message caller:0147`. Left out: all.',
  );

const TARGET_HELP =
  'What fails: `delivery` (webhook requests), `voiceStream` (your streamed answers in calls), `api` (requests to the emulated API) or `whatsapp` (messages of agents).';

export const FaultSpec = z.discriminatedUnion('target', [
  z.object({
    target: z.literal('delivery').describe(TARGET_HELP),
    kind: z
      .enum(DELIVERY_FAULTS)
      .describe(
        'What happens to the request: to its signature, its body, or on its way. Those of transcripts and call fields hit voice turns only.',
      ),
    match: DeliveryMatchText,
    delayMs: DelayMs.describe(
      'For `delay` and `reorder`: how long the request waits, in milliseconds of product time; 5000 by default. For `refinedTranscript`: between its requests.',
    ),
    spelling: z
      .enum(JSON_SPELLINGS)
      .optional()
      .describe(
        'For `jsonSpelling`: another spacing, escapes for what is no ASCII, or another order of keys. Left out: all three.',
      ),
    ...Often,
  }),
  z.object({
    target: z.literal('voiceStream').describe(TARGET_HELP),
    kind: z
      .enum(STREAM_FAULTS)
      .describe('What happens to the answer of your handler, as the call receives it.'),
    match: DeliveryMatchText,
    afterLines: z
      .number()
      .int()
      .min(0)
      .max(10_000)
      .optional()
      .describe(
        'How many lines pass unharmed, for `stall`, `tornLine`, `longLine` and `reset`; 0 by default.',
      ),
    delayMs: DelayMs.describe(
      'Length of the pause, in milliseconds: 5000 by default for `slow` and `stall`, 50 for `splitCharacter`, 20 between the bytes of `drip`. Others have none.',
    ),
    ...Often,
  }),
  z
    .object({
      target: z.literal('api').describe(TARGET_HELP),
      kind: z
        .enum(API_FAULTS)
        .default('error')
        .describe(
          'A status, the `error` named by `code`, `slow` (answered later), or `cut` (the connection closes without an answer).',
        ),
      code: z
        .enum(ERROR_CODES)
        .optional()
        .describe('For the kind `error`, and needed there: which row of the error table.'),
      match: z
        .string()
        .max(500)
        .optional()
        .describe(
          'A method, a path with `*` for anything, or both: `POST /v1/messages*`. Left out: every request.',
        ),
      when: z
        .enum(['before', 'after'])
        .optional()
        .describe(
          '`before`, the default: nothing is done. `after`: the work is done, but its answer is lost.',
        ),
      retryAfterSeconds: z
        .number()
        .int()
        .min(0)
        .max(3_600)
        .optional()
        .describe('Sent as `Retry-After`, in seconds; 1 by default with status 429, else none.'),
      delayMs: DelayMs.describe(
        'How much later it is answered, in milliseconds of real time; 1000 by default for `slow`, else none.',
      ),
      ...Often,
    })
    .refine(({ kind, code }) => (kind === 'error') === (code !== undefined), {
      path: ['code'],
      error: 'Give a code of the error table with the kind "error", and with no other kind.',
    }),
  z.object({
    target: z.literal('whatsapp').describe(TARGET_HELP),
    kind: z
      .enum(WHATSAPP_FAULTS)
      .describe(
        'Why Meta refuses it. The message stays in its thread as failed, with the code of that reason.',
      ),
    match: z
      .string()
      .max(500)
      .optional()
      .describe('Only messages to this number, such as +12025550147. Left out: to anybody.'),
    ...Often,
  }),
]);
export type FaultSpec = z.infer<typeof FaultSpec>;
export type DeliveryFaultSpec = Extract<FaultSpec, { target: 'delivery' }>;
export type StreamFaultSpec = Extract<FaultSpec, { target: 'voiceStream' }>;
export type WhatsAppFaultSpec = Extract<FaultSpec, { target: 'whatsapp' }>;
export type ApiFaultSpec = Extract<FaultSpec, { target: 'api' }>;

export const FaultView = z.object({
  id: z.string(),
  spec: FaultSpec,
  /** How many hits so far. */
  hits: z.number().int(),
  /** Hits left; null: no limit. */
  remaining: z.number().int().nullable(),
  createdAt: z.iso.datetime(),
});
export type FaultView = z.infer<typeof FaultView>;

export const BreakpointView = z.object({
  id: z.string(),
  match: z.string(),
  hits: z.number().int(),
  createdAt: z.iso.datetime(),
});
export type BreakpointView = z.infer<typeof BreakpointView>;

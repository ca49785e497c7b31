import { z } from 'zod';
import { WebUrl } from '../api/common.ts';
import { DeliveryDetail, DeliverySummary } from '../deliveries.ts';
import {
  DeliveryExport,
  Diagnosis,
  DiffLine,
  EXPORT_FORMATS,
  FilterSuggestion,
  Retention,
  RetentionState,
  SignatureExplanation,
  SignatureProbe,
} from '../diagnosis.ts';
import { DELIVERY_SORTS } from '../lists/deliveries.ts';
import { defineOperation } from './definition/define.ts';
import { Limit } from './definition/inputs.ts';

const Id = z.object({
  id: z.string().min(1).describe('Id of the delivery (`dlv_…`), from `delivery.list`.'),
});
const Attempt = z
  .number()
  .int()
  .min(1)
  .optional()
  .describe('Which attempt, counted from 1. Left out: the latest.');
const Body = z.string().max(1_048_576);
/** Header names and values. They replace our headers of the same name, or are added to them. */
const Headers = z.record(
  z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/),
  z
    .string()
    .max(8_000)
    .regex(/^[\t\x20-\x7e\x80-\xff]*$/),
);
/** Faults that can be applied to a single request. */
const OneFault = z.enum([
  'badSignature',
  'missingSignature',
  'staleSignature',
  'tamperedBody',
  'transcriptAsList',
  'emptyCallFields',
  'callEndedExtras',
  'jsonSpelling',
  'duplicate',
  'drop',
  'reset',
]);
const Failing = OneFault.optional().describe(
  'What goes wrong with it on purpose, as in `fault.set`. Left out: nothing.',
);
const ELSEWHERE_HELP =
  'Another address, http or https. Left out: the webhook that the delivery has now.';
const HEADERS_HELP =
  'Header names with their values: {"X-Test": "1"}. They take the place of ours of that name, or are added.';

export const DELIVERY_OPERATIONS = [
  defineOperation({
    name: 'delivery.list',
    description: 'Webhook deliveries, newest first unless they are sorted otherwise.',
    input: z.object({
      filter: z
        .string()
        .max(500)
        .default('')
        .describe(
          'Words of the body and terms such as `status:failed`, `event:agent.message`, `duration:>2s`; all must match. Empty: all.',
        ),
      limit: Limit,
      before: z
        .string()
        .optional()
        .describe('Id of a delivery: answers older ones only. Left out: from the newest on.'),
      sort: z
        .enum(DELIVERY_SORTS)
        .default('newest')
        .describe('`slowest` goes by the latest attempt; `status` has first what needs attention.'),
      skip: z
        .number()
        .int()
        .min(0)
        .max(1_000_000)
        .default(0)
        .describe('How many to pass over: the way to page where they are sorted otherwise.'),
    }),
    output: z.object({ items: z.array(DeliverySummary), total: z.number().int() }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'delivery.get',
    description: 'One delivery with its attempts and the verdict on its signature.',
    input: Id,
    output: DeliveryDetail,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'delivery.replay',
    description:
      'Sends a delivery again under the same X-Webhook-ID: freshly signed, or exactly as it was.',
    input: Id.extend({
      attempt: Attempt,
      url: WebUrl.optional().describe(ELSEWHERE_HELP),
      resign: z
        .boolean()
        .default(true)
        .describe(
          'Whether it is signed anew, with the present secret. If not, the recorded timestamp and signature are sent again.',
        ),
      fault: Failing,
    }),
    output: DeliverySummary,
    effect: 'changes',
  }),
  defineOperation({
    name: 'delivery.send',
    description: 'Sends an edited copy of a delivery, signed, under an X-Webhook-ID of its own.',
    input: z.object({
      sourceId: z.string().min(1).describe('Id of the delivery that is copied (`dlv_…`).'),
      body: Body.describe('The whole body to send, at most 1 MiB; it need not be JSON.'),
      headers: Headers.optional().describe(HEADERS_HELP),
      url: WebUrl.optional().describe(ELSEWHERE_HELP),
      fault: Failing,
    }),
    output: DeliverySummary,
    effect: 'changes',
  }),
  defineOperation({
    name: 'delivery.retryNow',
    description: 'Makes the next planned attempt at once.',
    input: Id,
    output: DeliverySummary,
    effect: 'changes',
  }),
  defineOperation({
    name: 'delivery.cancel',
    description: 'Gives a delivery up; an attempt in flight is broken off.',
    input: Id,
    output: DeliverySummary,
    effect: 'destructive',
  }),
  defineOperation({
    name: 'delivery.hold',
    description: 'Holds a delivery that waits to be sent, until it is released.',
    input: Id,
    output: DeliverySummary,
    effect: 'changes',
  }),
  defineOperation({
    name: 'delivery.release',
    description: 'Lets a held delivery go, as it is or edited.',
    input: Id.extend({
      body: Body.optional().describe(
        'Another body, at most 1 MiB, for its retries too. Left out: as it is.',
      ),
      headers: Headers.optional().describe(HEADERS_HELP),
      url: WebUrl.optional().describe(
        'Another address, http or https, for its retries too. Left out: where it would have gone.',
      ),
    }),
    output: DeliverySummary,
    effect: 'changes',
  }),
  defineOperation({
    name: 'delivery.diagnose',
    description: 'Why a webhook did not arrive, or why there was silence, step by step.',
    input: Id,
    output: Diagnosis,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'delivery.export',
    description: 'A delivery as a curl command, HAR, raw HTTP, or a Vitest or pytest test.',
    input: Id.extend({
      attempt: Attempt,
      format: z
        .enum(EXPORT_FORMATS)
        .describe(
          '`raw` is the HTTP request as it was sent; `vitest` and `pytest` are test files.',
        ),
    }),
    output: DeliveryExport,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'delivery.compare',
    description: 'Two requests or two answers, line by line: of two deliveries, or two attempts.',
    input: z.object({
      left: Id.extend({ attempt: Attempt }).describe('What is compared.'),
      right: Id.extend({ attempt: Attempt }).describe(
        'What it is compared with; may be another attempt of the same delivery.',
      ),
      part: z
        .enum(['requestBody', 'responseBody', 'requestHeaders', 'responseHeaders'])
        .describe('What of them is compared. JSON bodies are written out line by line first.'),
    }),
    output: z.object({ same: z.boolean(), lines: z.array(DiffLine) }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'delivery.suggest',
    description: 'How a filter for deliveries can be continued, and what it means so far.',
    input: z.object({
      filter: z.string().max(500).describe('The filter as far as it is written.'),
      cursor: z
        .number()
        .int()
        .min(0)
        .optional()
        .describe('Where in it, in characters from 0. Left out: at its end.'),
    }),
    output: z.object({
      suggestions: z.array(FilterSuggestion),
      /** The filter in plain words, or what is wrong with it. */
      meaning: z.string(),
      valid: z.boolean(),
    }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'signature.explain',
    description:
      'Why a signature does not fit: names the cause, the byte that differs and the cure.',
    input: z
      .object({
        deliveryId: z
          .string()
          .optional()
          .describe(
            'Id of a delivery (`dlv_…`) that supplies whatever is not given here. Left out: all four must be given.',
          ),
        attempt: Attempt,
        timestamp: z
          .string()
          .max(100)
          .optional()
          .describe('What your handler read from X-Webhook-Timestamp: Unix seconds.'),
        signature: z
          .string()
          .max(1_000)
          .optional()
          .describe('What your handler read from X-Webhook-Signature: `sha256=` and 64 digits.'),
        body: Body.optional().describe('The body as your handler saw it, byte for byte.'),
        secret: z
          .string()
          .max(1_000)
          .optional()
          .describe('The secret that your handler checks with, `whsec_` included.'),
      })
      .refine(
        ({ deliveryId, timestamp, signature, body, secret }) =>
          deliveryId !== undefined ||
          [timestamp, signature, body, secret].every((given) => given !== undefined),
        'Give timestamp, signature, body and secret, or a deliveryId.',
      ),
    output: SignatureExplanation,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'signature.probe',
    description:
      'Finds the mistake in a handler: sends it test requests signed right and wrong, and sees which it accepts.',
    input: z.object({
      agentId: z
        .string()
        .optional()
        .describe("Id of the agent whose handler is probed. Left out: the project's."),
    }),
    output: SignatureProbe,
    effect: 'changes',
  }),
  defineOperation({
    name: 'retention.get',
    description:
      'How many deliveries are kept, and for how long; the same holds for requests to models.',
    input: z.object({}),
    output: RetentionState,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'retention.set',
    description: 'Sets how many deliveries are kept, and for how long.',
    input: Retention.partial(),
    output: RetentionState,
    effect: 'destructive',
  }),
] as const;

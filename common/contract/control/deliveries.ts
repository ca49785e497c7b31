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
import { defineOperation } from './define.ts';

const Id = z.object({ id: z.string().min(1) });
const Attempt = z.number().int().min(1).optional();
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

export const DELIVERY_OPERATIONS = [
  defineOperation({
    name: 'delivery.list',
    description: 'Webhook deliveries, newest first unless they are sorted otherwise.',
    input: z.object({
      filter: z.string().max(500).default(''),
      limit: z.number().int().min(1).max(200).default(50),
      /** Only deliveries before this one. */
      before: z.string().optional(),
      /** `slowest` by the latest attempt, `status` what needs attention first. */
      sort: z.enum(DELIVERY_SORTS).default('newest'),
      /** How many are passed over; the way to page where they are sorted otherwise. */
      skip: z.number().int().min(0).max(1_000_000).default(0),
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
      url: WebUrl.optional(),
      resign: z.boolean().default(true),
      fault: OneFault.optional(),
    }),
    output: DeliverySummary,
    effect: 'changes',
  }),
  defineOperation({
    name: 'delivery.send',
    description: 'Sends an edited copy of a delivery, signed, under an X-Webhook-ID of its own.',
    input: z.object({
      sourceId: z.string().min(1),
      body: Body,
      headers: Headers.optional(),
      url: WebUrl.optional(),
      fault: OneFault.optional(),
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
      body: Body.optional(),
      headers: Headers.optional(),
      url: WebUrl.optional(),
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
    input: Id.extend({ attempt: Attempt, format: z.enum(EXPORT_FORMATS) }),
    output: DeliveryExport,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'delivery.compare',
    description: 'Two requests or two answers, line by line: of two deliveries, or two attempts.',
    input: z.object({
      left: Id.extend({ attempt: Attempt }),
      right: Id.extend({ attempt: Attempt }),
      part: z.enum(['requestBody', 'responseBody', 'requestHeaders', 'responseHeaders']),
    }),
    output: z.object({ same: z.boolean(), lines: z.array(DiffLine) }),
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'delivery.suggest',
    description: 'How a filter for deliveries can be continued, and what it means so far.',
    input: z.object({ filter: z.string().max(500), cursor: z.number().int().min(0).optional() }),
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
        /** A recorded attempt that supplies whatever is not given here. */
        deliveryId: z.string().optional(),
        attempt: Attempt,
        timestamp: z.string().max(100).optional(),
        signature: z.string().max(1_000).optional(),
        body: Body.optional(),
        secret: z.string().max(1_000).optional(),
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
    input: z.object({ agentId: z.string().optional() }),
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

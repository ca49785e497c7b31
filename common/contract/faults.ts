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
  /** How many hits until the rule ends. Default: no limit. */
  times: z.number().int().min(1).max(1_000_000).optional(),
  /** Hits this share of what matches, 0 to 1. */
  rate: z.number().min(0).max(1).optional(),
  /** Makes `rate` choose the same requests in every run. */
  seed: z.number().int().optional(),
};
const DelayMs = z.number().int().min(0).max(86_400_000).optional();
/** In the filter language of the delivery list. Absent: matches everything. */
const DeliveryMatchText = z.string().max(500).optional();

export const FaultSpec = z.discriminatedUnion('target', [
  z.object({
    target: z.literal('delivery'),
    kind: z.enum(DELIVERY_FAULTS),
    match: DeliveryMatchText,
    delayMs: DelayMs,
    /** For `jsonSpelling`, one of its ways. Default: all of them. */
    spelling: z.enum(JSON_SPELLINGS).optional(),
    ...Often,
  }),
  z.object({
    target: z.literal('voiceStream'),
    kind: z.enum(STREAM_FAULTS),
    match: DeliveryMatchText,
    /** How many lines pass unharmed. Default: 0. */
    afterLines: z.number().int().min(0).max(10_000).optional(),
    delayMs: DelayMs,
    ...Often,
  }),
  z
    .object({
      target: z.literal('api'),
      kind: z.enum(API_FAULTS).default('error'),
      /** For kind `error` (which may then be omitted): the row of the error table. */
      code: z.enum(ERROR_CODES).optional(),
      /** A method, a path with `*` for anything, or both: `POST /v1/messages*`. */
      match: z.string().max(500).optional(),
      /** `before`: nothing happens; `after`: the work is done, but its response is lost. */
      when: z.enum(['before', 'after']).optional(),
      retryAfterSeconds: z.number().int().min(0).max(3_600).optional(),
      delayMs: DelayMs,
      ...Often,
    })
    .refine(({ kind, code }) => (kind === 'error') === (code !== undefined), {
      path: ['code'],
      error: 'Give a code of the error table with the kind "error", and with no other kind.',
    }),
  z.object({
    target: z.literal('whatsapp'),
    kind: z.enum(WHATSAPP_FAULTS),
    /** Only messages to this number. */
    match: z.string().max(500).optional(),
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

import { z } from 'zod';
import { ERROR_CODES } from './errors.ts';

/**
 * Faults that are switched on to see how a developer's code copes. A rule counts its hits and ends
 * after `times`.
 */

/** What can go wrong with a webhook request on its way out. */
export const DELIVERY_FAULTS = [
  /** Signed with another secret. */
  'badSignature',
  /** No `X-Webhook-Signature`. */
  'missingSignature',
  /** Signed with a timestamp ten minutes in the past. */
  'staleSignature',
  /** A byte of the body changed after signing. */
  'tamperedBody',
  /**
   * Voice turns: `transcript` as a list of turns, as seen in the wild
   * (docs/reference/provider/webhooks.md#a-voice-turn).
   */
  'transcriptAsList',
  /** Voice turns: `callId`, `from` and `to` are empty. */
  'emptyCallFields',
  /**
   * Voice turns: preceded by requests with partial transcripts of the first words, `delayMs` apart.
   */
  'refinedTranscript',
  /** End of call: a fractional `durationSeconds`, and a `recording_url`. */
  'callEndedExtras',
  /** End of a transferred call: followed by one more turn of it. */
  'turnAfterTransfer',
  /**
   * The body is another spelling of the same JSON, correctly signed over the bytes that are sent.
   */
  'jsonSpelling',
  /** Sent twice under one `X-Webhook-ID`. */
  'duplicate',
  /** Sent `delayMs` later. */
  'delay',
  /** Sent after the next event of its conversation, or after `delayMs` if none comes. */
  'reorder',
  /** Never sent; the attempt counts as failed. */
  'drop',
  /** The connection is reset as soon as the request was sent. */
  'reset',
] as const;

/**
 * Ways to spell the same JSON: with spaces as in `{"a": 1}`, with escapes as in `"\\u002b"`, with
 * another order of keys.
 */
export const JSON_SPELLINGS = ['spaces', 'escapes', 'keyOrder'] as const;
export type JsonSpelling = (typeof JSON_SPELLINGS)[number];

/** What can go wrong inside the streamed answer to a voice turn, as the call sees it. */
export const STREAM_FAULTS = [
  /** The first byte comes `delayMs` later. */
  'slow',
  /** After `afterLines` lines, nothing arrives for `delayMs`. */
  'stall',
  /** The line after `afterLines` lines breaks off in the middle, and the stream ends. */
  'tornLine',
  /**
   * Every multi-byte character arrives in two chunks, `delayMs` apart. A correct reader copes; ours
   * does.
   */
  'splitCharacter',
  /** Lines that would end the turn are marked as interim. */
  'noFinal',
  /** Lines end with CRLF. Our reader copes. */
  'crlf',
  /** The last line has no line break. Our reader copes. */
  'noNewline',
  /** Another line follows the one that ends the turn. */
  'linesAfterFinal',
  /**
   * The line after `afterLines` lines is 1 MB long, because of a meaningless field. Our reader
   * copes.
   */
  'longLine',
  /** The bytes arrive one at a time, `delayMs` apart. */
  'drip',
  /** The connection is reset after `afterLines` lines. */
  'reset',
] as const;

/** Faults that the emulated API can apply to a request. */
export const API_FAULTS = [
  'status429',
  'status500',
  'status502',
  'status503',
  /** Any row of the error table, by its `code`. */
  'error',
  /** Answered `delayMs` later. */
  'slow',
  /** The connection is closed without an answer. */
  'cut',
] as const;

/**
 * What the simulated WhatsApp line refuses, as Meta would. The message stays in its thread as
 * failed.
 */
export const WHATSAPP_FAULTS = [
  /** 131047: the person has not written for 24 hours. */
  'windowClosed',
  /** 131042: no payment method. */
  'paymentMissing',
  /** 131026: the recipient cannot be reached. */
  'unreachable',
  /** 131051: messages of this type are not supported. */
  'typeUnsupported',
  /** 100: a malformed template. */
  'templateMalformed',
] as const;

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

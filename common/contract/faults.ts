import { z } from 'zod';
import { ERROR_CODES } from './errors.ts';

/**
 * Faults that somebody asks for, to see what their code does about them. A rule counts how often it
 * hit, and ends after `times`.
 */

/** What can go wrong with a webhook request on its way out. */
export const DELIVERY_FAULTS = [
  /** Signed with another secret. */
  'badSignature',
  /** No `X-Webhook-Signature`. */
  'missingSignature',
  /** Signed for a moment ten minutes ago. */
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
  /** Voice turns: sent before as what the recogniser made of the first words, `delayMs` apart. */
  'refinedTranscript',
  /** The end of a call: a fractional `durationSeconds`, and a `recording_url`. */
  'callEndedExtras',
  /** The end of a call that was transferred: followed by one more turn of it. */
  'turnAfterTransfer',
  /** The body in another spelling of the same JSON, signed right over the bytes that are sent. */
  'jsonSpelling',
  /** Sent twice under one `X-Webhook-ID`. */
  'duplicate',
  /** Sent `delayMs` later. */
  'delay',
  /** Sent after the next event of its conversation, or after `delayMs` when none comes. */
  'reorder',
  /** Never sent; the attempt counts as failed. */
  'drop',
  /** The connection is reset as soon as the request is out. */
  'reset',
] as const;

/** Ways to spell the same JSON: `{"a": 1}`, `"\\u002b"`, another order of keys. */
export const JSON_SPELLINGS = ['spaces', 'escapes', 'keyOrder'] as const;
export type JsonSpelling = (typeof JSON_SPELLINGS)[number];

/** What can go wrong inside the streamed answer to a voice turn, as the call sees it. */
export const STREAM_FAULTS = [
  /** The first byte comes `delayMs` later. */
  'slow',
  /** After `afterLines` lines nothing comes for `delayMs`. */
  'stall',
  /** The line after `afterLines` lines breaks off in its middle, and the stream ends. */
  'tornLine',
  /** Every character of several bytes arrives in two chunks, `delayMs` apart. Harmless to us. */
  'splitCharacter',
  /** Lines that would close the turn are marked as interim ones. */
  'noFinal',
  /** Lines end with CRLF. Harmless to us. */
  'crlf',
  /** The last line has no line break. Harmless to us. */
  'noNewline',
  /** Another line follows the one that closes the turn. */
  'linesAfterFinal',
  /** The line after `afterLines` lines is 1 MB long, by a field that means nothing. Harmless to us. */
  'longLine',
  /** One byte at a time, `delayMs` apart. */
  'drip',
  /** The connection is reset after `afterLines` lines. */
  'reset',
] as const;

/** What the emulated API can do to a request. */
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

/** What the simulated WhatsApp line refuses, as Meta would; the message stays in its thread as failed. */
export const WHATSAPP_FAULTS = [
  /** 131047: they have not written for 24 hours. */
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
  /** How often it strikes before it is over; no end when left out. */
  times: z.number().int().min(1).max(1_000_000).optional(),
  /** Strikes this share of what matches, 0 to 1. */
  rate: z.number().min(0).max(1).optional(),
  /** Makes `rate` choose the same ones each time. */
  seed: z.number().int().optional(),
};
const DelayMs = z.number().int().min(0).max(86_400_000).optional();
/** The delivery list's filter language; everything matches when left out. */
const DeliveryMatchText = z.string().max(500).optional();

export const FaultSpec = z.discriminatedUnion('target', [
  z.object({
    target: z.literal('delivery'),
    kind: z.enum(DELIVERY_FAULTS),
    match: DeliveryMatchText,
    delayMs: DelayMs,
    /** With `jsonSpelling`: one of its ways; all of them when left out. */
    spelling: z.enum(JSON_SPELLINGS).optional(),
    ...Often,
  }),
  z.object({
    target: z.literal('voiceStream'),
    kind: z.enum(STREAM_FAULTS),
    match: DeliveryMatchText,
    /** How many lines pass unharmed; 0 by default. */
    afterLines: z.number().int().min(0).max(10_000).optional(),
    delayMs: DelayMs,
    ...Often,
  }),
  z
    .object({
      target: z.literal('api'),
      kind: z.enum(API_FAULTS).default('error'),
      /** With kind `error`, which may be left out then: the row of the error table. */
      code: z.enum(ERROR_CODES).optional(),
      /** A method, a path with `*` for anything, or both: `POST /v1/messages*`. */
      match: z.string().max(500).optional(),
      /** `before`: nothing happens; `after`: the work is done, the response is lost. */
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
    /** Messages to this number alone. */
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
  /** How often it struck. */
  hits: z.number().int(),
  /** Null: no end. */
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

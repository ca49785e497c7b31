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
 * What the simulated WhatsApp line refuses, as Meta would. The message stays in its conversation
 * as failed.
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

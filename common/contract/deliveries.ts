import { z } from 'zod';
import { DELIVERY_KINDS, DELIVERY_STATUSES } from './lists/deliveries.ts';

/** Webhook deliveries as the inspector shows them. One delivery carries one event to one URL. */

export const DeliveryStatus = z.enum(DELIVERY_STATUSES);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

export const DeliveryKind = z.enum(DELIVERY_KINDS);
export type DeliveryKind = z.infer<typeof DeliveryKind>;

export const DeliverySummary = z.object({
  id: z.string(),
  kind: DeliveryKind,
  /**
   * The X-Webhook-ID header: the same on every attempt
   * (docs/reference/provider/webhooks.md#headers).
   */
  webhookId: z.string(),
  event: z.string(),
  channel: z.string().nullable(),
  status: DeliveryStatus,
  attemptCount: z.number().int(),
  nextRetryAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  url: z.string(),
  /** It was sent to the built-in demo handler. */
  demo: z.boolean(),
  agentId: z.string().nullable(),
  callId: z.string().nullable(),
  conversationId: z.string().nullable(),
  /** For voice turns, the index of the agent turn. */
  turn: z.number().int().nullable(),
  /** From the latest attempt. */
  httpStatus: z.number().int().nullable(),
  durationMs: z.number().nullable(),
  error: z.string().nullable(),
  /** The delivery that this one replays, or is an edited copy of. */
  sourceId: z.string().nullable(),
  /** Address of the person at the other end; null where there is none. */
  counterparty: z.string().nullable(),
  /** The first words that it tells, in one line; null where it tells none. */
  excerpt: z.string().nullable(),
  /** It was answered, and the answer held nothing for the caller to hear. */
  silent: z.boolean(),
});
export type DeliverySummary = z.infer<typeof DeliverySummary>;

/** Milliseconds since the start of the attempt; null for steps that were not reached. */
export const AttemptTiming = z.object({
  /** Name resolution; null on a kept-alive connection. */
  dnsMs: z.number().nullable(),
  /** Connected; null on a kept-alive connection. */
  connectedMs: z.number().nullable(),
  /** Request bytes on the socket. */
  sentMs: z.number().nullable(),
  /** Response headers. */
  firstByteMs: z.number().nullable(),
  /** Last byte of the response, or the failure. */
  endMs: z.number(),
});
export type AttemptTiming = z.infer<typeof AttemptTiming>;

/** Why an attempt failed, if there was no response to judge. */
export const AttemptFailure = z.enum([
  'nameUnknown',
  'unreachable',
  'tls',
  'notHttp',
  'timeout',
  'connectionLost',
  'tooLarge',
  'addressRefused',
  'aborted',
]);
export type AttemptFailure = z.infer<typeof AttemptFailure>;

/** Header names and values, in the order and case in which they are sent. */
export const HeaderList = z.array(z.tuple([z.string(), z.string()]));

/** The stored part of a body: as text if it is UTF-8, else as base64. */
export const KeptBody = z.object({
  text: z.string().nullable(),
  base64: z.string().nullable(),
  sizeBytes: z.number().int(),
  /** Only the first part was stored. */
  truncated: z.boolean(),
});
export type KeptBody = z.infer<typeof KeptBody>;

/** The result of an independent check of what was actually sent. */
export const SignatureVerdict = z.object({
  ok: z.boolean(),
  /** `{timestamp}.{raw body}`, the body cut after 64 KiB. */
  signedString: z.string(),
  expected: z.string(),
  sent: z.string().nullable(),
  /** The secret it was checked with, its middle hidden: `whsec_••••9f2c`. */
  maskedSecret: z.string(),
  /** Why it is wrong, in words. */
  reason: z.string().nullable(),
});
export type SignatureVerdict = z.infer<typeof SignatureVerdict>;

export const DeliveryAttempt = z.object({
  number: z.number().int(),
  startedAt: z.iso.datetime(),
  outcome: z.enum(['inFlight', 'success', 'failed', 'interrupted', 'aborted']),
  method: z.string(),
  url: z.string(),
  status: z.number().int().nullable(),
  requestHeaders: HeaderList,
  requestBody: KeptBody,
  responseHeaders: HeaderList,
  responseBody: KeptBody.nullable(),
  timing: AttemptTiming.nullable(),
  error: z.string().nullable(),
  failure: AttemptFailure.nullable(),
  /** The fault rule that applied to this attempt (`fault.set`), in words. */
  fault: z.string().nullable(),
  /** Null where nothing is signed: exchanges. */
  signature: SignatureVerdict.nullable(),
});
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>;

export const DeliveryDetail = DeliverySummary.extend({
  /**
   * The body as the event produced it. That of an attempt differs after an edit or under a fault.
   */
  body: KeptBody,
  /** What a person changed in its requests; null if nothing. */
  override: z
    .object({
      url: z.string().nullable(),
      headers: HeaderList,
      body: KeptBody.nullable(),
      /** Sent with the recorded headers, including the old timestamp and signature. */
      verbatim: z.boolean(),
    })
    .nullable(),
  /** Since when it has been held; null if it is not held. */
  heldSince: z.iso.datetime().nullable(),
  /** How long it was held in the past. Not part of any attempt's timing. */
  heldMs: z.number(),
  /**
   * The delivery of the same conversation or call that must be sent first; null if there is none.
   */
  waitsForId: z.string().nullable(),
  attempts: z.array(DeliveryAttempt),
  /** The verdict on the latest attempt. Null before the first attempt, and for exchanges, which are not signed. */
  signature: SignatureVerdict.nullable(),
});
export type DeliveryDetail = z.infer<typeof DeliveryDetail>;

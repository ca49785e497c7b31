import { z } from 'zod';

/** Webhook deliveries as the inspector shows them. One delivery tells one event to one URL. */

export const DeliveryStatus = z.enum([
  'pending',
  'sending',
  'held',
  'success',
  'failed',
  'cancelled',
  /** Nobody was there to receive it: neither the agent nor the project had a webhook. */
  'nowhere',
]);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

/**
 * Only `event` goes through the queue and is retried. `voice` turns, `test` events and `replay`s
 * (copies somebody sent by hand, or a fault) are sent once. The others are no webhook deliveries,
 * only recorded like them: a `tool` that a hosted agent called, a request to the `carrier`, a
 * `callback` of the carrier's.
 */
export const DeliveryKind = z.enum([
  'event',
  'voice',
  'test',
  'replay',
  'tool',
  'carrier',
  'callback',
]);
export type DeliveryKind = z.infer<typeof DeliveryKind>;

/** Kinds that are recorded only: they are never sent again, and the API's log leaves them out. */
export const EXCHANGE_KINDS = ['tool', 'carrier', 'callback'] as const;
export type ExchangeKind = (typeof EXCHANGE_KINDS)[number];

export function isExchange<T extends { readonly kind: DeliveryKind }>(
  delivery: T,
): delivery is T & { readonly kind: ExchangeKind } {
  return EXCHANGE_KINDS.some((kind) => kind === delivery.kind);
}

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
  /** Sent to the built-in demo handler. */
  demo: z.boolean(),
  agentId: z.string().nullable(),
  callId: z.string().nullable(),
  conversationId: z.string().nullable(),
  /** Voice turns: the index of the agent turn. */
  turn: z.number().int().nullable(),
  /** From the latest attempt. */
  httpStatus: z.number().int().nullable(),
  durationMs: z.number().nullable(),
  error: z.string().nullable(),
  /** The delivery this one is a replay or an edited copy of. */
  sourceId: z.string().nullable(),
  /** Address of the person at the other end; null where there is none. */
  counterparty: z.string().nullable(),
  /** The first words that it tells, in one line; null where it tells none. */
  excerpt: z.string().nullable(),
  /** It was answered, and the answer held nothing for the caller to hear. */
  silent: z.boolean(),
});
export type DeliverySummary = z.infer<typeof DeliverySummary>;

/** Orders of the list of deliveries. */
export const DELIVERY_SORTS = ['newest', 'oldest', 'slowest', 'status'] as const;
export type DeliverySort = (typeof DELIVERY_SORTS)[number];

/** Milliseconds from the start of the attempt; null where it never came to that. */
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

/** Where an attempt came to grief before there was an answer to judge. */
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

/** Names and values in the order and the case they are sent in. */
export const HeaderList = z.array(z.tuple([z.string(), z.string()]));

/** A body as far as it was kept: text where it is UTF-8, else base64. */
export const KeptBody = z.object({
  text: z.string().nullable(),
  base64: z.string().nullable(),
  sizeBytes: z.number().int(),
  /** Only the first part was kept. */
  truncated: z.boolean(),
});
export type KeptBody = z.infer<typeof KeptBody>;

/** The verdict of an independent check of what was really sent. */
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
  /** The fault that was played on this attempt (`fault.set`), in words. */
  fault: z.string().nullable(),
  /** Null where nothing is signed: exchanges. */
  signature: SignatureVerdict.nullable(),
});
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>;

export const DeliveryDetail = DeliverySummary.extend({
  /** As the event made it. An attempt's own body differs after an edit or under a fault. */
  body: KeptBody,
  /** What a person changed about its requests; null when nothing is. */
  override: z
    .object({
      url: z.string().nullable(),
      headers: HeaderList,
      body: KeptBody.nullable(),
      /** Sent with the recorded headers: old timestamp, old signature. */
      verbatim: z.boolean(),
    })
    .nullable(),
  /** Since when it is held back; null when it is not. */
  heldSince: z.iso.datetime().nullable(),
  /** How long it was held before; not part of any attempt's timing. */
  heldMs: z.number(),
  /**
   * The delivery of the same conversation or call that has to leave first; null where none stands in
   * its way.
   */
  waitsForId: z.string().nullable(),
  attempts: z.array(DeliveryAttempt),
  /** The verdict on the latest attempt. Null before the first attempt, and for exchanges, which are not signed. */
  signature: SignatureVerdict.nullable(),
});
export type DeliveryDetail = z.infer<typeof DeliveryDetail>;

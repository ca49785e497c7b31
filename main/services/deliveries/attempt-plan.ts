import type { DeliveryFaultSpec } from '../../../common/contract/index.ts';
import {
  callEndedExtras,
  emptyCallFields,
  respelt,
} from '../../../common/rules/deliveries/body-faults.ts';
import { DELIVERY_FAULT_NAMES } from '../../../common/rules/deliveries/fault-names.ts';
import {
  WEBHOOK_SIGNATURE_HEADER,
  WEBHOOK_TIMESTAMP_HEADER,
} from '../../../common/rules/signatures/signing.ts';
import type { DeliveryRow } from '../../store/deliveries/delivery-rows.ts';
import type { WebhookRow } from '../../store/deliveries/webhooks.ts';
import type { FaultHit } from '../faults/fault-rules.ts';
import { transcriptAsList } from '../faults/transcript-fault.ts';
import { destination } from './new-delivery.ts';
import { FORGED_SECRET, sign, webhookHeaders } from './signature.ts';

export type Headers = readonly (readonly [string, string])[];

/** Where an attempt goes and what it contains, completely decided. */
export interface AttemptPlan {
  readonly delivery: DeliveryRow;
  readonly number: number;
  readonly webhookId: string | null;
  readonly url: string;
  readonly demo: boolean;
  readonly secret: string;
  readonly timeoutMs: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** The body is that of the delivery, so it need not be stored again. */
  readonly ownBody: boolean;
  /** `drop`: never sent; `reset`: aborted as soon as it was sent. */
  readonly fate: 'send' | 'drop' | 'reset';
  /** The fault that applies, in words; null if none does. */
  readonly fault: string | null;
}

/** The input for planning an attempt. */
export interface PlanRequest {
  readonly delivery: DeliveryRow;
  readonly body: Uint8Array;
  readonly editedBody: Uint8Array | null;
  readonly webhook: WebhookRow;
  readonly hit: FaultHit<DeliveryFaultSpec> | null;
}

/** Who sends the attempt, and when. */
export interface PlanContext {
  /** The real Unix time of this attempt. */
  readonly timestampSeconds: number;
  readonly userAgent: string;
}

const STALE_SECONDS = 600;

/** Plans one attempt: by the configuration, then by a person's changes, then by a fault. */
export function planAttempt(request: PlanRequest, context: PlanContext): AttemptPlan {
  const { delivery, webhook, hit } = request;
  const { override } = delivery;
  const kind = hit?.spec.kind ?? null;
  const wanted = request.editedBody ?? request.body;
  const body = hit ? faultyBody(wanted, hit.spec) : wanted;
  const timestampSeconds =
    context.timestampSeconds - (kind === 'staleSignature' ? STALE_SECONDS : 0);
  const signed = webhookHeaders({
    headerId: delivery.headerId,
    event: delivery.event,
    body,
    secret: webhook.secret,
    timestampSeconds,
    userAgent: context.userAgent,
  });
  const headers = override?.verbatim
    ? (override.headers ?? [])
    : withHeaders(signed, override?.headers ?? []);
  const sent = kind === 'tamperedBody' ? tampered(body) : body;
  return {
    delivery,
    number: delivery.attemptCount + 1,
    ...destination(webhook, override),
    secret: webhook.secret,
    timeoutMs: webhook.timeoutSeconds * 1000,
    headers: faultyHeaders(headers, kind, body),
    body: sent,
    ownBody: sent === request.body,
    fate: kind === 'drop' || kind === 'reset' ? kind : 'send',
    fault:
      hit &&
      `${DELIVERY_FAULT_NAMES[hit.spec.kind]}, asked for ${hit.faultId ? `by fault ${hit.faultId}` : 'by hand'}`,
  };
}

/** Our headers, with those of the same name replaced and the others added. */
export function withHeaders(headers: Headers, changes: Headers): Headers {
  const changed = new Map(changes.map(([name, value]) => [name.toLowerCase(), value]));
  const known = new Set(headers.map(([name]) => name.toLowerCase()));
  return [
    ...headers.map(
      ([name, value]) => [name, changed.get(name.toLowerCase()) ?? value] as [string, string],
    ),
    ...changes.filter(([name]) => !known.has(name.toLowerCase())),
  ];
}

/** The body that is signed and sent. Changes after signing come later. */
function faultyBody(body: Uint8Array, { kind, spelling }: DeliveryFaultSpec): Uint8Array {
  const text = () => Buffer.from(body).toString('utf8');
  switch (kind) {
    case 'transcriptAsList':
      return transcriptAsList(body);
    case 'emptyCallFields':
      return Buffer.from(emptyCallFields(text()));
    case 'callEndedExtras':
      return Buffer.from(callEndedExtras(text()));
    case 'jsonSpelling':
      return Buffer.from(respelt(text(), spelling ?? null));
    default:
      return body;
  }
}

function faultyHeaders(
  headers: Headers,
  kind: DeliveryFaultSpec['kind'] | null,
  body: Uint8Array,
): Headers {
  const named = WEBHOOK_SIGNATURE_HEADER.toLowerCase();
  switch (kind) {
    case 'missingSignature':
      return headers.filter(([name]) => name.toLowerCase() !== named);
    case 'badSignature': {
      const timestamp = headers.find(([name]) => name === WEBHOOK_TIMESTAMP_HEADER)?.[1] ?? '';
      return withHeaders(headers, [
        [WEBHOOK_SIGNATURE_HEADER, sign(FORGED_SECRET, timestamp, body)],
      ]);
    }
    default:
      return headers;
  }
}

/**
 * One letter changed, so the length stays the same. Still valid JSON if a string contains a letter.
 */
function tampered(body: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(body);
  const at = copy.findLastIndex((byte) => byte >= 0x61 && byte < 0x7a);
  if (at >= 0) copy[at] = (copy[at] ?? 0) + 1;
  return copy;
}

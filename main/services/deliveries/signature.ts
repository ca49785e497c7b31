import { createHmac } from 'node:crypto';
import {
  SIGNATURE_PREFIX,
  WEBHOOK_EVENT_HEADER,
  WEBHOOK_ID_HEADER,
  WEBHOOK_SIGNATURE_HEADER,
  WEBHOOK_TIMESTAMP_HEADER,
} from '../../../common/rules/signatures/signing.ts';

/** A secret that no webhook has. A handler that verifies rejects what it signs. */
export const FORGED_SECRET = 'whsec_of_somebody_else';

/**
 * The signature of one attempt (docs/reference/provider/webhooks.md#signature): HMAC-SHA256 keyed
 * with the whole secret string, including `whsec_`.
 *
 * @param secret The secret string. Bytes, or another `dot`, only to sign as a mistaken handler
 * would.
 * @returns The header's value, `sha256=` and 64 lower-case hexadecimal digits.
 */
export function sign(
  secret: string | Uint8Array,
  timestampSeconds: string,
  body: Uint8Array,
  dot = '.',
): string {
  const mac = createHmac('sha256', secret)
    .update(timestampSeconds + dot)
    .update(body);
  return SIGNATURE_PREFIX + mac.digest('hex');
}

export interface SignedRequest {
  /** The `X-Webhook-ID`. */
  readonly headerId: string;
  readonly event: string;
  readonly body: Uint8Array;
  readonly secret: string;
  /** The real Unix time of this attempt, in seconds. */
  readonly timestampSeconds: number;
  readonly userAgent: string;
}

/**
 * The headers of a webhook request, in the order in which they are sent
 * (docs/reference/provider/webhooks.md#headers).
 */
export function webhookHeaders(request: SignedRequest): [string, string][] {
  const timestamp = String(request.timestampSeconds);
  return [
    ['Content-Type', 'application/json'],
    ['User-Agent', request.userAgent],
    [WEBHOOK_ID_HEADER, request.headerId],
    [WEBHOOK_EVENT_HEADER, request.event],
    [WEBHOOK_TIMESTAMP_HEADER, timestamp],
    [WEBHOOK_SIGNATURE_HEADER, sign(request.secret, timestamp, request.body)],
  ];
}

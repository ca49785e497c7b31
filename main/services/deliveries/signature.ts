import { createHmac } from 'node:crypto';
import {
  SIGNATURE_PREFIX,
  WEBHOOK_EVENT_HEADER,
  WEBHOOK_ID_HEADER,
  WEBHOOK_SIGNATURE_HEADER,
  WEBHOOK_TIMESTAMP_HEADER,
} from '../../../common/rules/signatures/signing.ts';

/** Nobody's: what it signs, a handler that verifies refuses. */
export const FORGED_SECRET = 'whsec_of_somebody_else';

/**
 * The signature of one attempt (docs/reference/provider/webhooks.md#signature): HMAC-SHA256 keyed
 * with the whole secret string, `whsec_` included.
 *
 * @param secret The secret string. Bytes and another `dot` only to sign as a mistaken handler would.
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
  /** Real Unix time in seconds, of this very attempt. */
  readonly timestampSeconds: number;
  readonly userAgent: string;
}

/**
 * The headers of a webhook request, in the order they are sent
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

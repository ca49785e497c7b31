/**
 * What is signed and where the signature goes (docs/reference/provider/webhooks.md#headers). Header
 * names as sent.
 */

export const WEBHOOK_ID_HEADER = 'X-Webhook-ID';
export const WEBHOOK_EVENT_HEADER = 'X-Webhook-Event';
export const WEBHOOK_TIMESTAMP_HEADER = 'X-Webhook-Timestamp';
export const WEBHOOK_SIGNATURE_HEADER = 'X-Webhook-Signature';

/** The prefix of the 64 hexadecimal digits; known verifiers require it. */
export const SIGNATURE_PREFIX = 'sha256=';

/**
 * How far a timestamp may be from a careful receiver's clock, in either direction
 * (docs/reference/provider/webhooks.md#signature).
 */
export const TIMESTAMP_TOLERANCE_SECONDS = 300;

/** The value of the first header with that name, in any case; null if there is none. */
export function headerValue(
  headers: readonly (readonly [string, string])[],
  name: string,
): string | null {
  const wanted = name.toLowerCase();
  return headers.find(([key]) => key.toLowerCase() === wanted)?.[1] ?? null;
}

import type { SignatureVerdict } from '../../../common/contract/index.ts';

/** What one attempt really sent, as recorded. */
export interface SentRequest {
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
  readonly secret: string;
}

const SHOWN_BODY_BYTES = 64 * 1024;

/**
 * Verifies a recorded request as a careful receiver would: from its headers, its bytes and the
 * secret alone. It shares no code with the signing side (it reads the headers itself and uses Web
 * Crypto), so that it cannot share a mistake with it either.
 */
export async function checkSignature(request: SentRequest): Promise<SignatureVerdict> {
  const timestamp = find(request.headers, 'x-webhook-timestamp');
  const sent = find(request.headers, 'x-webhook-signature');
  const expected = `sha256=${await hexMac(request.secret, `${timestamp ?? ''}.`, request.body)}`;
  const reason = whyWrong(timestamp, sent, expected);
  return {
    ok: reason === null,
    signedString: `${timestamp ?? ''}.${shown(request.body)}`,
    expected,
    sent,
    maskedSecret: masked(request.secret),
    reason,
  };
}

/** Enough of a secret to tell it from another, but not enough to sign with. */
function masked(secret: string): string {
  const prefix = secret.startsWith('whsec_') ? 'whsec_' : '';
  return `${prefix}••••${secret.length < 16 ? '' : secret.slice(-4)}`;
}

function whyWrong(timestamp: string | null, sent: string | null, expected: string): string | null {
  if (sent === null) return 'The X-Webhook-Signature header is missing.';
  if (timestamp === null) return 'The X-Webhook-Timestamp header is missing.';
  if (!/^\d+$/.test(timestamp)) return 'X-Webhook-Timestamp is not a whole number of seconds.';
  if (timestamp.length > 11) return 'X-Webhook-Timestamp is in milliseconds; it must be seconds.';
  if (sent === expected) return null;
  if (`sha256=${sent}` === expected) return 'The signature lacks its "sha256=" prefix.';
  if (sent.toLowerCase() === expected) return 'The signature must be in lower-case hexadecimal.';
  if (!/^sha256=[0-9a-f]{64}$/.test(sent)) {
    return 'The signature is not "sha256=" followed by 64 hexadecimal digits.';
  }
  return 'The signature does not fit these bytes, this timestamp and this secret: one of them was changed after signing.';
}

async function hexMac(secret: string, prefix: string, body: Uint8Array): Promise<string> {
  // Web Crypto refuses an empty key, which a broken configuration may contain.
  const raw = Buffer.from(secret === '' ? '\0' : secret, 'utf8');
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', raw, algorithm, false, ['sign']);
  const mac = await crypto.subtle.sign('HMAC', key, Buffer.concat([Buffer.from(prefix), body]));
  return Buffer.from(mac).toString('hex');
}

function find(headers: readonly (readonly [string, string])[], name: string): string | null {
  for (const [key, value] of headers) if (key.toLowerCase() === name) return value;
  return null;
}

function shown(body: Uint8Array): string {
  return Buffer.from(body.subarray(0, SHOWN_BODY_BYTES)).toString('utf8');
}

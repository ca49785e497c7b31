import { createRequire } from 'node:module';
import type {
  getExpectedBodyHash,
  getExpectedTwilioSignature,
} from 'twilio/lib/webhooks/webhooks.js';

/** Callbacks as Twilio sends them, signed with the official package. */

// Only its signatures, because the whole package takes most of a second to load.
const webhooks = createRequire(import.meta.url)('twilio/lib/webhooks/webhooks.js') as {
  getExpectedTwilioSignature: typeof getExpectedTwilioSignature;
  getExpectedBodyHash: typeof getExpectedBodyHash;
};

/** The key's secret, its name, and its algorithm. */
export interface SharedKey {
  readonly secret: string;
  readonly id: string;
  readonly algorithm: 'HMAC_SHA1' | 'HMAC_SHA256';
}

export interface SignedCallback {
  /** The URL as Twilio has it. */
  readonly url: string;
  readonly params: Readonly<Record<string, string>>;
  readonly authToken: string;
  /** Twilio is not consistent in whether it signs the default port. */
  readonly signWithPort?: boolean;
  /** Sends JSON, with its hash in the query. */
  readonly json?: boolean;
  /** Replaces the correct signature. */
  readonly signature?: string;
  /** A webhook rule signs with a shared key, and a header says so. */
  readonly sharedKey?: SharedKey;
  /** Where it is really delivered, if there is a tunnel in between. */
  readonly deliverTo?: string;
}

export interface CallbackAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
}

export async function sendCallback(callback: SignedCallback): Promise<CallbackAnswer> {
  const { params, json } = callback;
  const body = json ? JSON.stringify(params) : new URLSearchParams(params).toString();
  const url = json ? withBodyHash(callback.url, body) : callback.url;
  const signedUrl = callback.signWithPort ? withPort(url) : url;
  const { sharedKey } = callback;
  const signature =
    callback.signature ??
    webhooks.getExpectedTwilioSignature(
      sharedKey?.secret ?? callback.authToken,
      signedUrl,
      json ? {} : { ...params },
      sharedKey?.algorithm,
    );
  const { pathname, search } = new URL(url);
  const target = callback.deliverTo ? callback.deliverTo + pathname + search : url;
  const response = await fetch(target, {
    method: 'POST',
    headers: {
      'content-type': json
        ? 'application/json'
        : 'application/x-www-form-urlencoded; charset=utf-8',
      'user-agent': 'TwilioProxy/1.1',
      'x-twilio-signature': signature,
      ...(sharedKey && signatureSettings(sharedKey)),
    },
    body,
  });
  return { status: response.status, body: await response.text(), headers: response.headers };
}

/** The signature of a socket's handshake, which covers only the URL. */
export function socketSignature(secret: string, url: string, algorithm?: string): string {
  return webhooks.getExpectedTwilioSignature(secret, url, {}, algorithm);
}

/** The header that describes a shared key. */
export function signatureSettings({ id, algorithm }: SharedKey): Record<string, string> {
  return { 'x-twilio-webhooks-signature-settings': `key=${id},algorithm=${algorithm}` };
}

function withBodyHash(url: string, body: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}bodySHA256=${webhooks.getExpectedBodyHash(body)}`;
}

/** The URL including its default port. */
function withPort(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  if (port !== '') return url;
  return url.replace(hostname, `${hostname}:${protocol === 'https:' ? 443 : 80}`);
}

import { validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks.js';

/**
 * Twilio signs the URL it was given, which behind a tunnel is not the one that reaches us. So URLs
 * are built from the public URL in the settings, never from the Host header.
 *
 * It signs with the auth token and HMAC-SHA1 or, if a webhook rule says so, with a shared key and
 * the algorithm named in a second header.
 * https://www.twilio.com/docs/usage/webhooks/webhook-shared-keys
 */

export interface SignedRequest {
  readonly authToken: string;
  /** Shared keys that may sign too: two of them while one is being rotated. */
  readonly sharedKeys?: readonly string[];
  /** The whole URL as Twilio has it, including the query. */
  readonly url: string;
  /** `X-Twilio-Signature` */
  readonly signature: string | undefined;
  /** `X-Twilio-Webhooks-Signature-Settings`: `key=…,algorithm=HMAC_SHA256` */
  readonly settings?: string | undefined;
}

const ALGORITHMS: ReadonlySet<string> = new Set(['HMAC_SHA1', 'HMAC_SHA256']);

/**
 * Verifies a form, whose fields are signed together with the URL, both with and without the port.
 */
export function isSignedForm(request: SignedRequest, form: URLSearchParams): boolean {
  const fields = new Map<string, string | string[]>();
  for (const name of form.keys()) {
    const values = form.getAll(name);
    fields.set(name, values.length === 1 ? (values[0] ?? '') : values);
  }
  const params = Object.fromEntries(fields);
  return isSigned(request, (secret, signature, algorithm) =>
    validateRequest(secret, signature, request.url, params, algorithm),
  );
}

/** Verifies a JSON body, whose SHA-256 is part of the signed URL. */
export function isSignedJson(request: SignedRequest, body: string): boolean {
  return isSigned(request, (secret, signature, algorithm) =>
    validateRequestWithBody(secret, signature, request.url, body, algorithm),
  );
}

/**
 * Verifies a socket's handshake: only the URL is signed, as written in the TwiML. It is not
 * documented whether Twilio signs a trailing slash, so both forms are accepted.
 */
export function isSignedSocket(request: SignedRequest): boolean {
  const bare = request.url.replace(/\/(?=$|\?)/, '');
  const slashed = bare.replace(/(?=$|\?)/, '/');
  return isSigned(request, (secret, signature, algorithm) =>
    [bare, slashed].some((url) =>
      validateRequest(secret, signature, withStandardPort(url), {}, algorithm),
    ),
  );
}

/**
 * The signature settings in the header: the key's name, and the algorithm (HMAC-SHA1 by default).
 */
function signatureSettings(header: string): {
  readonly key: string | null;
  readonly algorithm: string;
} {
  const parts = new Map(
    header
      .split(',')
      .map((part) => part.split('=', 2).map((text) => text.trim()))
      .reverse()
      .map(([name = '', value = '']) => [name, value]),
  );
  return {
    key: parts.get('key') || null,
    algorithm: (parts.get('algorithm') || 'HMAC_SHA1').toUpperCase(),
  };
}

/** What to check if a signature of this kind does not match. */
export function signatureAdvice(settings: string | undefined): string {
  if (settings === undefined) {
    return 'If it came from Twilio, check that the auth token and the public address are the ones it uses.';
  }
  const { key, algorithm } = signatureSettings(settings);
  const safe = (text: string) => (/^\w{1,80}$/.test(text) ? text : '?');
  if (!ALGORITHMS.has(algorithm)) {
    return `It says that it is signed by ${safe(algorithm)}, which is not understood here. Choose HMAC_SHA256 in the webhook setting at Twilio.`;
  }
  return `It says that it is signed with the shared key ${safe(key ?? '')}. If it came from Twilio, give that key's secret under Settings or with twilio.set {"sharedKeys": ["…"]}, and check the public address.`;
}

/** Whether one of the secrets made the signature; compared in constant time. */
function isSigned(
  { authToken, sharedKeys = [], signature, settings }: SignedRequest,
  fits: (secret: string, signature: string, algorithm: string) => boolean,
): boolean {
  if (!signature) return false;
  if (settings === undefined) {
    return [...ALGORITHMS].some((algorithm) => fits(authToken, signature, algorithm));
  }
  const { algorithm } = signatureSettings(settings);
  if (!ALGORITHMS.has(algorithm)) return false;
  return [...sharedKeys, authToken].some((secret) => fits(secret, signature, algorithm));
}

/**
 * The official check assumes 80 as the default port of wss; with the correct port it tries both.
 */
function withStandardPort(url: string): string {
  const match = /^wss:\/\/([^/?]+)(.*)$/s.exec(url);
  const host = match?.[1] ?? '';
  return match && !/:\d+$/.test(host) ? `wss://${host}:443${match[2]}` : url;
}

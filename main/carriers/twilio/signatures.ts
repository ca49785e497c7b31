import { validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks.js';

/**
 * Twilio signs the address it was given, not the one that reaches us behind a tunnel; so addresses
 * are put together from the public URL in the settings, never from the Host header.
 */

export interface SignedRequest {
  readonly authToken: string;
  /** The whole address as Twilio was given it, with its query. */
  readonly url: string;
  /** `X-Twilio-Signature` */
  readonly signature: string | undefined;
}

/** Of a form, whose fields are signed with the address. Tried with and without the port. */
export function isSignedForm(request: SignedRequest, form: URLSearchParams): boolean {
  const { authToken, url, signature } = request;
  if (!signature) return false;
  const fields = new Map<string, string | string[]>();
  for (const name of form.keys()) {
    const values = form.getAll(name);
    fields.set(name, values.length === 1 ? (values[0] ?? '') : values);
  }
  return validateRequest(authToken, signature, url, Object.fromEntries(fields));
}

/** Of a JSON body, whose SHA-256 stands in the signed address. */
export function isSignedJson(request: SignedRequest, body: string): boolean {
  const { authToken, url, signature } = request;
  return signature ? validateRequestWithBody(authToken, signature, url, body) : false;
}

/**
 * Of a socket's handshake: the address alone, as the TwiML has it. Whether Twilio signs a trailing
 * slash is not settled, so both are accepted.
 */
export function isSignedSocket(request: SignedRequest): boolean {
  const { authToken, signature } = request;
  if (!signature) return false;
  const bare = request.url.replace(/\/(?=$|\?)/, '');
  const slashed = bare.replace(/(?=$|\?)/, '/');
  return [bare, slashed].some((url) =>
    validateRequest(authToken, signature, withStandardPort(url), {}),
  );
}

/** The official check takes 80 for the standard port of wss; with the real one it tries both. */
function withStandardPort(url: string): string {
  const match = /^wss:\/\/([^/?]+)(.*)$/s.exec(url);
  const host = match?.[1] ?? '';
  return match && !/:\d+$/.test(host) ? `wss://${host}:443${match[2]}` : url;
}

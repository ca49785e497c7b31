import type { Response } from 'undici';
import type { Provider } from './engine-access.ts';

/** A problem with an engine that a person can fix; the message says how. */
export class EngineFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EngineFailure';
  }
}

/** How much of a provider's own message is shown. */
const EXCERPT = 200;

/** A refusal in words: what happened, why, and what to do. `body` is that of the response. */
export function refusal(provider: Provider, status: number, body: string): string {
  const words = excerpt(body);
  const said = words === '' ? '' : ` It said: ${words}`;
  return `${provider.label} ${meaning(status)}${said}`;
}

/** The beginning of a response's body; the rest is discarded. */
export async function beginningOf(response: Response, characters = 20 * EXCERPT): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes as Uint8Array, { stream: true });
    if (text.length > characters) break;
  }
  return text;
}

/** A server that could not be reached, or closed the connection instead of answering. */
export function unreachable(provider: Provider, baseUrl: string, error: unknown): string {
  return `${provider.label} could not be reached at ${baseUrl}: ${reason(error)}. Check the address under Settings, Engines, and that the server runs.`;
}

/** A server that closed the connection in the middle of its answer. */
export function brokenOff(provider: Provider, error: unknown): string {
  return `${provider.label} broke off in the middle of its answer: ${reason(error)}. Try again.`;
}

/** A server that stopped sending. */
export function stalled(provider: Provider, seconds: number): string {
  return `${provider.label} sent nothing for ${seconds} seconds. Try again, or choose another engine under Settings, Engines.`;
}

function meaning(status: number): string {
  if (status === 401 || status === 403) {
    return `refused the API key (${status}). Check it under Settings, Engines.`;
  }
  if (status === 402) return `wants to be paid first (402). Check the plan of that account.`;
  if (status === 404) {
    return `knows no such address, model or voice (404). Check them under Settings, Engines.`;
  }
  if (status === 429) return `is over its rate limit or quota (429). Wait, or check that account.`;
  if (status >= 500) return `has a problem of its own (${status}). Try again.`;
  return `refused the request (${status}). Check model and voice under Settings, Engines.`;
}

/** The message in one of the usual forms of JSON errors, or the beginning of the text. */
function excerpt(body: string): string {
  let text = body;
  try {
    text = message(JSON.parse(body)) ?? body;
  } catch {
    // Not JSON.
  }
  if (/^\s*<(?:!doctype|html)/i.test(text)) return 'a web page, so it is probably no such server.';
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > EXCERPT ? `${line.slice(0, EXCERPT)}…` : line;
}

function message(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return null;
  for (const name of ['message', 'error', 'detail', 'err_msg', 'title']) {
    const inner = message((value as Record<string, unknown>)[name]);
    if (inner) return inner;
  }
  return null;
}

/** Network problems in words; the codes are those of Node and undici. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
  ECONNRESET: 'it closed the connection (ECONNRESET)',
  EPIPE: 'it closed the connection (EPIPE)',
  UND_ERR_SOCKET: 'it closed the connection',
  ENOTFOUND: 'there is no such host (ENOTFOUND)',
  EAI_AGAIN: 'the name could not be looked up (EAI_AGAIN); is this computer online?',
  ETIMEDOUT: 'it did not take the connection in time (ETIMEDOUT)',
  UND_ERR_CONNECT_TIMEOUT: 'it did not take the connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'it did not begin to answer in time',
  UND_ERR_BODY_TIMEOUT: 'it stopped in the middle of its answer',
  EHOSTUNREACH: 'there is no way to that host (EHOSTUNREACH)',
  ENETUNREACH: 'there is no way to that network (ENETUNREACH)',
  EPROTO: 'it does not speak HTTPS there (EPROTO)',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is self-signed',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  HPE_INVALID_CONSTANT: 'what it answers is not HTTP',
};

/** Node's fetch hides the reason in `cause`. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error as { cause?: unknown };
  const deepest = (cause instanceof Error ? cause : error) as NodeJS.ErrnoException;
  const { code } = deepest;
  if (code === 'ADDRESS_REFUSED') return deepest.message;
  return (code && REASONS[code]) ?? code ?? deepest.message;
}

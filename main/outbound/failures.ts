import type { AttemptFailure } from '../../common/contract/index.ts';

/** Why a request came to nothing. */
export type FailureReason =
  | 'unreachable'
  | 'timeout'
  | 'connectionLost'
  | 'tooLarge'
  | 'addressRefused'
  | 'aborted';

export interface RequestFailure {
  readonly why: FailureReason;
  /** Finer than `why`: where it came to grief. */
  readonly kind: AttemptFailure;
  /** What happened, why, and what to do next. */
  readonly message: string;
}

/** What is known about a request when undici reports an error. */
export interface FailureContext {
  readonly url: string;
  /** The request was written to a connection. */
  readonly sent: boolean;
  readonly responseStarted: boolean;
}

/** Translates an error of the network or of undici into a reason and a sentence. */
export function failureFrom(error: unknown, context: FailureContext): RequestFailure {
  const cause = innermost(error);
  const code = codeOf(cause);
  const where = placeOf(context.url);
  if (code === 'ADDRESS_REFUSED') {
    return {
      kind: 'addressRefused',
      why: 'addressRefused',
      message: `Not sent: ${messageOf(cause)}. Use a loopback or public address, or allow private addresses in the settings.`,
    };
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return {
      kind: 'nameUnknown',
      why: 'unreachable',
      message: `The name ${hostOf(context.url)} could not be resolved (${code}). Check the spelling, and that this computer is online.`,
    };
  }
  if (code === 'ECONNREFUSED') {
    return {
      kind: 'unreachable',
      why: 'unreachable',
      message: `Nothing listens at ${where} (ECONNREFUSED). Start your server, or correct the port in the webhook URL.`,
    };
  }
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') {
    return {
      kind: 'unreachable',
      why: 'unreachable',
      message: `No connection to ${where} could be made in time. Check the address and the firewall between.`,
    };
  }
  if (isTlsCode(code)) {
    return {
      kind: 'tls',
      why: 'unreachable',
      message: `The secure connection to ${where} failed (${code}: ${messageOf(cause)}). Use a certificate that is valid for this name, or http:// for a server on this computer; or trust it for this webhook (webhook.certificate shows it, webhook.trust trusts it).`,
    };
  }
  if (isParserError(cause) || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return {
      kind: 'notHttp',
      why: code === 'UND_ERR_HEADERS_OVERFLOW' ? 'tooLarge' : 'connectionLost',
      message: `${where} answered something that is not HTTP, or with oversized headers (${code || messageOf(cause)}). Check that the URL points at your web server${context.url.startsWith('http:') ? ' and whether it expects https://' : ''}.`,
    };
  }
  if (isUnaskedContinue(cause)) {
    return {
      kind: 'notHttp',
      why: 'connectionLost',
      message: `${where} answered "100 Continue", which was not asked for, and the connection was given up. Let your server answer with its final status alone: something in it, or before it, sends 100 without an Expect header.`,
    };
  }
  if (!context.sent) {
    return {
      kind: 'unreachable',
      why: 'unreachable',
      message: `No connection to ${where} could be made (${code || messageOf(cause)}). Check that your server runs and the URL is right.`,
    };
  }
  return {
    kind: 'connectionLost',
    why: 'connectionLost',
    message: context.responseStarted
      ? `The connection to ${where} broke off in the middle of the response (${code || messageOf(cause)}). Look for a crash in your server's log.`
      : `${where} closed the connection without an answer (${code || messageOf(cause)}). Look for a crash in your server's log${context.url.startsWith('http:') ? '; if it is an https server, write https:// in the URL' : ''}.`,
  };
}

/** What undici calls a connection that the other side closed. */
const CLOSED: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** The other side closed the connection, and said nothing on it that undici could not read. */
export function wasClosed(error: unknown): boolean {
  return CLOSED.has(codeOf(error)) && !isUnaskedContinue(error);
}

/** undici has no other word for `100 Continue`, and knows no way on from it. */
function isUnaskedContinue(error: unknown): boolean {
  return codeOf(error) === 'UND_ERR_SOCKET' && messageOf(error) === 'bad response';
}

/** `host:port` of a URL, for sentences. */
export function placeOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed) return url;
  const port = parsed.port || (parsed.protocol === 'https:' ? '443' : '80');
  return `${parsed.hostname}:${port}`;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}

/** Several addresses tried in vain come as one aggregate; the first one speaks for them. */
function innermost(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors[0];
  if (error instanceof Error && codeOf(error) === '' && error.cause) return innermost(error.cause);
  return error;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isParserError(error: unknown): boolean {
  return error instanceof Error && error.name === 'HTTPParserError';
}

function isTlsCode(code: string): boolean {
  return (
    code === 'EPROTO' ||
    code.startsWith('ERR_TLS_') ||
    code.startsWith('ERR_SSL_') ||
    code.startsWith('CERT_') ||
    code.startsWith('UNABLE_TO_') ||
    code.endsWith('SELF_SIGNED_CERT') ||
    code.endsWith('SELF_SIGNED_CERT_IN_CHAIN')
  );
}

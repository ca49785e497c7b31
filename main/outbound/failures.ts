import type { AttemptFailure } from '../../common/contract/index.ts';
import {
  type BrokenAnswer,
  brokenOff,
  interimRefused,
  notHttp,
  oversizedHead,
  plainBehindHttps,
  unanswered,
} from '../../common/rules/handler-faults/broken-answer.ts';
import {
  faultSentence,
  type HandlerFault,
  placeOf,
} from '../../common/rules/handler-faults/handler-fault.ts';

/** Why a request failed. */
export type FailureReason =
  | 'unreachable'
  | 'timeout'
  | 'connectionLost'
  | 'tooLarge'
  | 'addressRefused'
  | 'aborted';

export interface RequestFailure {
  readonly why: FailureReason;
  /** More precise than `why`: where it failed. */
  readonly kind: AttemptFailure;
  /** What happened, why, and what to do. */
  readonly message: string;
}

/** What is known about a request when undici reports an error. */
export interface FailureContext {
  readonly url: string;
  /** The request was written to a connection. */
  readonly sent: boolean;
  /** Null: no response head arrived. */
  readonly status: number | null;
  readonly headers: readonly (readonly [string, string])[];
  /** The part of the body that arrived and was stored, and the size of all that arrived. */
  readonly received: Uint8Array;
  readonly sizeBytes: number;
  /** Nothing had been read from the connection before this request. */
  readonly freshConnection: boolean;
}

/** Translates an error of the network or of undici into a reason and a message. */
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
  const reason = code || messageOf(cause);
  if (context.status !== null)
    return connectionLost(brokenOff(brokenAnswer(cause, reason, context)));
  if (isWrongTlsVersion(cause)) {
    return {
      kind: 'tls',
      why: 'unreachable',
      message: faultSentence(plainBehindHttps(context.url, code)),
    };
  }
  if (isTlsCode(code)) {
    return {
      kind: 'tls',
      why: 'unreachable',
      message: `The secure connection to ${where} failed (${code}: ${messageOf(cause)}). Use a certificate that is valid for this name, or http:// for a server on this computer; or trust it for this webhook (webhook.certificate shows it, webhook.trust trusts it), or its authority for all (NODE_EXTRA_CA_CERTS names a file at the start).`,
    };
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return { kind: 'notHttp', why: 'tooLarge', message: faultSentence(oversizedHead(context.url)) };
  }
  if (isParserError(cause) || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
    const message = faultSentence(notHttp(context.url, parserWords(cause), parserData(cause)));
    return { kind: 'notHttp', why: 'connectionLost', message };
  }
  if (!context.sent) {
    return {
      kind: 'unreachable',
      why: 'unreachable',
      message: `No connection to ${where} could be made (${reason}). Check that your server runs and the URL is right.`,
    };
  }
  const said = messageOf(cause);
  if (said === 'bad response') return connectionLost(interimRefused(context.url, 'continue'));
  if (said === 'bad upgrade') return connectionLost(interimRefused(context.url, 'upgrade'));
  const headBegan = context.freshConnection && bytesRead(cause) > 0;
  return connectionLost(unanswered(context.url, reason, headBegan));
}

function connectionLost(fault: HandlerFault): RequestFailure {
  return { kind: 'connectionLost', why: 'connectionLost', message: faultSentence(fault) };
}

function brokenAnswer(cause: unknown, reason: string, context: FailureContext): BrokenAnswer {
  const { url, status, headers, received, sizeBytes } = context;
  const isParsed = isParserError(cause);
  return {
    url,
    reason: isParsed ? parserWords(cause) : reason,
    status,
    headers,
    received,
    sizeBytes,
    unreadable: isParsed ? parserData(cause) : null,
  };
}

/** The error codes for a connection that the other side closed. */
const CLOSED: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/**
 * The other side closed the connection, without having sent anything that undici could not parse.
 */
export function wasClosed(error: unknown): boolean {
  return CLOSED.has(codeOf(error)) && !isUnaskedContinue(error);
}

/** undici reports `100 Continue` only in this way, and cannot continue after it. */
function isUnaskedContinue(error: unknown): boolean {
  return codeOf(error) === 'UND_ERR_SOCKET' && messageOf(error) === 'bad response';
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}

/**
 * If several addresses were tried in vain, the error is an aggregate; the first one represents
 * them.
 */
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

/** The parser's own message, without the words that all its messages share. */
function parserWords(error: unknown): string {
  const message = messageOf(error);
  return /\((.+)\)$/.exec(message)?.[1] ?? message;
}

/** The bytes that it could not parse, as far as undici passes them on. */
function parserData(error: unknown): string | null {
  if (!(error instanceof Error) || !('data' in error)) return null;
  return typeof error.data === 'string' && error.data !== '' ? error.data : null;
}

/** How many bytes arrived on a connection that was then closed, including the response head. */
function bytesRead(error: unknown): number {
  if (!(error instanceof Error) || !('socket' in error)) return 0;
  const { socket } = error;
  if (typeof socket !== 'object' || socket === null || !('bytesRead' in socket)) return 0;
  return typeof socket.bytesRead === 'number' ? socket.bytesRead : 0;
}

/** The other side answered the TLS greeting with something that is not TLS. */
function isWrongTlsVersion(error: unknown): boolean {
  return /wrong version number|packet length too long|http request/i.test(messageOf(error));
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

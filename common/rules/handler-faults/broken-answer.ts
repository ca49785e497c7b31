import { headerValue } from '../signatures/signing.ts';
import { type HandlerFault, placeOf } from './handler-fault.ts';
import { shortQuote } from './quoted-answer.ts';

/** An answer that did not end as HTTP requires. */
export interface BrokenAnswer {
  readonly url: string;
  /** The code or message of the network or the parser. */
  readonly reason: string;
  /** Null if it broke off before the head was complete. */
  readonly status: number | null;
  readonly headers: readonly (readonly [string, string])[];
  /** The part of the body that arrived and was stored. */
  readonly received: Uint8Array;
  /** The size of everything that arrived. */
  readonly sizeBytes: number;
  /** What the parser could not read; null if the answer just ended too early. */
  readonly unreadable: string | null;
}

const NEWLINE = 0x0a;

/**
 * The answer had begun: says where it broke off, and what usually causes that. Servers close a
 * connection midway when the code that produces the answer throws, or when their process dies.
 */
export function brokenOff(answer: BrokenAnswer): HandlerFault {
  const status = answer.status ?? 0;
  const where = whereItBroke(answer);
  const begun = `The handler answered ${status} and the answer broke off ${where}`;
  if (answer.unreadable !== null) {
    return {
      finding: `${begun}: in place of the next chunk came ${shortQuote(answer.unreadable) ?? 'nothing'} (${answer.reason}).`,
      fix: 'The handler raised, and its server wrote an error page into the stream it had begun. Look into your log for the exception.',
    };
  }
  const promised = promisedBytes(answer.headers);
  if (promised !== null && answer.sizeBytes < promised) {
    return {
      finding: `${begun}: Content-Length promised ${bytes(promised)}, and the connection ended (${answer.reason}).`,
      fix: 'Count bytes and not characters for Content-Length, or leave it out; if it is right, the handler raised or its worker was killed: look into your log.',
    };
  }
  return {
    finding: `${begun} (${answer.reason}).`,
    fix: 'The code that makes the answer raised, or its worker was killed or reloaded (a timeout of the server, a file saved under a reloader). Look into your log for that moment.',
  };
}

/** No answer arrived, or not even its complete head. */
export function unanswered(url: string, reason: string, headBegan: boolean): HandlerFault {
  const where = placeOf(url);
  return headBegan
    ? {
        finding: `${where} closed the connection inside the head of its answer (${reason}).`,
        fix: 'The server was killed or reloaded while it answered. Look into its log for that moment.',
      }
    : {
        finding: `${where} closed the connection without an answer (${reason}).`,
        fix: `The server crashed, its worker was killed or reloaded${url.startsWith('http:') ? ', or it expects https://' : ''}. Look for a crash in your server's log.`,
      };
}

/** An unrequested `100 Continue` or `101 Switching Protocols`. */
export function interimRefused(url: string, kind: 'continue' | 'upgrade'): HandlerFault {
  return kind === 'continue'
    ? {
        finding: `${placeOf(url)} answered 100 Continue, which was not asked for: the request has no Expect header.`,
        fix: 'Answer with the final status alone; a proxy or a hand-written server wrote the 100.',
      }
    : {
        finding: `${placeOf(url)} wants to change the protocol (101 Switching Protocols or an Upgrade header), which was not asked for.`,
        fix: 'Point the webhook at a plain HTTP route, and not at a WebSocket.',
      };
}

/** The head of the answer violates HTTP. `data` is what the parser failed on, if known. */
export function notHttp(url: string, reason: string, data: string | null): HandlerFault {
  const where = placeOf(url);
  const protocol = data === null ? null : protocolOf(data);
  if (protocol === 'TLS') {
    return {
      finding: `${where} speaks TLS, and the webhook URL says http://.`,
      fix: `Register ${url.replace(/^http:/, 'https:')}, or switch TLS off for a server on this computer.`,
    };
  }
  if (protocol !== null) {
    return {
      finding: `${where} speaks ${protocol} and not HTTP/1.1: what it answers is not HTTP.`,
      fix:
        protocol === 'HTTP/2'
          ? 'Let the server take HTTP/1.1 as well.'
          : 'Correct the port: another program listens there.',
    };
  }
  if (/content-length|transfer-encoding|length does not match/i.test(reason)) {
    return {
      finding: `${where} contradicts itself in the head of its answer about how long it is (${reason}).`,
      fix: 'Send one Content-Length, counted in bytes, or Transfer-Encoding: chunked, and not both.',
    };
  }
  if (/header|after response line|HTTP version|whitespace/i.test(reason)) {
    return {
      finding: `The head of the answer of ${where} is not HTTP (${reason}).`,
      fix: 'Let a web server write the head: a line break, a control character or a blank stands where none may.',
    };
  }
  const quote = data === null ? null : shortQuote(data);
  return {
    finding: `${where} answered something that is not HTTP (${reason})${quote === null ? '' : `: ${quote}`}.`,
    fix: `Check that the URL points at your web server${url.startsWith('http:') ? ' and whether it expects https://' : ''}.`,
  };
}

export function oversizedHead(url: string): HandlerFault {
  return {
    finding: `${placeOf(url)} answered with oversized headers.`,
    fix: 'Send fewer or smaller headers and cookies; 16 KiB in all are read.',
  };
}

/**
 * The URL should begin with `http://`: the server answered the TLS greeting with something else.
 */
export function plainBehindHttps(url: string, reason: string): HandlerFault {
  return {
    finding: `${placeOf(url)} does not speak TLS, and the webhook URL says https:// (${reason}).`,
    fix: `Register ${url.replace(/^https:/, 'http:')}, which is fine for a server on this computer.`,
  };
}

function protocolOf(data: string): string | null {
  const [first = 0, second = 0, third = 0, fourth = 0] = Array.from(data.slice(0, 4), (character) =>
    character.charCodeAt(0),
  );
  // A TLS record begins with its type and version 3.x.
  if (first >= 0x14 && first <= 0x17 && second === 3 && third <= 4) return 'TLS';
  // HTTP/2 begins with a SETTINGS frame, which is shorter than 64 KiB.
  if (data.length > 3 && first === 0 && second === 0 && fourth === 4) return 'HTTP/2';
  if (data.startsWith('SSH-')) return 'SSH';
  if (/^220[ -].*(SMTP|FTP)/i.test(data)) return 'SMTP or FTP';
  if (/^[-+](ERR|OK|NOAUTH|DENIED)\b/.test(data)) return 'the protocol of Redis';
  return null;
}

/** For example "after 2 lines and 61 bytes, inside a line". */
function whereItBroke({ received, sizeBytes, headers }: BrokenAnswer): string {
  if (sizeBytes === 0) return 'after its head, before the first byte of its body';
  const isStream = /ndjson|jsonl|event-stream|text\/plain/i.test(
    headerValue(headers, 'content-type') ?? '',
  );
  const lines = received.reduce((count, byte) => count + (byte === NEWLINE ? 1 : 0), 0);
  const isWhole = received.byteLength === sizeBytes;
  if (!isStream) return `after ${bytes(sizeBytes)}`;
  const counted = lines === 1 ? '1 line' : `${lines.toLocaleString('en-GB')} lines`;
  const after = `after ${isWhole ? '' : 'more than '}${counted} and ${bytes(sizeBytes)}`;
  if (!isWhole) return after;
  if (received.at(-1) === NEWLINE) return `${after}, between two lines`;
  return `${after}, ${isInsideCharacter(received) ? 'inside a character' : 'inside a line'}`;
}

/** Whether the last UTF-8 character is incomplete. */
function isInsideCharacter(received: Uint8Array): boolean {
  const from = Math.max(0, received.byteLength - 4);
  for (let at = received.byteLength - 1; at >= from; at -= 1) {
    const byte = received[at] ?? 0;
    if (byte < 0x80) return false;
    if (byte < 0xc0) continue;
    const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return received.byteLength - at < wanted;
  }
  return false;
}

function promisedBytes(headers: BrokenAnswer['headers']): number | null {
  const value = headerValue(headers, 'content-length');
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : null;
}

function bytes(count: number): string {
  return count === 1 ? '1 byte' : `${count.toLocaleString('en-GB')} bytes`;
}

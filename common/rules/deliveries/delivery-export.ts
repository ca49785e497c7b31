import type {
  DeliveryAttempt,
  DeliveryDetail,
  DeliveryExport,
  ExportFormat,
  KeptBody,
} from '../../contract/index.ts';
import { onOneLine } from '../quoting/hidden-characters.ts';
import { shellWord } from '../quoting/shell.ts';
import { pytestExport, vitestExport } from './delivery-tests.ts';
import { sentAddress } from './sent-address.ts';

/** Headers that belong to a connection: the tool that sends the request makes its own. */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set(['host', 'connection', 'content-length']);

/** Writes one attempt of a delivery in the format of another tool, without secrets. */
export function exportDelivery(
  delivery: DeliveryDetail,
  attempt: DeliveryAttempt,
  format: ExportFormat,
  version: string,
): DeliveryExport {
  switch (format) {
    case 'curl':
      return file(delivery, 'sh', 'text/x-shellscript', curlCommand(attempt));
    case 'har':
      return file(delivery, 'har', 'application/json', har(attempt, version));
    case 'raw':
      return file(delivery, 'http', 'message/http', rawRequest(attempt));
    case 'vitest':
      return file(delivery, 'test.ts', 'text/typescript', vitestExport(delivery, attempt));
    case 'pytest':
      return {
        ...file(delivery, 'py', 'text/x-python', pytestExport(delivery, attempt)),
        fileName: `test_${delivery.id}.py`,
      };
    default:
      return format satisfies never;
  }
}

/** Longer than Linux accepts as a single command-line argument, with room for quoting. */
const LONGEST_ARGUMENT_BYTES = 100_000;
/**
 * RFC 9110, 5.6.2. Anything else is left out: curl would read a file for a header that begins with
 * `@`.
 */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** A command that sends the same bytes with the same headers and has no other effect. */
function curlCommand(attempt: DeliveryAttempt): string {
  const { text, base64, sizeBytes } = attempt.requestBody;
  const options = [
    // Written so that curl reads no part of the request as an option, a file or a pattern.
    `curl --include --globoff --proto '=http,https' --request ${shellWord(attempt.method)}`,
    `--url ${shellWord(httpAddress(sentAddress(attempt.url)))}`,
    ...sendableHeaders(attempt).map((header) => `--header ${shellWord(curlHeader(header))}`),
  ];
  const asArgument = text !== null && sizeBytes <= LONGEST_ARGUMENT_BYTES && !text.includes('\0');
  if (sizeBytes > 0) {
    options.push(asArgument ? `--data-raw ${shellWord(text)}` : '--data-binary @-');
  }
  const command = `${options.join(' \\\n  ')}\n`;
  if (sizeBytes === 0 || asArgument) return command;
  return `echo ${shellWord(base64 ?? base64Of(text ?? ''))} | base64 -d | ${command}`;
}

/** Ends an empty header with `;`, because curl leaves out a header that ends with a colon. */
function curlHeader([name, value]: readonly [string, string]): string {
  const text = onOneLine(value).trim();
  return text === '' ? `${name};` : `${name}: ${text}`;
}

/**
 * Adds the scheme, because curl might read an address without one as something else, such as a
 * file.
 */
function httpAddress(url: string): string {
  return /^https?:\/\//i.test(url) ? url : `http://${url}`;
}

function base64Of(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** The request as it went over the wire. */
function rawRequest(attempt: DeliveryAttempt): string {
  const url = URL.parse(attempt.url);
  const target = url ? url.pathname + url.search : '/';
  const hasHost = attempt.requestHeaders.some(([name]) => name.toLowerCase() === 'host');
  const headers: readonly (readonly [string, string])[] = hasHost
    ? attempt.requestHeaders
    : [['Host', url?.host ?? ''], ...attempt.requestHeaders];
  return [
    `${attempt.method.replaceAll(/[^\w-]/g, '')} ${target} HTTP/1.1`,
    ...headers
      .filter(([name]) => HEADER_NAME.test(name))
      .map(([name, value]) => `${name}: ${onOneLine(value)}`),
    '',
    textOf(attempt.requestBody),
  ].join('\r\n');
}

function har(attempt: DeliveryAttempt, version: string): string {
  const named = (headers: readonly (readonly [string, string])[]) =>
    headers.map(([name, value]) => ({ name, value }));
  const { timing } = attempt;
  const span = (from: number | null | undefined, to: number | null | undefined) =>
    from === null || from === undefined || to === null || to === undefined ? -1 : to - from;
  const connected = timing?.connectedMs ?? timing?.dnsMs ?? 0;
  const response = attempt.responseBody;
  const entry = {
    startedDateTime: attempt.startedAt,
    time: timing?.endMs ?? 0,
    request: {
      method: attempt.method,
      url: attempt.url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: named(attempt.requestHeaders),
      queryString: [...(URL.parse(attempt.url)?.searchParams ?? [])].map(([name, value]) => ({
        name,
        value,
      })),
      postData: { mimeType: 'application/json', text: textOf(attempt.requestBody) },
      headersSize: -1,
      bodySize: attempt.requestBody.sizeBytes,
    },
    response: {
      status: attempt.status ?? 0,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: named(attempt.responseHeaders),
      content: {
        size: response?.sizeBytes ?? 0,
        mimeType:
          attempt.responseHeaders.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ??
          'application/octet-stream',
        ...(response?.text !== null && response?.text !== undefined ? { text: response.text } : {}),
        ...(response?.base64 ? { text: response.base64, encoding: 'base64' } : {}),
      },
      redirectURL: '',
      headersSize: -1,
      bodySize: response?.sizeBytes ?? 0,
      ...(attempt.error ? { _error: attempt.error } : {}),
    },
    cache: {},
    timings: {
      blocked: -1,
      dns: timing?.dnsMs ?? -1,
      connect: span(timing?.dnsMs ?? 0, timing?.connectedMs),
      send: Math.max(0, span(connected, timing?.sentMs)),
      wait: Math.max(0, span(timing?.sentMs, timing?.firstByteMs)),
      receive: Math.max(0, span(timing?.firstByteMs, timing?.endMs)),
    },
  };
  const creator = { name: 'AgentPhone Desktop', version };
  return `${JSON.stringify({ log: { version: '1.2', creator, entries: [entry] } }, null, 2)}\n`;
}

function sendableHeaders(attempt: DeliveryAttempt): [string, string][] {
  return attempt.requestHeaders.filter(
    ([name]) => HEADER_NAME.test(name) && !CONNECTION_HEADERS.has(name.toLowerCase()),
  );
}

function file(
  { id }: DeliveryDetail,
  extension: string,
  mediaType: string,
  text: string,
): DeliveryExport {
  return { fileName: `${id}.${extension}`, mediaType, text };
}

function textOf({ text, base64 }: KeptBody): string {
  return text ?? base64 ?? '';
}

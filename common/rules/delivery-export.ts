import type {
  DeliveryAttempt,
  DeliveryDetail,
  DeliveryExport,
  ExportFormat,
  KeptBody,
} from '../contract/index.ts';
import { pytestExport, vitestExport } from './delivery-export-tests.ts';

/** Made for each connection; whoever sends the request makes them anew. */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set(['host', 'connection', 'content-length']);

/** Writes one attempt of a delivery down for another tool. No secret is in it. */
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

/** One command that sends the same bytes with the same headers. */
function curlCommand(attempt: DeliveryAttempt): string {
  const headers = sendableHeaders(attempt).map(
    ([name, value]) => `  -H ${shellQuoted(`${name}: ${value}`)} \\\n`,
  );
  const { text, base64, sizeBytes } = attempt.requestBody;
  const start = `curl -i -X ${attempt.method} ${shellQuoted(attempt.url)} \\\n${headers.join('')}`;
  if (sizeBytes === 0) return `${start.slice(0, -3)}\n`;
  const data = text === null ? '--data-binary @-' : `--data-binary ${shellQuoted(text)}`;
  const command = `${start}  ${data}\n`;
  return text === null ? `echo ${base64 ?? ''} | base64 -d | ${command}` : command;
}

/** The request as it went over the wire. */
function rawRequest(attempt: DeliveryAttempt): string {
  const { host, pathname, search } = new URL(attempt.url);
  const hasHost = attempt.requestHeaders.some(([name]) => name.toLowerCase() === 'host');
  const headers: readonly (readonly [string, string])[] = hasHost
    ? attempt.requestHeaders
    : [['Host', host], ...attempt.requestHeaders];
  return [
    `${attempt.method} ${pathname}${search} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
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
      queryString: [...new URL(attempt.url).searchParams].map(([name, value]) => ({ name, value })),
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
  return attempt.requestHeaders.filter(([name]) => !CONNECTION_HEADERS.has(name.toLowerCase()));
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

/** Between single quotes nothing means anything to a POSIX shell. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

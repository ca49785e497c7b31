import type { Exchange } from '../../../outbound/exchange-log.ts';
import type { HeaderList } from '../../../outbound/request.ts';

import { MASK, maskedForm, maskedJson } from '../masked.ts';

/** The subject of a request, by which the inspector can show it in the right place. */
export interface RequestSubject {
  readonly callId?: string | null;
  readonly messageId?: string | null;
  readonly numberId?: string | null;
  readonly agentId?: string | null;
}

export interface RestRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly form: Readonly<Record<string, unknown>> | null;
}

export interface RestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

export interface RestOutcome {
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** Null if there was none; then `error` says why. */
  readonly answer: RestAnswer | null;
  readonly error: string | null;
}

/** One request to Twilio and its response, for the inspector, without credentials. */
export function restExchange(
  accountId: string,
  subject: RequestSubject,
  request: RestRequest,
  outcome: RestOutcome,
): Exchange {
  const { answer } = outcome;
  const body = answer === null ? null : Buffer.from(textOf(answer.body));
  return {
    kind: 'carrier',
    accountId,
    event: eventOf(request.method, request.url),
    method: request.method.toUpperCase(),
    url: request.url,
    ...subject,
    startedAtMs: outcome.startedAtMs,
    requestHeaders: headersOf(request.headers),
    requestBody: Buffer.from(request.form === null ? '' : maskedForm(request.form)),
    status: answer?.status ?? null,
    responseHeaders: answer === null ? [] : headersOf(answer.headers),
    responseBody: body,
    responseSizeBytes: body?.byteLength ?? 0,
    timing: {
      dnsMs: null,
      connectedMs: null,
      sentMs: null,
      firstByteMs: null,
      endMs: Math.round(outcome.durationMs * 1000) / 1000,
    },
    error: outcome.error,
    failure: answer === null ? 'unreachable' : null,
  };
}

/** `twilio.calls.create`, `twilio.incomingPhoneNumbers.list`, … */
function eventOf(method: string, url: string): string {
  const names = new URL(url).pathname
    .replace(/\.json$/, '')
    .split('/')
    .filter((part) => part !== '' && !/^(v\d|\d{4}-)/.test(part));
  // An account's resources come after its SID.
  const own = names[0] === 'Accounts' && names.length > 2 ? names.slice(2) : names;
  const resources = own.filter((part) => /^[A-Z][a-z]/.test(part));
  const last = resources.at(-1) ?? 'requests';
  const isOne = own.at(-1) !== last;
  const verb = VERBS[method.toLowerCase()]?.[isOne ? 1 : 0] ?? method.toLowerCase();
  return `twilio.${last[0]?.toLowerCase()}${last.slice(1)}.${verb}`;
}

/** Operation names for a list, and for an item of it. */
const VERBS: Readonly<Record<string, readonly [string, string]>> = {
  get: ['list', 'fetch'],
  post: ['create', 'update'],
  delete: ['remove', 'remove'],
};

function headersOf(headers: Readonly<Record<string, unknown>>): HeaderList {
  return Object.entries(headers)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => [
      name,
      /^(authorization|set-cookie)$/i.test(name) ? MASK : String(value),
    ]);
}

function textOf(body: unknown): string {
  if (body === undefined || body === null || body === '') return '';
  if (typeof body !== 'string') return maskedJson(body);
  try {
    return maskedJson(JSON.parse(body));
  } catch {
    return body;
  }
}

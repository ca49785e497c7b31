import type { FastifyRequest } from 'fastify';
import type { Exchange } from '../../../outbound/exchange-log.ts';
import type { CallbackParams } from '../callbacks.ts';
import { MASK, maskedForm, maskedTwiml } from '../masked.ts';
import type { RequestSubject } from '../rest/rest-exchange.ts';
import type { CallbackRoute } from './ingress-routes.ts';

/** A tunnel may require its own login. */
const SECRET = /^(proxy-)?authorization$|^cookie$/;

interface AnsweredCallback {
  readonly route: CallbackRoute;
  readonly request: FastifyRequest;
  readonly params: CallbackParams;
  readonly repeated: boolean;
  readonly status: number;
  readonly answer: string | null;
  readonly error: string | null;
  readonly accountId: string;
  /** The URL as Twilio has it. */
  readonly url: string;
  readonly subject: RequestSubject;
  readonly startedAtMs: number;
  readonly durationMs: number;
}

/** A callback from Twilio and our response, for the inspector. */
export function callbackExchange(callback: AnsweredCallback): Exchange {
  const { route, request, params, repeated, status, answer } = callback;
  const body = Buffer.from(maskedTwiml(answer ?? ''));
  const endMs = Math.round(callback.durationMs * 1000) / 1000;
  return {
    kind: 'callback',
    accountId: callback.accountId,
    event: repeated ? `${route.event}.repeated` : route.event,
    method: request.method,
    url: callback.url,
    ...callback.subject,
    startedAtMs: callback.startedAtMs,
    requestHeaders: Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, SECRET.test(name) ? MASK : String(value)] as const],
    ),
    requestBody: Buffer.from(maskedForm(params)),
    status,
    responseHeaders: answer === null ? [] : [['content-type', 'text/xml; charset=utf-8']],
    responseBody: body,
    responseSizeBytes: body.byteLength,
    timing: { dnsMs: null, connectedMs: null, sentMs: 0, firstByteMs: endMs, endMs },
    error: callback.error,
    failure: null,
  };
}

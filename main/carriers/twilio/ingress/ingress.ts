import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ApiError } from '../../../../common/contract/index.ts';
import { isAllowedHost } from '../../../../common/rules/loopback-host.ts';
import type { ExchangeLog } from '../../../outbound/exchange-log.ts';
import { setAnswerHeaders } from '../../../platform/http/answer-headers.ts';
import { ListenerManners } from '../../../platform/http/listener-manners.ts';
import type { Clock } from '../../../platform/time/clock.ts';
import { type CallbackParams, TWILIO_PATHS, type TwilioCallbacks } from '../callbacks.ts';
import type { RequestSubject } from '../rest/rest-exchange.ts';
import { callbackExchange } from './callback-exchange.ts';
import { CallbackMemory, type SeenCallbacks } from './callback-memory.ts';
import { CALLBACK_ROUTES, type CallbackRoute } from './ingress-routes.ts';
import {
  isSignedForm,
  isSignedJson,
  isSignedSocket,
  type SignedRequest,
  signatureAdvice,
} from './signatures.ts';
import { unknownHost } from './unknown-host.ts';

/** What is needed to check Twilio's signatures. */
export interface IngressAccess {
  readonly accountSid: string;
  readonly authToken: string;
  /** Shared keys with which webhooks may be signed instead of the auth token. */
  readonly sharedKeys?: readonly string[];
  /** The origin under which Twilio reaches us; null while there is none. */
  readonly publicUrl: string | null;
}

export interface IngressDeps {
  readonly clock: Clock;
  readonly accountId: string;
  /**
   * Called for each request, because all of it can change while the ingress listens. Null while no
   * account is linked.
   */
  readonly access: () => IngressAccess | null;
  /** Host names that are accepted besides those of loopback and the public one. */
  readonly allowedHosts?: () => readonly string[];
  readonly callbacks: TwilioCallbacks;
  readonly seen: SeenCallbacks;
  readonly exchanges: ExchangeLog;
  /** For the inspector. */
  readonly subjectOf: (params: CallbackParams) => RequestSubject;
  /** An attachment of an outbound text; null if it is no longer on offer. */
  readonly attachment: (token: string) => { path: string; contentType: string } | null;
  /**
   * Called when a request that looked like Twilio's was refused, so that a wrong configuration can
   * be found.
   */
  readonly onRefused: (why: string) => void;
  readonly onDefect: (error: unknown, where: string) => void;
}

/** Far larger than any callback from Twilio. */
const BODY_LIMIT_BYTES = 64 * 1024;
const NONCE_LIFE_MS = 60_000;
/** A stranger who keeps sending requests must not fill the log. */
const TELL_REFUSED_EVERY_MS = 60_000;

interface Nonce {
  readonly madeMs: number;
  refusedHost: string | null;
}

/** A body that was read but not verified yet. */
interface RawBody {
  readonly kind: 'form' | 'json';
  readonly text: string;
}

/**
 * The third listener, and the only one that is ever tunnelled: Twilio's callbacks and sockets, all
 * with verified signatures. Everything else gets an empty 403.
 */
export class TwilioIngress {
  readonly #deps: IngressDeps;
  readonly #memory: CallbackMemory;
  readonly #nonces = new Map<string, Nonce>();
  #toldRefusedMs = Number.NEGATIVE_INFINITY;

  constructor(deps: IngressDeps) {
    this.#deps = deps;
    this.#memory = new CallbackMemory(deps.seen);
  }

  /** A word that the health path repeats to a client that knows it, once and for a short time. */
  newNonce(): string {
    const nowMs = this.#deps.clock.real.now();
    for (const [nonce, { madeMs }] of this.#nonces) {
      if (nowMs - madeMs > NONCE_LIFE_MS) this.#nonces.delete(nonce);
    }
    const nonce = randomBytes(24).toString('base64url');
    this.#nonces.set(nonce, { madeMs: nowMs, refusedHost: null });
    return nonce;
  }

  /**
   * The Host header of a health request with this nonce that was refused; null if there was none.
   */
  refusedHost(nonce: string): string | null {
    return this.#nonces.get(nonce)?.refusedHost ?? null;
  }

  /** Creates a server that is not listening yet. */
  async createServer(): Promise<FastifyInstance> {
    const manners = new ListenerManners({
      real: this.#deps.clock.real,
      bodyLimitBytes: BODY_LIMIT_BYTES,
      // A stranger must learn nothing.
      refusal: () => ({ status: 403, body: '' }),
    });
    const app = Fastify({
      ...manners.serverOptions,
      frameworkErrors: (_error, _request, reply) => {
        setAnswerHeaders(reply.raw);
        return refuse(reply);
      },
    });
    manners.addTo(app);
    await app.register(websocket, {
      options: { maxPayload: BODY_LIMIT_BYTES },
      preClose(done) {
        for (const client of app.websocketServer.clients) client.terminate();
        app.websocketServer.close();
        done();
      },
    });
    manners.addToSockets(app);
    app.removeAllContentTypeParsers();
    for (const [type, kind] of BODY_KINDS) {
      app.addContentTypeParser(type, { parseAs: 'string' }, (_request, text, done) =>
        done(null, { kind, text: text.toString() } satisfies RawBody),
      );
    }
    app.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store');
      // A request with a signature is examined first, so that the user can be told about a proxy's
      // host name.
      if (signatureOf(request) || this.#isOurHost(request)) return;
      this.#noteOwnQuestion(request);
      return refuse(reply);
    });
    app.setErrorHandler((error, request, reply) => {
      // An unreadable body is treated like a stranger's request too.
      const isRefusal = error instanceof ApiError || (error as { statusCode?: number }).statusCode;
      if (isRefusal) return refuse(reply);
      this.#deps.onDefect(error, `${request.method} ${pathOf(request)}`);
      return reply.code(500).send();
    });
    app.setNotFoundHandler((_request, reply) => refuse(reply));
    for (const route of CALLBACK_ROUTES) {
      app.post(route.path, (request, reply) => this.#callback(route, request, reply));
    }
    this.#addSockets(app);
    this.#addReading(app);
    return app;
  }

  #addSockets(app: FastifyInstance): void {
    const { voice } = this.#deps.callbacks;
    const sockets = [
      [TWILIO_PATHS.media, (socket: Parameters<typeof voice.media>[0]) => voice.media(socket)],
      [TWILIO_PATHS.relay, (socket: Parameters<typeof voice.relay>[0]) => voice.relay(socket)],
    ] as const;
    for (const [path, open] of sockets) {
      for (const url of [path, `${path}/`]) {
        app.route({
          method: 'GET',
          url,
          preValidation: async (request, reply) => {
            if (!this.#isSignedSocket(request, path)) return refuse(reply);
            if (!this.#isOurHost(request)) return this.#refuseHost(request, reply);
          },
          // Requested without an upgrade.
          handler: (_request, reply) => refuse(reply),
          wsHandler: (socket) => open(socket),
        });
      }
    }
  }

  #addReading(app: FastifyInstance): void {
    app.get<{ Querystring: { nonce?: unknown } }>(TWILIO_PATHS.health, (request, reply) => {
      const { nonce } = request.query;
      if (!this.#isOurHost(request)) return refuse(reply);
      if (typeof nonce !== 'string' || !this.#nonces.delete(nonce)) return refuse(reply);
      return reply.type('text/plain').send(nonce);
    });
    app.get<{ Params: { token: string } }>(
      `${TWILIO_PATHS.attachment}/:token`,
      (request, reply) => {
        const file = this.#isOurHost(request) && this.#deps.attachment(request.params.token);
        if (!file) return refuse(reply);
        reply.headers({
          'content-type': file.contentType,
          'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
        });
        return reply.send(createReadStream(file.path));
      },
    );
  }

  async #callback(
    route: CallbackRoute,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const { clock, callbacks, exchanges, accountId, subjectOf } = this.#deps;
    const startedAtMs = clock.now();
    const startedMs = clock.real.monotonicMs();
    const params = this.#signedParams(request);
    if (params && !this.#isOurHost(request)) return this.#refuseHost(request, reply);
    const key = params && route.key(params);
    if (!params || !key) return refuse(reply);
    // A call is known only from its first callback to its last one.
    const before = subjectOf(params);
    let status = 200;
    let answer: string | null = null;
    let repeated = false;
    let error: string | null = null;
    try {
      const done = await this.#memory.once(key, () => route.run(callbacks, params));
      repeated = done.repeated;
      answer = done.answer ?? route.fallback;
      if (answer === null) status = 204;
    } catch (defect) {
      this.#deps.onDefect(defect, route.event);
      status = 500;
      error = 'It could not be dealt with; the log on stderr has the details.';
    }
    const exchange = { route, request, params, repeated, status, answer, error, startedAtMs };
    exchanges.record(
      callbackExchange({
        ...exchange,
        accountId,
        url: publicUrlOf(this.#deps.access(), request) ?? request.url,
        subject: before.callId || before.messageId ? before : subjectOf(params),
        durationMs: clock.real.monotonicMs() - startedMs,
      }),
    );
    reply.code(status);
    return answer === null ? reply.send() : reply.type('text/xml; charset=utf-8').send(answer);
  }

  /** The fields of a callback that Twilio really signed; null for any other request. */
  #signedParams(request: FastifyRequest): CallbackParams | null {
    const access = this.#deps.access();
    const url = publicUrlOf(access, request);
    const body = request.body as RawBody | undefined;
    if (!access || url === null || !body) return null;
    const { accountSid } = access;
    const signed = signedBy(access, url, request);
    const query = new URL(url).searchParams;
    const form = new URLSearchParams(body.kind === 'form' ? body.text : '');
    const isSigned =
      body.kind === 'form' ? isSignedForm(signed, form) : isSignedJson(signed, body.text);
    if (!isSigned) {
      this.#tellMisfit(request, `A callback to ${pathOf(request)}`);
      return null;
    }
    const fields = body.kind === 'form' ? form : fieldsOf(body.text);
    const params = Object.fromEntries([...query, ...fields]);
    return params.AccountSid === undefined || params.AccountSid === accountSid ? params : null;
  }

  #isSignedSocket(request: FastifyRequest, path: string): boolean {
    const access = this.#deps.access();
    if (!access || access.publicUrl === null) return false;
    const { publicUrl } = access;
    const url = publicUrl.replace(/^http/, 'ws') + path + request.url.slice(pathOf(request).length);
    if (isSignedSocket(signedBy(access, url, request))) return true;
    this.#tellMisfit(request, `A socket to ${path}`);
    return false;
  }

  #tellMisfit(request: FastifyRequest, what: string): void {
    const advice = signatureAdvice(headerOf(request, SETTINGS_HEADER));
    this.#tellRefused(request, `${what} was refused because its signature does not fit. ${advice}`);
  }

  /**
   * A request without any signature does not come from a misconfigured Twilio, so it is not
   * reported.
   */
  #tellRefused(request: FastifyRequest, why: string): void {
    const nowMs = this.#deps.clock.real.monotonicMs();
    if (!signatureOf(request) || nowMs - this.#toldRefusedMs < TELL_REFUSED_EVERY_MS) return;
    this.#toldRefusedMs = nowMs;
    this.#deps.onRefused(why);
  }

  /**
   * Tunnels keep the public host name or replace it by the loopback one; others must be on the
   * list.
   */
  #isOurHost({ headers: { host } }: FastifyRequest): boolean {
    const publicUrl = this.#deps.access()?.publicUrl ?? null;
    const own = publicUrl === null ? [] : [new URL(publicUrl).hostname];
    return isAllowedHost(host, [...own, ...(this.#deps.allowedHosts?.() ?? [])]);
  }

  /** Only we know a nonce: this is our own request, through a tunnel that changed the host name. */
  #noteOwnQuestion(request: FastifyRequest): void {
    const { nonce } = request.query as { nonce?: unknown };
    const known = this.#nonces.get(String(nonce));
    if (known) known.refusedHost = request.headers.host ?? '';
  }

  /** A genuine request from Twilio whose host name was changed by a proxy. */
  #refuseHost(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const why = unknownHost(request.headers.host ?? '');
    this.#tellRefused(request, `A request of Twilio's to ${pathOf(request)} was refused: ${why}`);
    return refuse(reply);
  }
}

const BODY_KINDS: readonly (readonly [string, RawBody['kind']])[] = [
  ['application/x-www-form-urlencoded', 'form'],
  ['application/json', 'json'],
];

function refuse(reply: FastifyReply): FastifyReply {
  return reply.code(403).send();
}

/** The URL as Twilio has it. */
function publicUrlOf(access: IngressAccess | null, request: FastifyRequest): string | null {
  return access === null || access.publicUrl === null ? null : access.publicUrl + request.url;
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}

const SETTINGS_HEADER = 'x-twilio-webhooks-signature-settings';

function signedBy(access: IngressAccess, url: string, request: FastifyRequest): SignedRequest {
  const { authToken, sharedKeys } = access;
  return {
    authToken,
    ...(sharedKeys && { sharedKeys }),
    url,
    signature: signatureOf(request),
    settings: headerOf(request, SETTINGS_HEADER),
  };
}

function signatureOf(request: FastifyRequest): string | undefined {
  return headerOf(request, 'x-twilio-signature');
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const header = request.headers[name];
  return typeof header === 'string' ? header : undefined;
}

/** The fields of a JSON body that have plain values. */
function fieldsOf(text: string): [string, string][] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  if (typeof parsed !== 'object' || parsed === null) return [];
  return Object.entries(parsed).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
  );
}

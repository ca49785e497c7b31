import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyHttpOptions, FastifyInstance, RawServerDefault } from 'fastify';
import { ApiError } from '../../../common/contract/index.ts';
import type { RealTime } from '../time/clock.ts';
import { setAnswerHeaders } from './answer-headers.ts';
import { answerRaw, headersOf, type Refusal } from './raw-answer.ts';
import { answerWhileDraining, hasUnreadBody } from './unread-body.ts';

/**
 * A request comes in one go, from the same machine or through a tunnel; a slow client only blocks
 * connections.
 */
export const REQUEST_TIMEOUT_MS = 15_000;

/** Options for Node's HTTP servers. */
export const TIME_LIMITS = {
  requestTimeout: REQUEST_TIMEOUT_MS,
  headersTimeout: REQUEST_TIMEOUT_MS,
  connectionsCheckingInterval: 1_000,
} as const;

export interface ListenerMannersOptions {
  readonly real: RealTime;
  readonly bodyLimitBytes: number;
  /** Default: an error in the usual form. */
  readonly refusal?: (error: ApiError) => Refusal;
}

/**
 * What all listeners have in common: limits in time and size, headers on every response, and errors
 * in our own form, even for input that never became a request.
 */
export class ListenerManners {
  readonly #real: RealTime;
  readonly #bodyLimitBytes: number;
  readonly #refusal: (error: ApiError) => Refusal;
  /** Per connection, the responses that were not sent yet when the newest request arrived. */
  readonly #answers = new WeakMap<Duplex, readonly ServerResponse[]>();
  /**
   * Refused connections, because the parser reports an error for each further piece of their data.
   */
  readonly #refused = new WeakSet<Duplex>();

  constructor({ real, bodyLimitBytes, refusal = inOurForm }: ListenerMannersOptions) {
    this.#real = real;
    this.#bodyLimitBytes = bodyLimitBytes;
    this.#refusal = refusal;
  }

  /** To be passed when the Fastify instance is created. */
  get serverOptions() {
    return {
      bodyLimit: this.#bodyLimitBytes,
      forceCloseConnections: true,
      requestTimeout: REQUEST_TIMEOUT_MS,
      // A request without a Host is refused in the same way as one with a wrong Host.
      http: { ...TIME_LIMITS, requireHostHeader: false },
      clientErrorHandler: (error, socket) => this.#clientError(error, socket),
    } satisfies FastifyHttpOptions<RawServerDefault>;
  }

  /** Adds the hooks, which must come before all others. */
  addTo(app: FastifyInstance): void {
    const { server } = app;
    server.on('request', (request, response) => {
      const before = this.#answers.get(request.socket) ?? [];
      this.#answers.set(request.socket, [...before.filter(isUnderWay), response]);
    });
    server.on('connect', (_request, socket) =>
      this.refuseRaw(socket, new ApiError('METHOD_NOT_ALLOWED')),
    );
    server.on('checkExpectation', (_request, response) => {
      const refusal = this.#refusal(malformed('Nothing but 100-continue is expected here.'));
      response.writeHead(refusal.status, headersOf(refusal)).end(refusal.body);
    });
    app.addHook('onRequest', (request, reply, done) => {
      setAnswerHeaders(reply.raw);
      done(hostsOf(request.raw) > 1 ? malformed('There is more than one Host header.') : undefined);
    });
    app.addHook('onSend', (request, reply, payload, done) => {
      // After a refused upgrade, nothing reads from the connection any more.
      if (request.ws) reply.header('connection', 'close');
      if (!hasUnreadBody(request.raw, this.#bodyLimitBytes) || isStream(payload)) {
        return done(null, payload);
      }
      const body = Buffer.from((payload as string | Buffer | null | undefined) ?? '');
      reply.headers({ connection: 'close', 'content-length': String(body.length) });
      const flush = () => reply.raw.flushHeaders();
      done(null, answerWhileDraining(body, request.raw, this.#real, flush));
    });
  }

  /** Handles failed WebSocket handshakes; to be called once the plugin is registered. */
  addToSockets(app: FastifyInstance): void {
    app.websocketServer.on('wsClientError', (error, socket) =>
      this.refuseRaw(socket, malformed(`${error.message}.`)),
    );
  }

  refuseRaw(socket: Duplex, error: ApiError): void {
    if (this.#refused.has(socket)) return;
    this.#refused.add(socket);
    answerRaw(socket, this.#refusal(error), this.#real);
  }

  #clientError(error: NodeJS.ErrnoException, socket: Duplex): void {
    const answers = (this.#answers.get(socket) ?? []).filter(isUnderWay);
    // Requests that arrived completely before were executed; if their client got an error, it would
    // repeat them.
    const owed = answers.filter(({ req }) => req.complete);
    // Part of another response was already sent, or the client is gone.
    const isAnswering = answers.some(({ req, headersSent }) => headersSent && !req.complete);
    if (isAnswering || error.code === 'ECONNRESET') socket.destroy();
    else if (owed.length === 0) this.refuseRaw(socket, parserError(error.code));
    else this.#refuseAfter(owed, socket, parserError(error.code));
  }

  #refuseAfter(owed: readonly ServerResponse[], socket: Duplex, error: ApiError): void {
    if (this.#refused.has(socket)) return;
    this.#refused.add(socket);
    const answered = owed.map((answer) => new Promise((resolve) => answer.once('close', resolve)));
    void Promise.all(answered).then(() => {
      // The last of the responses may have closed the connection.
      if (socket.writable) answerRaw(socket, this.#refusal(error), this.#real);
    });
  }
}

function isUnderWay({ writableFinished, destroyed }: ServerResponse): boolean {
  return !writableFinished && !destroyed;
}

function inOurForm(error: ApiError): Refusal {
  return { status: error.status, body: JSON.stringify(error.toBody()) };
}

function malformed(message: string): ApiError {
  return new ApiError('REQUEST_MALFORMED', message);
}

function parserError(code: string | undefined): ApiError {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new ApiError('REQUEST_TIMEOUT');
    case 'HPE_HEADER_OVERFLOW':
      return new ApiError('HEADERS_TOO_LARGE');
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new ApiError('PAYLOAD_TOO_LARGE');
    case 'HPE_INVALID_METHOD':
      return malformed('The request begins with no method of HTTP.');
    default:
      return new ApiError('REQUEST_MALFORMED');
  }
}

function hostsOf({ rawHeaders }: IncomingMessage): number {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === 'host') hosts += 1;
  }
  return hosts;
}

function isStream(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && !Buffer.isBuffer(payload);
}

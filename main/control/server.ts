import { createReadStream, existsSync, statSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  ApiError,
  LIVE_SUBPROTOCOL,
  TICKET_PATH,
  TicketExchange,
  type TicketExchanged,
} from '../../common/contract/index.ts';
import { wellFormedJson } from '../../common/rules/well-formed-json.ts';
import { setAnswerHeaders } from '../platform/http/answer-headers.ts';
import { ListenerManners } from '../platform/http/listener-manners.ts';
import { storageError } from '../platform/storage-problem.ts';
import type { RealTime } from '../platform/time/clock.ts';
import type { ControlGuest, Visitor } from './access/control-access.ts';
import type { OpenRequests } from './access/open-requests.ts';
import type { WindowTickets } from './access/window-tickets.ts';
import { addControlMcp } from './control-mcp.ts';
import type { ControlGuard } from './guards.ts';
import type { LiveHub } from './live/live-hub.ts';
import { RawJson } from './raw-json.ts';
import { ReadyJson } from './ready-json.ts';
import type { OperationRegistry } from './registry.ts';
import { serveWindow } from './window-files.ts';

/** Large enough for a big workspace, which is parsed on a thread, not here. */
const IMPORT_LIMIT_BYTES = 256 * 1024 * 1024;
/** Large enough for a WAV file of caller speech in base64. */
const BODY_LIMIT_BYTES = 32 * 1024 * 1024;

const IMPORT_PATH = '/control/operations/workspace.import';
const TICKET_BODY_BYTES = 1024;
const NOBODY: ControlGuest = { isWindow: false, windowId: null };

export interface ControlServerDeps {
  readonly guard: ControlGuard;
  readonly tickets: Pick<WindowTickets, 'redeem'>;
  /** Registers requests, so that they can be aborted when their token becomes invalid. */
  readonly openRequests: OpenRequests;
  readonly registry: OperationRegistry;
  readonly version: string;
  readonly real: RealTime;
  readonly live: LiveHub;
  /** The path of a call's WAV file; during the call, up to now. Null if there is none. */
  readonly recordingPath: (callId: string) => string | null;
  /** The folder of the built window; null during development, when it is not served here. */
  readonly staticDir: string | null;
  readonly onDefect: (error: unknown, what: string) => void;
}

/** The control port: window, operations, live socket. The server is not listening yet. */
export async function createControlServer(deps: ControlServerDeps): Promise<FastifyInstance> {
  const { guard, registry, live } = deps;
  const manners = new ListenerManners({ real: deps.real, bodyLimitBytes: BODY_LIMIT_BYTES });
  const app = Fastify({
    ...manners.serverOptions,
    frameworkErrors: (error, _request, reply) => {
      setAnswerHeaders(reply.raw);
      return sendError(reply, toApiError(error) ?? new ApiError('VALIDATION_ERROR'));
    },
  });
  manners.addTo(app);
  // Before the guards, because it ends the sockets of upgrades that they refuse.
  await app.register(websocket, {
    options: {
      maxPayload: 1024 * 1024,
      handleProtocols: (offered) => (offered.has(LIVE_SUBPROTOCOL) ? LIVE_SUBPROTOCOL : false),
    },
    // Windows that no longer respond must not delay the app's shutdown.
    preClose(done) {
      for (const client of app.websocketServer.clients) client.terminate();
      app.websocketServer.close();
      done();
    },
  });
  manners.addToSockets(app);
  app.addHook('onRequest', (request, reply, done) => {
    reply
      .header('cross-origin-resource-policy', 'same-origin')
      .header('cross-origin-opener-policy', 'same-origin');
    guard.checkHost(request.raw);
    guard.checkOrigin(request.raw);
    done();
  });
  app.setErrorHandler((error, request, reply) => {
    const known = toApiError(error);
    if (known) return sendError(reply, known);
    deps.onDefect(error, `${request.method} ${request.url}`);
    return sendError(reply, storageError(error) ?? new ApiError('INTERNAL_ERROR'));
  });
  app.setNotFoundHandler((_request, reply) => sendError(reply, new ApiError('NOT_FOUND')));

  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (text.toString().trim() === '') return done(null, undefined);
    return app.getDefaultJsonParser('remove', 'ignore')(
      request,
      wellFormedJson(text.toString()),
      done,
    );
  });

  app.post(TICKET_PATH, { bodyLimit: TICKET_BODY_BYTES }, (request, reply): TicketExchanged => {
    const { success, data } = TicketExchange.safeParse(request.body);
    if (!success) throw new ApiError('REQUEST_INVALID', 'Send {"ticket": "…"}.');
    void reply.header('cache-control', 'no-store');
    return { token: deps.tickets.redeem(data.ticket) };
  });
  const guests = new WeakMap<IncomingMessage, ControlGuest>();
  await app.register(async (guarded) => {
    guarded.addHook('onRequest', (request, reply, done) => {
      if (request.ws) {
        guests.set(request.raw, guestOf(guard.checkSubprotocols(request.raw), request.raw));
      } else {
        const guest = guestOf(guard.checkBearer(request.raw), request.raw);
        deps.openRequests.add(reply.raw, guest);
      }
      done();
    });
    guarded.get('/control/operations', () => ({ operations: registry.list() }));
    guarded.post<{ Params: { name: string } }>('/control/operations/:name', (request, reply) =>
      answer(registry, request.params.name, request.body, reply),
    );
    await guarded.register((raw, _options, done) => {
      raw.removeContentTypeParser('application/json');
      raw.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes, read) =>
        read(null, new RawJson(bytes as Buffer)),
      );
      raw.post(IMPORT_PATH, { bodyLimit: IMPORT_LIMIT_BYTES }, (request, reply) =>
        answer(registry, 'workspace.import', request.body, reply),
      );
      done();
    });
    addControlMcp(guarded, deps);
    guarded.get('/control/live', { websocket: true }, (socket, request) => {
      live.connect(socket, sinceOf(request.query), guests.get(request.raw) ?? NOBODY);
    });
    guarded.get<{ Params: { file: string } }>('/control/recordings/:file', (request, reply) =>
      sendRecording(reply, deps.recordingPath(request.params.file.replace(/\.wav$/, ''))),
    );
  });
  if (deps.staticDir !== null) await serveWindow(app, deps.staticDir);
  return app;
}

/** Runs an operation for a client that may disconnect before it is done. */
async function answer(
  registry: OperationRegistry,
  name: string,
  input: unknown,
  reply: FastifyReply,
): Promise<unknown> {
  const signal = untilClosed(reply);
  try {
    const output = await registry.runForWire(name, input, signal);
    return output instanceof ReadyJson ? sendJson(reply, output.bytes) : output;
  } catch (error) {
    // The client has disconnected, so there is no one to answer.
    if (signal.aborted) return reply.hijack();
    throw error;
  }
}

/** Converts anything thrown to an error of the table; null for a defect. */
function toApiError(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error;
  const { code = '', statusCode = 500 } = error as { code?: string; statusCode?: number };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new ApiError('PAYLOAD_TOO_LARGE');
  if (code.startsWith('FST_ERR_CTP'))
    return new ApiError('REQUEST_INVALID', 'The body is no JSON.');
  // A path to a missing file, or one outside the folder.
  if (statusCode === 403 || statusCode === 404) return new ApiError('NOT_FOUND');
  if (statusCode >= 500) return null;
  return new ApiError('VALIDATION_ERROR', 'The address is not a valid URL path.');
}

/**
 * Only pages send where they come from, and the guard admits none but ours. Browsers send it in one
 * of two headers.
 */
function guestOf(visitor: Visitor, request: IncomingMessage): ControlGuest {
  return {
    isWindow:
      request.headers.origin !== undefined || request.headers['sec-fetch-site'] === 'same-origin',
    windowId: visitor.kind === 'window' ? visitor.id : null,
  };
}

/** Aborts if the connection is closed before it was answered. */
function untilClosed(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

const LiveQuery = z.object({ since: z.coerce.number().int().min(0).optional().catch(undefined) });

function sinceOf(query: unknown): number | null {
  return LiveQuery.parse(query).since ?? null;
}

function sendRecording(reply: FastifyReply, path: string | null): FastifyReply {
  if (path === null || !existsSync(path)) {
    return sendError(reply, new ApiError('NOT_FOUND', 'There is no recording of this call.'));
  }
  // The file may grow while it is being sent.
  const { size } = statSync(path);
  return reply
    .type('audio/wav')
    .header('content-length', size)
    .send(createReadStream(path, { end: Math.max(0, size - 1) }));
}

function sendJson(reply: FastifyReply, { buffer, byteOffset, byteLength }: Uint8Array) {
  return reply
    .type('application/json; charset=utf-8')
    .send(Buffer.from(buffer, byteOffset, byteLength));
}

function sendError(reply: FastifyReply, error: ApiError): FastifyReply {
  return reply.code(error.status).send(error.toBody());
}

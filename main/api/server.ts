import { createHash } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ApiError } from '../../common/contract/index.ts';
import { isAllowedHost } from '../../common/rules/loopback-host.ts';
import { setAnswerHeaders } from '../platform/http/answer-headers.ts';
import { ListenerManners } from '../platform/http/listener-manners.ts';
import { storageError } from '../platform/storage-problem.ts';
import type { RealTime } from '../platform/time/clock.ts';
import { type ApiAccess, authenticate } from './auth.ts';
import { addBodyParsers } from './body-parsers.ts';
import { isUnservedMethod, sendError, toApiError, unknownRouteHandler } from './errors.ts';
import { hostRefusal } from './host-refusal.ts';
import { hitsBefore, type ProvokedFailure, playFailure } from './provoked-failure.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { ApiRoute } from './route.ts';

const BODY_LIMIT_BYTES = 1024 * 1024;
/** The request's property for the account it is for; empty if no key is required. */
const ACCOUNT = 'accountInScope';

/** Runs work once per key and returns its first answer to every repetition. */
export interface IdempotentWork {
  once(
    accountId: string,
    key: string,
    request: { readonly endpoint: string; readonly requestSha256: string },
    work: (keep: (answer: KeptAnswer) => void) => KeptAnswer | Promise<KeptAnswer>,
  ): Promise<KeptAnswer & { readonly replayed: boolean }>;
}
interface KeptAnswer {
  readonly endpoint: string;
  readonly requestSha256: string | null;
  readonly status: number;
  readonly body: string | null;
}

export interface ApiServerDeps {
  readonly routes: readonly ApiRoute[];
  readonly access: ApiAccess;
  readonly rateLimiter: RateLimiter;
  /** Host names that are accepted besides those of loopback, in the form of `HostName`. */
  readonly allowedHosts?: () => readonly string[];
  /** For failures that take time. */
  readonly real: RealTime;
  /** Called once per authenticated request; null: no failure. */
  readonly provokeFailure?: (request: { method: string; path: string }) => ProvokedFailure | null;
  /** Called before a request changes anything and before it is answered. @throws ApiError */
  readonly checkStorage?: () => void;
  /** Called for defects, which are answered with 500, and for disks that refuse writes. */
  readonly onDefect: (error: unknown, request: { method: string; path: string }) => void;
  /** The explanation of a defect, if it may be shown to the client; else null. */
  readonly explain?: (error: unknown) => ApiError | null;
  /** What the server has besides the routes: reference pages, media, MCP. */
  readonly parts?: readonly ((app: FastifyInstance) => void)[];
  /** Implements `Idempotency-Key` for writes by accounts. */
  readonly idempotency?: IdempotentWork;
  /** Called for each such key, because the real service does not support them. */
  readonly onIdempotencyKey?: (endpoint: string, userAgent: string) => void;
  /** Called with what a request changed, once that is done. */
  readonly onActed?: (act: {
    readonly accountId: string;
    readonly operation: string;
    readonly method: string;
    readonly path: string;
    readonly values: readonly unknown[];
  }) => void;
  /** Tests pass a function that throws if an answer does not match its schema. */
  readonly checkAnswer?: (route: ApiRoute, answer: unknown) => void;
}

/**
 * The emulated AgentPhone API as a Fastify instance that is not listening yet. It checks every
 * request: first its Host, then its key, then its rate.
 */
export function createApiServer(deps: ApiServerDeps): FastifyInstance {
  const manners = new ListenerManners({ real: deps.real, bodyLimitBytes: BODY_LIMIT_BYTES });
  const app = Fastify({
    ...manners.serverOptions,
    exposeHeadRoutes: true,
    // Clients whose base URL ends in /v1 request /v1/v1/…
    // (docs/reference/provider/basics.md#addresses).
    rewriteUrl: ({ url = '/' }) => (url.startsWith('/v1/v1/') ? url.slice(3) : url),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1_000 },
    frameworkErrors: (error, _request, reply) => {
      setAnswerHeaders(reply.raw);
      sendError(reply, toApiError(error) ?? new ApiError('VALIDATION_ERROR', error.message));
    },
  });
  manners.addTo(app);
  addBodyParsers(app);
  app.decorateRequest(ACCOUNT, '');

  app.addHook('onRequest', (request, _reply, done) => {
    const { host } = request.headers;
    done(isAllowedHost(host, deps.allowedHosts?.() ?? []) ? undefined : hostRefusal(host));
  });
  const answerUnknown = unknownRouteHandler(deps.routes);
  app.setErrorHandler((error, request, reply) => {
    if (isUnservedMethod(error)) return answerUnknown(request, reply);
    const known = toApiError(error) ?? deps.explain?.(error);
    if (known) return sendError(reply, known);
    deps.onDefect(error, { method: request.method, path: request.url });
    return sendError(reply, storageError(error) ?? new ApiError('INTERNAL_ERROR'));
  });
  app.setNotFoundHandler(answerUnknown);

  for (const add of deps.parts ?? []) add(app);
  for (const route of deps.routes) mount(app, deps, route);
  return app;
}

function mount(app: FastifyInstance, deps: ApiServerDeps, route: ApiRoute): void {
  const name = `${route.method} ${route.path}`;
  const identify = (request: FastifyRequest): string => {
    if (route.access === 'public') {
      deps.rateLimiter.count('', name);
      return '';
    }
    const principal = authenticate(deps.access, request);
    deps.rateLimiter.count(principal.keyId, name);
    return principal.accountId;
  };
  app.route({
    method: route.method,
    url: route.path,
    // Before the body is read, because a stranger's megabyte is not worth parsing.
    onRequest: (request, _reply, done) => {
      try {
        request.setDecorator(ACCOUNT, identify(request));
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    handler: (request, reply) => answer(deps, route, request, reply, request.getDecorator(ACCOUNT)),
  });
}

async function answer(
  deps: ApiServerDeps,
  route: ApiRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  accountId: string,
): Promise<unknown> {
  const checkStorage = request.method === 'GET' ? undefined : deps.checkStorage;
  checkStorage?.();
  const failure = deps.provokeFailure?.({ method: request.method, path: request.url }) ?? null;
  if (hitsBefore(failure) && (await playFailure(failure, reply, deps.real))) return reply;
  const after = failure?.when === 'after' ? failure : null;
  const key = request.headers['idempotency-key'];
  // Keys are stored per account, and a public route has none.
  const isKeyed = route.method === 'POST' && route.access !== 'public';
  if (deps.idempotency && isKeyed && typeof key === 'string' && key !== '') {
    const endpoint = `POST ${request.url.split('?', 1)[0]}`;
    deps.onIdempotencyKey?.(endpoint, request.headers['user-agent'] ?? '');
    const requestSha256 = sha256Of(request.body);
    const status = route.status ?? 200;
    const toKept = (body: unknown): KeptAnswer => {
      return {
        endpoint,
        requestSha256,
        status,
        body: body === undefined ? null : JSON.stringify(body),
      };
    };
    const kept = await deps.idempotency.once(
      accountId,
      key,
      { endpoint, requestSha256 },
      (keep) => {
        const body = work(deps, route, request, reply, accountId, (early) => keep(toKept(early)));
        return mapped(body, toKept);
      },
    );
    checkStorage?.();
    if (after && (await playFailure(after, reply, deps.real))) return reply;
    if (kept.replayed) reply.header('idempotent-replayed', 'true');
    reply.code(kept.status);
    return kept.body === null ? reply.send() : reply.type(JSON_TYPE).send(kept.body);
  }
  const body = await work(deps, route, request, reply, accountId, () => {});
  if (body !== reply) checkStorage?.();
  if (after && (await playFailure(after, reply, deps.real))) return reply;
  if (body === reply) return reply;
  reply.code(route.status ?? 200);
  // null is an answer (a webhook that is not set); undefined means an empty body.
  return body === null ? reply.type(JSON_TYPE).send('null') : reply.send(body);
}

/** Hashes the parsed body, so that a repetition with other white space is still the same request. */
function sha256Of(body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(body ?? null))
    .digest('hex');
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** The answer of a route. Not a promise if the route returns it synchronously. */
function work(
  deps: ApiServerDeps,
  route: ApiRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  accountId: string,
  keep: (answer: unknown) => void,
): unknown {
  return mapped(route.run(request, reply, accountId, keep), (body) => {
    if (route.answer && body !== reply) deps.checkAnswer?.(route, body);
    if (route.method !== 'GET') tellActed(deps, route, request, { accountId, body });
    return body;
  });
}

function tellActed(
  { onActed }: ApiServerDeps,
  { operation, method }: ApiRoute,
  request: FastifyRequest,
  { accountId, body }: { readonly accountId: string; readonly body: unknown },
): void {
  const [path = ''] = request.url.split('?', 1);
  onActed?.({ accountId, operation, method, path, values: [request.params, request.body, body] });
}

function mapped<T>(value: unknown, map: (settled: unknown) => T): T | Promise<T> {
  return value instanceof Promise ? value.then(map) : map(value);
}

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, type ErrorCode } from '../../common/contract/index.ts';
import type { ApiRoute } from './route.ts';

/** Converts anything thrown to an error of the table; null for a defect. */
export function toApiError(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error;
  if (!(error instanceof Error)) return null;
  switch ((error as FastifyError).code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ApiError('PAYLOAD_TOO_LARGE');
    case 'FST_ERR_BAD_URL':
      return new ApiError('VALIDATION_ERROR', 'The address is not a valid URL path.');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ApiError('VALIDATION_ERROR', 'The body does not match its headers.');
    default:
      return frameworkError(error);
  }
}

/**
 * Whether Fastify knows the method but no route uses it. Fastify looks at the body before the path.
 */
export function isUnservedMethod(error: unknown): boolean {
  return (error as Partial<FastifyError> | null)?.code === 'FST_ERR_ROUTE_MISSING_CONTENT_TYPE';
}

/** A 4xx from the framework itself is the client's mistake, not a defect of ours. */
function frameworkError(error: unknown): ApiError | null {
  const { code, statusCode, message } = error as Partial<FastifyError>;
  // Other HTTP clients also put a status on their errors; those are not meant here.
  if (!code?.startsWith('FST_') || statusCode === undefined) return null;
  if (statusCode < 400 || statusCode >= 500) return null;
  return new ApiError(FRAMEWORK_CODES[statusCode] ?? 'VALIDATION_ERROR', message);
}

const FRAMEWORK_CODES: Readonly<Record<number, ErrorCode>> = {
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  431: 'HEADERS_TOO_LARGE',
};

/**
 * Sends the error body that every known client can read
 * (docs/reference/provider/errors.md#the-body).
 */
export function sendError(reply: FastifyReply, error: ApiError): FastifyReply {
  const { retryAfterSeconds } = error.options;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  if (error.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply.code(error.status).send(error.toBody());
}

/** Parts of the service that its public pages name but do not describe. */
const NAMED_ONLY = [{ prefix: '/v1/rcs', name: 'RCS' }];

/**
 * Answers requests that match no route: 405 if another method would match, 501 for what the service
 * has and we lack (a 404 would look like a wrong URL), else 404.
 */
export function unknownRouteHandler(
  routes: readonly ApiRoute[],
): (request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  const known = routes.map((route) => ({
    method: route.method,
    isFixed: !route.path.includes(':'),
    pattern: new RegExp(`^${route.path.replaceAll('.', '\\.').replace(/:[a-z_]+/g, '[^/]+')}$`),
  }));
  return (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const named = NAMED_ONLY.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
    if (named) {
      const message = `The service has ${named.name}. AgentPhone Desktop does not emulate it, for nothing public says how it works.`;
      return sendError(reply, new ApiError('NOT_EMULATED', message));
    }
    const matching = known.filter(({ pattern }) => pattern.test(path));
    // `/v1/calls/web` is a resource of its own, although `web` would also match the id of a call.
    const fixed = matching.filter(({ isFixed }) => isFixed);
    const allowed = new Set((fixed.length > 0 ? fixed : matching).map(({ method }) => method));
    if (allowed.size === 0) return sendError(reply, new ApiError('NOT_FOUND', 'Not Found'));
    reply.header('allow', [...allowed].join(', '));
    return sendError(reply, new ApiError('METHOD_NOT_ALLOWED'));
  };
}

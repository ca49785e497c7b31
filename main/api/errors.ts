import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, type ErrorCode } from '../../common/contract/index.ts';
import type { ApiRoute } from './route.ts';

/** Whatever was thrown, as a row of the error table. */
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

/** A method that Fastify knows and no route serves: it looks at the body before the path. */
export function isUnservedMethod(error: unknown): boolean {
  return (error as Partial<FastifyError> | null)?.code === 'FST_ERR_ROUTE_MISSING_CONTENT_TYPE';
}

/** What the framework refuses with a 4xx of its own is the client's doing, not a defect of ours. */
function frameworkError(error: unknown): ApiError | null {
  const { code, statusCode, message } = error as Partial<FastifyError>;
  // Clients of other servers put the status they got on their errors, too: those are not meant.
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
 * Sends the superset body that every known client can read
 * (docs/reference/provider/errors.md#the-body).
 */
export function sendError(reply: FastifyReply, error: ApiError): FastifyReply {
  const { retryAfterSeconds } = error.options;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  if (error.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply.code(error.status).send(error.toBody());
}

/** Parts of the service that are named in public and described nowhere. */
const NAMED_ONLY = [{ prefix: '/v1/rcs', name: 'RCS' }];

/**
 * Answers paths that no route serves: 405 where another method would do, 501 for what the service has
 * and we do not, for a 404 would look like a mistake in the address; else 404.
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
    // `/v1/calls/web` is a resource of its own, although it would do for the id of a call.
    const fixed = matching.filter(({ isFixed }) => isFixed);
    const allowed = new Set((fixed.length > 0 ? fixed : matching).map(({ method }) => method));
    if (allowed.size === 0) return sendError(reply, new ApiError('NOT_FOUND', 'Not Found'));
    reply.header('allow', [...allowed].join(', '));
    return sendError(reply, new ApiError('METHOD_NOT_ALLOWED'));
  };
}

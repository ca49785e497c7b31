import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../../common/contract/index.ts';
import type { ApiRoute } from './route.ts';

/** Whatever was thrown, as a row of the error table. */
export function toApiError(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error;
  switch ((error as FastifyError | undefined)?.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ApiError('PAYLOAD_TOO_LARGE');
    case 'FST_ERR_BAD_URL':
      return new ApiError('VALIDATION_ERROR', 'The address is not a valid URL path.');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ApiError('VALIDATION_ERROR', 'The body does not match its headers.');
    default:
      return null;
  }
}

/** Sends the superset body that every known client can read (api.md 1.10). */
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
    pattern: new RegExp(`^${route.path.replaceAll('.', '\\.').replace(/:[a-z_]+/g, '[^/]+')}$`),
  }));
  return (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const named = NAMED_ONLY.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
    if (named) {
      const message = `The service has ${named.name}. AgentPhone Desktop does not emulate it, for nothing public says how it works.`;
      return sendError(reply, new ApiError('NOT_EMULATED', message));
    }
    const allowed = new Set(
      known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method),
    );
    if (allowed.size === 0) return sendError(reply, new ApiError('NOT_FOUND', 'Not Found'));
    reply.header('allow', [...allowed].join(', '));
    return sendError(reply, new ApiError('METHOD_NOT_ALLOWED'));
  };
}

import type { FastifyInstance } from 'fastify';

const ALLOWED_HEADERS = 'Authorization, Content-Type, X-Sub-Account-Id, Idempotency-Key, Range';
const EXPOSED_HEADERS = 'Retry-After, Content-Range, Idempotent-Replayed';

/**
 * Lets web pages of any origin call the API, if that is switched on. A page still needs the API
 * key; cookies are never accepted.
 */
export function addCors(app: FastifyInstance, isEnabled: () => boolean): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.headers.origin === undefined || !isEnabled()) return done();
    reply.header('access-control-allow-origin', '*');
    reply.header('access-control-expose-headers', EXPOSED_HEADERS);
    const asked = request.headers['access-control-request-method'];
    if (request.method !== 'OPTIONS' || asked === undefined) return done();
    reply
      .code(204)
      .headers({
        'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
        'access-control-allow-headers': ALLOWED_HEADERS,
        'access-control-max-age': '600',
      })
      .send();
  });
}

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Where the nonce of this response goes in `index.html`. */
const NONCE_MARK = '__CSP_NONCE__';

/** Serves the built window. It contains no secrets; the token is passed in other ways. */
export async function serveWindow(app: FastifyInstance, staticDir: string): Promise<void> {
  const page = (_request: unknown, reply: FastifyReply) => {
    const nonce = randomBytes(16).toString('base64');
    const html = readFileSync(join(staticDir, 'index.html'), 'utf8');
    return reply
      .header('content-security-policy', contentSecurityPolicy(nonce))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(html.replaceAll(NONCE_MARK, nonce));
  };
  app.get('/', page);
  app.get('/index.html', page);
  await app.register(fastifyStatic, {
    root: join(staticDir, 'assets'),
    prefix: '/assets/',
    index: false,
    // File names contain a hash of their content.
    immutable: true,
    maxAge: '365d',
  });
}

/** Allows only listed sources; the nonce is for styles that libraries insert. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self' blob:",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
